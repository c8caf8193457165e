import { Button, CopyButton, Progress, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { FormProblem } from '../../components/form-problem.tsx';
import { Panel } from '../../components/panel.tsx';
import { download } from '../../platform/csv.ts';
import { bytes, count } from '../../platform/format.ts';
import { client } from '../../platform/store.ts';
import { useSubmit } from '../entry/use-submit.ts';
import classes from './audit.module.css';
import { rangeOf } from './export-range.ts';

interface Exported {
  readonly fileName: string;
  readonly byteCount: number;
}

/** A part of the trail as a file that proves itself: no server is needed to check it. */
export function ExportPanel({ treeSize }: { readonly treeSize: number }) {
  const [first, setFirst] = useState('1');
  const [last, setLast] = useState('');
  const [loadedBytes, setLoadedBytes] = useState(0);
  const [exported, setExported] = useState<Exported | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);
  const range = rangeOf(first, last, treeSize);
  const { submit, isSending, error } = useSubmit(async () => {
    if (typeof range === 'string') return;
    setExported(null);
    setLoadedBytes(0);
    const file = await client.exportAudit(range, {
      signal: leaving.current.signal,
      onDownloadProgress: setLoadedBytes,
    });
    const fileName = `riskoptimizer-audit-${range.fromSequence}-${range.toSequence ?? 'end'}.jsonl`;
    download(fileName, file);
    setExported({ fileName, byteCount: file.size });
  });
  return (
    <Panel
      title="Export with proof"
      note="Every entry of the range, and what proves that none was changed, added or left out."
    >
      <form onSubmit={submit}>
        <div className={classes.actions}>
          <TextInput
            label="From entry"
            inputMode="numeric"
            value={first}
            onChange={(event) => setFirst(event.currentTarget.value)}
          />
          <TextInput
            label="To entry"
            inputMode="numeric"
            placeholder={`${count(treeSize)} (the last)`}
            value={last}
            onChange={(event) => setLast(event.currentTarget.value)}
          />
          <Button type="submit" loading={isSending} disabled={typeof range === 'string'}>
            Export
          </Button>
        </div>
        {typeof range === 'string' && <p className={classes.text}>{range}</p>}
      </form>
      <FormProblem error={error} />
      {isSending && (
        <output className={classes.progress}>
          <Progress value={100} animated aria-label="The export is under way" />
          <span className={classes.text}>{bytes(loadedBytes)} so far</span>
        </output>
      )}
      {exported && <HowToVerify exported={exported} />}
    </Panel>
  );
}

function HowToVerify({ exported: { fileName, byteCount } }: { readonly exported: Exported }) {
  const command = `riskoptimizer audit verify ${fileName} --key riskoptimizer-audit-key.pem`;
  return (
    <>
      <output className={classes.text}>
        {fileName}, {bytes(byteCount)}, is in your downloads. Check it on any machine, with no server; the key is that
        of the signed head:
      </output>
      <pre className={classes.canonical}>{command}</pre>
      <CopyButton value={command}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy the command'}
          </Button>
        )}
      </CopyButton>
    </>
  );
}
