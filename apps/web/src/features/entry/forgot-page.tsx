import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { FormProblem } from '../../components/form-problem.tsx';
import { client } from '../../platform/store.ts';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { useSubmit } from './use-submit.ts';

/** Asks for a link that sets a new password. Says the same whether or not the address has an account. */
export function ForgotPage() {
  const [email, setEmail] = useState('');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { submit, isSending, error } = useSubmit(async () => {
    await client.requestPasswordReset({ email: email.trim() });
    setSentTo(email.trim());
  });
  const foot = <Link to="/sign-in">To the sign-in</Link>;
  if (sentTo !== null) {
    return (
      <EntryPage
        title="Look into your mail"
        lead={
          <>
            If {sentTo} has an account, a message with a link is on its way. The link works once and not for long. Where
            the server sends no mail, its administrator finds the message in the folder of the server’s data.
          </>
        }
        foot={foot}
      />
    );
  }
  return (
    <EntryPage
      title="Forgot the password"
      lead="A link to choose a new one comes by mail. A second factor is needed as before."
      foot={foot}
    >
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label="E-mail"
          type="email"
          required
          withAsterisk={false}
          maxLength={254}
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <FormProblem error={error} />
        <Button type="submit" loading={isSending}>
          Send the link
        </Button>
      </form>
    </EntryPage>
  );
}
