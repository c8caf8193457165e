import { useState } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { now } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';
import { useMay } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import classes from './administration.module.css';
import { EncryptionPanel } from './encryption-panel.tsx';
import { InvitationsPanel } from './invitations-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { UserDrawer } from './user-drawer.tsx';
import { administrationVerdict } from './user-findings.ts';
import { UsersTable } from './users-table.tsx';

/** Who uses this server and how it lets them in. Compliance officers see the users, and change nothing. */
export function AdministrationPage() {
  const mayRead = useMay('user:read');
  return (
    <>
      <PageHeader title="Administration" />
      {mayRead ? (
        <Administration />
      ) : (
        <EmptyState title="Your role does not administer this server" action={<Link to="/security">Security</Link>}>
          Administrators do. What is yours alone is under Security.
        </EmptyState>
      )}
    </>
  );
}

function Administration() {
  const { data, error, refetch } = api.useListUsersQuery();
  const { search, change } = useParameters();
  const mayManage = useMay('user:manage');
  const maySet = useMay('setting:manage');
  const [nowMs] = useState(now);
  if (!data) {
    return error ? (
      <ErrorState error={error} title="The users could not be read" onRetry={() => void refetch()} />
    ) : (
      <LoadingState label="The users are being read" figures={0} charts={2} />
    );
  }
  const opened = data.items.find(({ id }) => id === search.get('user'));
  return (
    <>
      <Verdict>{administrationVerdict(data.items, nowMs)}</Verdict>
      <Panel title="Users" note={mayManage ? undefined : 'Your role sees the users, and changes nothing.'}>
        <UsersTable users={data.items} nowMs={nowMs} />
      </Panel>
      <div className={classes.grid}>
        {mayManage && <InvitationsPanel nowMs={nowMs} />}
        {maySet && (
          <div className={classes.stack}>
            <SettingsPanel />
            <EncryptionPanel />
          </div>
        )}
      </div>
      <UserDrawer user={opened} nowMs={nowMs} onClose={() => change({ user: undefined })} />
    </>
  );
}
