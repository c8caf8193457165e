import { Button, Progress } from '@mantine/core';
import { type EverythingPreview, everythingBytesMax, type ImportEverythingResult } from '@riskoptimizer/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { ErrorState } from '../../components/error-state.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { bytes, plural } from '../../platform/format.ts';
import { api, client } from '../../platform/store.ts';
import { FileDrop } from '../import/file-drop.tsx';
import { type UploadRules, useUpload } from '../import/use-upload.ts';
import classes from './everything.module.css';
import { countsWords, previewSentence } from './everything-words.ts';

interface Previewed {
  readonly file: File;
  readonly preview: EverythingPreview;
}

const everythingFiles: UploadRules<Previewed> = {
  send: async (file, options) => ({ file, preview: await client.previewEverything({ file }, options) }),
  bytesMax: everythingBytesMax,
  remedy: 'Take the archive instead of the document: it is compressed.',
};

/** Back into an empty account: looked at first, then all of it or nothing. */
export function ImportEverything() {
  const [previewed, setPreviewed] = useState<Previewed>();
  const [result, setResult] = useState<ImportEverythingResult>();
  const upload = useUpload(everythingFiles, setPreviewed);
  const { state } = upload;
  const done = useCallback((stored: ImportEverythingResult) => {
    setPreviewed(undefined);
    setResult(stored);
  }, []);
  return (
    <details className={classes.back}>
      <summary>Import everything from a file</summary>
      {result ? (
        <output className={classes.text}>
          Stored: {countsWords(result.counts)}. <Link to="/portfolios">See the portfolios</Link>
        </output>
      ) : previewed ? (
        <Preview previewed={previewed} onStored={done} onDrop={() => setPreviewed(undefined)} />
      ) : (
        <FileDrop
          upload={upload}
          label="Choose a file of everything"
          title="Drop an exported document or archive here, or choose one"
          note={`Up to ${bytes(everythingBytesMax)}, into an empty account. It is looked at first; nothing is stored before you say so.`}
        />
      )}
      {state.step === 'refused' && !previewed && (
        <ErrorState error={state.error} title={`${state.fileName} cannot be imported; nothing was stored`} />
      )}
    </details>
  );
}

interface PreviewProps {
  readonly previewed: Previewed;
  readonly onStored: (result: ImportEverythingResult) => void;
  readonly onDrop: () => void;
}

const shownPortfolios = 8;

function Preview({ previewed: { file, preview }, onStored, onDrop }: PreviewProps) {
  const [send, { isLoading }] = api.useImportEverythingMutation();
  const [error, setError] = useState<unknown>();
  const [isStopped, setIsStopped] = useState(false);
  const running = useRef<{ abort: () => void } | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const { portfolios, inTheWay, sha256 } = preview;
  // Two portfolios may have one name.
  const shown = portfolios.slice(0, shownPortfolios).map((portfolio, place) => ({ ...portfolio, place }));
  const others = portfolios.length - shown.length;

  const store = async () => {
    setError(undefined);
    setIsStopped(false);
    const sent = send({ file, sha256 });
    running.current = sent;
    const answer = await sent;
    // Cancelled by the person, who knows it.
    if (running.current !== sent) return;
    running.current = null;
    if (answer.error) setError(answer.error);
    else onStored(answer.data);
  };
  const cancel = () => {
    const sent = running.current;
    running.current = null;
    sent?.abort();
    setIsStopped(true);
  };
  return (
    <div aria-live="polite">
      <p>{previewSentence(preview, file.name)}</p>
      <ul className={classes.list}>
        {shown.map(({ name, state, transactionCount, place }) => (
          <li key={place}>
            {name}
            {state !== 'active' && `, ${state}`}
            {transactionCount > 0 && `, ${plural(transactionCount, 'transaction')}`}
          </li>
        ))}
        {others > 0 && <li>and {plural(others, 'more portfolio')}</li>}
      </ul>
      {isLoading && (
        <div className={classes.progress}>
          <span>It is stored, all of it or nothing</span>
          <Progress className={classes.track} value={100} animated aria-label="Everything is stored" />
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </div>
      )}
      <FormProblem error={error} />
      {isStopped && (
        <p className={classes.text}>
          Stopped. If all of it was stored before that, it is there now: choose the file again to be told.
        </p>
      )}
      <div className={classes.actions}>
        {inTheWay.length === 0 && (
          <Button loading={isLoading} onClick={() => void store()}>
            Store all of it
          </Button>
        )}
        <Button variant="default" disabled={isLoading} onClick={onDrop}>
          Choose another file
        </Button>
      </div>
    </div>
  );
}
