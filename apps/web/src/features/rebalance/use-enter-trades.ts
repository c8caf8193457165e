import type { TransactionInput } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { api } from '../../platform/store.ts';

/** Enters the trades into the ledger, all or none. The plan is then made again of what is held. */
export function useEnterTrades(portfolioId: string) {
  const [create, { isLoading }] = api.useCreateTransactionsMutation();
  const [done, setDone] = useState({ portfolioId, count: 0 });
  const [error, setError] = useState<unknown>();
  const enter = async (items: readonly TransactionInput[]) => {
    setError(undefined);
    try {
      const { transactions } = await create({ portfolioId, items }).unwrap();
      setDone({ portfolioId, count: transactions.length });
    } catch (failure) {
      setError(failure);
    }
  };
  return { enter, isEntering: isLoading, entered: done.portfolioId === portfolioId ? done.count : 0, error };
}
