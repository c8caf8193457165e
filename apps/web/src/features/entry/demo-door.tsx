import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { FormProblem } from '../../components/form-problem.tsx';
import { session } from '../../platform/session.ts';
import { client } from '../../platform/store.ts';
import classes from './entry-page.module.css';
import { SetUpHelp } from './set-up-help.tsx';
import { useSubmit } from './use-submit.ts';

/** The demo, one keypress away: its button has the focus. */
export function DemoDoor() {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const { submit, isSending, error } = useSubmit(async () => session.accept(await client.startDemo({})));
  return (
    <div className={classes.form}>
      <FormProblem error={error} />
      <Button ref={button} loading={isSending} onClick={() => submit()} data-autofocus>
        Look at the demo
      </Button>
      <p className={classes.note}>A simulated market and a portfolio to play with. Nothing to fill in.</p>
      <details>
        <summary className={classes.summary}>Make an account for real work</summary>
        <SetUpHelp />
      </details>
    </div>
  );
}
