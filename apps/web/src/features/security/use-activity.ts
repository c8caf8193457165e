import type { AuditEntrySummary } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { api } from '../../platform/store.ts';

/** The most that one request answers. */
const pageSize = 100;

/** What was done with the own account, newest first; older pages are added when asked for. */
export function useActivity() {
  const { data, error, refetch } = api.useListActivityQuery({ limit: pageSize });
  const [ask, { isFetching, error: olderError }] = api.useLazyListActivityQuery();
  const [older, setOlder] = useState<readonly AuditEntrySummary[]>([]);
  const [next, setNext] = useState<number | null | undefined>();
  const following = next === undefined ? data?.next : next;

  const more = async () => {
    if (typeof following !== 'number') return;
    const answer = await ask({ before: following, limit: pageSize });
    if (!answer.data) return;
    const { items, next: afterwards } = answer.data;
    setOlder((present) => [...present, ...items]);
    setNext(afterwards);
  };
  return {
    items: data && older.length > 0 ? withoutOverlap(data.items, older) : data?.items,
    hasMore: typeof following === 'number',
    isMoreLoading: isFetching,
    more: () => void more(),
    error: error ?? olderError,
    retry: () => void refetch(),
  };
}

/** New entries push the first page forward, over what was the second. */
function withoutOverlap(
  first: readonly AuditEntrySummary[],
  older: readonly AuditEntrySummary[],
): readonly AuditEntrySummary[] {
  const last = first.at(-1)?.sequence ?? Number.POSITIVE_INFINITY;
  return [...first, ...older.filter(({ sequence }) => sequence < last)];
}
