import { Button, CopyButton } from '@mantine/core';
import type { AuditHead } from '@riskoptimizer/contracts';
import { Panel } from '../../components/panel.tsx';
import { download } from '../../platform/csv.ts';
import { count } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import classes from './audit.module.css';

/** The state of the whole trail in a few lines, signed; whoever keeps it can tell later whether anything before it was changed. */
export function HeadPanel({ head }: { readonly head: AuditHead }) {
  const { treeSize, rootHash, headHash, keyId, signedAt, algorithm, signature, publicKey } = head;
  return (
    <Panel title="Signed head" note="One hash over every entry so far, signed by this server.">
      <dl className={classes.facts}>
        <dt>Entries</dt>
        <dd>{count(treeSize)}</dd>
        <dt>Signed</dt>
        <dd>{instant(signedAt)}</dd>
        <dt>Root hash</dt>
        <dd>
          <code>{rootHash}</code>
        </dd>
        <dt>Last entry</dt>
        <dd>
          <code>{headHash}</code>
        </dd>
        <dt>Key</dt>
        <dd>
          <code>{keyId}</code>, {algorithm}
        </dd>
        <dt>Signature</dt>
        <dd>
          <code>{signature}</code>
        </dd>
      </dl>
      <p className={classes.text}>
        Changing, leaving out or adding an entry changes the root hash. Keep a head and the public key where nobody with
        access to the server can reach them: an export that does not lead to a head that you kept was tampered with.
      </p>
      <div className={classes.actions} style={{ marginTop: 12 }}>
        <CopyButton value={JSON.stringify(head)}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy the head'}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          onClick={() => download('riskoptimizer-audit-key.pem', new Blob([publicKey], { type: 'text/plain' }))}
        >
          Save the public key
        </Button>
      </div>
    </Panel>
  );
}
