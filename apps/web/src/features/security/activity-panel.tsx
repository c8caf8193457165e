import { Button } from '@mantine/core';
import type { AuditEntrySummary } from '@riskoptimizer/contracts';
import { useMemo, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { missing } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { useAccount } from '../../platform/use-account.ts';
import { entrySentence, words } from '../audit/action-sentences.ts';
import classes from './security.module.css';
import { isRefusedSignIn } from './security-verdict.ts';
import type { useActivity } from './use-activity.ts';

const shownFirst = 12;
const shownMore = 50;

/** What was done with the account, so that what somebody else did is seen. */
export function ActivityPanel({ activity }: { readonly activity: ReturnType<typeof useActivity> }) {
  const { items, hasMore, isMoreLoading, more, error, retry } = activity;
  const accountId = useAccount()?.id ?? null;
  const columns = useMemo(() => activityColumns(accountId), [accountId]);
  const [shownCount, setShownCount] = useState(shownFirst);
  const isAllShown = items !== undefined && shownCount >= items.length;
  const showMore = () => {
    if (items && shownCount + shownMore > items.length && hasMore) more();
    setShownCount(shownCount + shownMore);
  };
  return (
    <Panel title="Recent activity" note="Sign-ins, refusals and changes of your account. Times are UTC.">
      {items ? (
        <>
          <DataTable
            caption="Recent activity"
            columns={columns}
            rows={items.slice(0, shownCount)}
            rowKey={({ sequence }) => String(sequence)}
          />
          <p className={classes.text}>
            Was one of these not you? End the sessions that you do not know, change your password, and tell an
            administrator.
          </p>
          {(!isAllShown || hasMore) && (
            <p className={classes.text}>
              <Button variant="default" loading={isMoreLoading} onClick={showMore}>
                Show older
              </Button>
            </p>
          )}
        </>
      ) : error ? (
        <ErrorState error={error} title="Your activity could not be read" onRetry={retry} />
      ) : (
        <LoadingState label="Your activity is being read" figures={0} charts={1} />
      )}
    </Panel>
  );
}

function activityColumns(accountId: string | null): Column<AuditEntrySummary>[] {
  return [
    {
      key: 'what',
      header: 'What',
      value: entrySentence,
      render: (entry) => <span className={toneOf(entry)}>{sentenceOf(entry, accountId)}</span>,
    },
    {
      key: 'when',
      header: 'When',
      value: ({ recordedAt }) => recordedAt,
      render: ({ recordedAt }) => instant(recordedAt),
    },
    { key: 'address', header: 'Address', value: ({ address }) => address ?? missing },
  ];
}

function toneOf(entry: AuditEntrySummary): string | undefined {
  const isWarning = isRefusedSignIn(entry) || entry.action === 'session.token-replayed' || entry.result !== 'success';
  return isWarning ? classes.warning : undefined;
}

/** What the person did stands alone; what somebody else did says who. */
function sentenceOf(entry: AuditEntrySummary, own: string | null) {
  const { actorId, actorName, actorKind, reason, result } = entry;
  const sentence = entrySentence(entry);
  const by = actorId === null || actorId === own ? '' : `, by ${actorName ?? 'somebody else'}`;
  const key = actorKind === 'api-key' ? ', with an API key' : '';
  const why = reason !== null && result !== 'success' ? `: ${words(reason)}` : '';
  return `${sentence}${by}${key}${why}`;
}
