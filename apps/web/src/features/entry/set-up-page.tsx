import { linkToken } from '../../platform/link-token.ts';
import { client } from '../../platform/store.ts';
import { AccountForm } from './account-form.tsx';
import { EntryPage, IncompleteLink } from './entry-page.tsx';
import { useEnter } from './use-enter.ts';

/** The first account, by the link that the terminal shows. */
export function SetUpPage() {
  const enter = useEnter();
  if (linkToken === null) return <IncompleteLink title="Make the first account" from="from the terminal" />;
  const token = linkToken;
  return (
    <EntryPage
      title="Make the first account"
      lead="It is the administrator: it invites the others and sets the rules. A second factor follows in the next step."
    >
      <AccountForm
        submitLabel="Make the account"
        onSubmit={async (fields) => enter(await client.setUp({ token, ...fields }))}
      />
    </EntryPage>
  );
}
