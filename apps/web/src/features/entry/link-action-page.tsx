import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { FormProblem } from '../../components/form-problem.tsx';
import { linkToken } from '../../platform/link-token.ts';
import classes from './entry-page.module.css';
import { EntryPage, IncompleteLink } from './entry-page.tsx';
import { useSubmit } from './use-submit.ts';

interface LinkActionPageProps {
  readonly title: string;
  readonly lead: string;
  readonly buttonLabel: string;
  readonly act: (token: string) => Promise<unknown>;
  readonly done: { readonly title: string; readonly lead: ReactNode };
}

/** A link that does one thing. A button does it, and not the opening: programs that look through mail open links too. */
export function LinkActionPage({ title, lead, buttonLabel, act, done }: LinkActionPageProps) {
  const [isDone, setIsDone] = useState(false);
  const { submit, isSending, error } = useSubmit(async () => {
    if (linkToken !== null) await act(linkToken);
    setIsDone(true);
  });
  if (linkToken === null) return <IncompleteLink title={title} from="from the message" />;
  if (isDone) return <EntryPage {...done} foot={<Link to="/sign-in">Go on</Link>} />;
  return (
    <EntryPage title={title} lead={lead} foot={<Link to="/sign-in">To the sign-in</Link>}>
      <div className={classes.form}>
        <FormProblem error={error} />
        <Button loading={isSending} onClick={() => submit()} data-autofocus>
          {buttonLabel}
        </Button>
      </div>
    </EntryPage>
  );
}
