import { useState } from 'react';
import { Link } from 'react-router';
import { LoadingState } from '../../components/loading-state.tsx';
import { api, client } from '../../platform/store.ts';
import { AccountForm } from './account-form.tsx';
import { EntryPage } from './entry-page.tsx';

const foot = <Link to="/sign-in">To the sign-in</Link>;

/** A new account, where anybody may make one. */
export function RegisterPage() {
  const { data: status } = api.useGetAuthenticationStatusQuery();
  const [email, setEmail] = useState<string | null>(null);
  if (email !== null) {
    return (
      <EntryPage
        title="Look into your mail"
        lead={
          <>
            A message is on its way to {email}. Open the link in it to confirm the address; then sign in. The link works
            once. Where the server sends no mail, its administrator finds the message in the folder of the server’s
            data.
          </>
        }
        foot={foot}
      />
    );
  }
  if (!status) return <LoadingState label="One moment" figures={0} charts={0} />;
  if (status.registration !== 'open') {
    return (
      <EntryPage
        title="Make an account"
        lead={
          status.registration === 'invitation'
            ? 'Accounts are made by invitation here. Ask an administrator for one, and open the link that you are sent.'
            : 'No new accounts are made here. Ask an administrator.'
        }
        foot={foot}
      />
    );
  }
  return (
    <EntryPage title="Make an account" foot={foot}>
      <AccountForm
        submitLabel="Make the account"
        onSubmit={async (fields) => {
          await client.register(fields);
          setEmail(fields.email);
        }}
      />
    </EntryPage>
  );
}
