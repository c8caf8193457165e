import { skipToken } from '@reduxjs/toolkit/query';
import type { LedgerHoldings } from '@riskoptimizer/contracts';
import { useEffect, useState } from 'react';
import { api, client } from '../../platform/store.ts';

export interface HoldingsQuery {
  readonly portfolioId: string;
  readonly costBasis: LedgerHoldings['costBasis'];
  readonly date?: string;
}

export interface HoldingsAnswer {
  /** As last read for this portfolio; it stays while another date is on its way. */
  readonly answer: LedgerHoldings | undefined;
  readonly isStale: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

export function useHoldings(query: HoldingsQuery | null): HoldingsAnswer {
  const { data, currentData, error, isFetching, refetch } = api.useGetHoldingsQuery(query ?? skipToken);
  return {
    answer: currentData ?? (data?.portfolioId === query?.portfolioId ? data : undefined),
    isStale: isFetching && currentData === undefined,
    error: isFetching ? undefined : error,
    retry: () => void refetch(),
  };
}

interface AccountHoldings {
  readonly account: string;
  readonly answer: LedgerHoldings;
}

interface Parts {
  readonly parts: readonly AccountHoldings[];
}
interface Failure {
  readonly error: unknown;
}

/**
 * What every account holds, once all have answered. Lots belong to accounts, so that their parts are asked for and not split
 * here. Undefined while nobody asked, or while they are on their way.
 */
export function useHoldingsByAccount(answer: LedgerHoldings | undefined, query: HoldingsQuery | null) {
  const [read, setRead] = useState<{ readonly of: LedgerHoldings } & (Parts | Failure)>();
  useEffect(() => {
    if (!answer || !query) return;
    const aborter = new AbortController();
    Promise.all(
      answer.accounts.map(async (account) => ({
        account,
        answer: await client.getHoldings({ ...query, account }, { signal: aborter.signal }),
      })),
    ).then(
      (parts) => setRead({ of: answer, parts }),
      (error: unknown) => aborter.signal.aborted || setRead({ of: answer, error }),
    );
    return () => aborter.abort();
  }, [answer, query]);
  const present = read?.of === answer ? read : undefined;
  return {
    parts: present && 'parts' in present ? present.parts : undefined,
    error: present && 'error' in present ? present.error : undefined,
  };
}
