import { Button, CopyButton } from '@mantine/core';
import type { AuditEntry } from '@riskoptimizer/contracts';
import { useEffect, useState } from 'react';
import classes from './audit.module.css';
import { hashOfText } from './entry-hash.ts';

/** The exact text that was hashed, and whether its hash is the one that was stored. */
export function EntryProof({ entry: { canonical, hash, previousHash } }: { readonly entry: AuditEntry }) {
  const [computed, setComputed] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void hashOfText(canonical).then((answer) => isCurrent && setComputed(answer));
    return () => {
      isCurrent = false;
    };
  }, [canonical]);
  return (
    <>
      <dl className={classes.facts}>
        <dt>Hash</dt>
        <dd>
          <code>{hash}</code>
        </dd>
        <dt>Hash before</dt>
        <dd>
          <code>{previousHash}</code>
        </dd>
      </dl>
      <p className={classes.text}>{computed !== null && <HashVerdict agrees={computed === hash} />}</p>
      <section
        className={classes.canonical}
        aria-label="Canonical text"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {canonical}
      </section>
      <CopyButton value={canonical}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy the text'}
          </Button>
        )}
      </CopyButton>
    </>
  );
}

function HashVerdict({ agrees }: { readonly agrees: boolean }) {
  return agrees ? (
    <span className={classes.good}>This page hashed the text below by itself and got the same hash.</span>
  ) : (
    <span className={classes.bad}>
      The text below does not have this hash: the entry was changed after it was written. Export the trail and verify
      it.
    </span>
  );
}
