import { linkToken } from '../../platform/link-token.ts';
import { client } from '../../platform/store.ts';
import { AccountForm } from './account-form.tsx';
import { EntryPage, IncompleteLink } from './entry-page.tsx';
import { useEnter } from './use-enter.ts';

/** A new account by the invitation of an administrator, who has said for which address. */
export function InvitationPage() {
  const enter = useEnter();
  if (linkToken === null) return <IncompleteLink title="You are invited" from="from the message" />;
  const token = linkToken;
  return (
    <EntryPage title="You are invited" lead="Choose how others see you, and a password. Your address is known already.">
      <AccountForm
        withEmail={false}
        submitLabel="Make the account"
        onSubmit={async ({ displayName, password }) =>
          enter(await client.acceptInvitation({ token, displayName, password }))
        }
      />
    </EntryPage>
  );
}
