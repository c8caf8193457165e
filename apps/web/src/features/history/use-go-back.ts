import type { Portfolio } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { api } from '../../platform/store.ts';
import { showUndo } from '../../platform/undo-notice.tsx';

/** Makes a new version with the content of an old one; what was there stays a version, so it can be undone at once. */
export function useGoBack(portfolio: Portfolio, onDone: () => void) {
  const [revert, { isLoading }] = api.useRevertPortfolioMutation();
  const [error, setError] = useState<unknown>();
  const goBack = async (toVersion: number) => {
    setError(undefined);
    const { id, version } = portfolio;
    try {
      const reverted = await revert({ portfolioId: id, version, toVersion }).unwrap();
      const undo = () => revert({ portfolioId: id, version: reverted.version, toVersion: version }).unwrap();
      onDone();
      showUndo(`“${reverted.name}” is as in version ${toVersion} again`, undo, `This is version ${reverted.version}.`);
    } catch (failure) {
      setError(failure);
    }
  };
  return { goBack, isGoing: isLoading, error };
}
