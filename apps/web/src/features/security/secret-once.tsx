import { Button, Checkbox, CopyButton } from '@mantine/core';
import { useState } from 'react';
import classes from './security.module.css';

interface SecretOnceProps {
  readonly name: string;
  readonly secret: string;
  readonly note: string;
  readonly onKept: () => void;
}

/** Something that the server tells once and never again. */
export function SecretOnce({ name, secret, note, onKept }: SecretOnceProps) {
  const [isKept, setIsKept] = useState(false);
  return (
    <div className={classes.form}>
      <p>{note}</p>
      <code className={classes.secret} aria-label={name}>
        {secret}
      </code>
      <div className={classes.actions}>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      <Checkbox label="I have kept it" checked={isKept} onChange={(event) => setIsKept(event.currentTarget.checked)} />
      <Button disabled={!isKept} onClick={onKept}>
        Done
      </Button>
    </div>
  );
}
