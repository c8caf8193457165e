import { Button, Progress } from '@mantine/core';
import type { ExportEverythingRequest } from '@riskoptimizer/contracts';
import { useEffect, useRef, useState } from 'react';
import { FormProblem } from '../../components/form-problem.tsx';
import { download } from '../../platform/csv.ts';
import { today } from '../../platform/days.ts';
import { bytes } from '../../platform/format.ts';
import { problemOf } from '../../platform/problem.ts';
import { client } from '../../platform/store.ts';
import classes from './everything.module.css';

type Format = ExportEverythingRequest['format'];

interface State {
  readonly step: 'waiting' | 'exporting' | 'done' | 'refused';
  readonly byteCount: number;
  readonly fileName?: string;
  readonly error?: unknown;
}

const waiting: State = { step: 'waiting', byteCount: 0 };

/** One document, or an archive that has it and the same as tables. */
export function ExportEverything() {
  const [state, setState] = useState(waiting);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (format: Format) => {
    const controller = new AbortController();
    running.current = controller;
    const onDownloadProgress = (byteCount: number) => setState({ step: 'exporting', byteCount });
    onDownloadProgress(0);
    try {
      const file = await client.exportEverything({ format }, { signal: controller.signal, onDownloadProgress });
      const fileName = `riskoptimizer-everything-${today()}.${format}`;
      download(fileName, file);
      setState({ step: 'done', byteCount: file.size, fileName });
    } catch (error) {
      setState(problemOf(error).code === 'aborted' ? waiting : { step: 'refused', byteCount: 0, error });
    }
  };

  return (
    <div aria-live="polite">
      {state.step === 'exporting' ? (
        <div className={classes.progress}>
          <span>Everything is put into one file, {bytes(state.byteCount)} so far</span>
          <Progress className={classes.track} value={100} animated aria-label="The export is under way" />
          <Button variant="default" onClick={() => running.current?.abort()}>
            Cancel
          </Button>
        </div>
      ) : (
        <div className={classes.actions}>
          <Button variant="default" onClick={() => void start('zip')}>
            Export as an archive
          </Button>
          <Button variant="default" onClick={() => void start('json')}>
            Export as JSON
          </Button>
        </div>
      )}
      {state.step === 'done' && (
        <p className={classes.text}>
          {state.fileName}, {bytes(state.byteCount)}, is in your downloads. It imports back equal, here or elsewhere.
        </p>
      )}
      <FormProblem error={state.error} />
      <p className={classes.text}>
        The archive has the document and the same as CSV and XLSX. Password, factors, keys, shares and earlier versions
        of portfolios are not in it.
      </p>
    </div>
  );
}
