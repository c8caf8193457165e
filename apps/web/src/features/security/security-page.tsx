import { useState } from 'react';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { now } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import { EverythingPanel } from '../everything/everything-panel.tsx';
import { AccountPanel } from './account-panel.tsx';
import { ActivityPanel } from './activity-panel.tsx';
import { ApiKeysPanel } from './api-keys-panel.tsx';
import { DemoSecurity } from './demo-security.tsx';
import { FactorsPanel } from './factors-panel.tsx';
import classes from './security.module.css';
import { securityVerdict } from './security-verdict.ts';
import { SessionsPanel } from './sessions-panel.tsx';
import { useActivity } from './use-activity.ts';

/** One's own account: who is signed in as me, with what, and what was done. */
export function SecurityPage() {
  const account = useAccount();
  if (!account) return <LoadingState label="Your account is being read" figures={0} charts={2} />;
  return (
    <>
      <PageHeader title="Security" facts={account.email} />
      {account.isDemo ? <DemoSecurity /> : <AccountSecurity />}
    </>
  );
}

function AccountSecurity() {
  const account = useAccount();
  const activity = useActivity();
  const { data: factors } = api.useGetFactorsQuery();
  const { data: sessions } = api.useListSessionsQuery();
  const [nowMs] = useState(now);
  if (!account) return null;
  const { items } = activity;
  return (
    <>
      {items && factors && sessions ? (
        <Verdict>{securityVerdict({ activity: items, factors, sessionCount: sessions.items.length }, nowMs)}</Verdict>
      ) : (
        <LoadingState label="Your account is being looked at" figures={0} charts={0} />
      )}
      <div className={classes.grid}>
        <div className={classes.stack}>
          <SessionsPanel />
          <ApiKeysPanel />
          <ActivityPanel activity={activity} />
        </div>
        <div className={classes.stack}>
          <FactorsPanel />
          <AccountPanel account={account} />
          <EverythingPanel />
        </div>
      </div>
    </>
  );
}
