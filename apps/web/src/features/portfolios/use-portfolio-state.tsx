import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { PortfolioSummary } from '@riskoptimizer/contracts';
import { useCallback } from 'react';
import { api } from '../../platform/store.ts';
import { showFailure, undoMs } from './use-delete-portfolio.tsx';

/** Puts portfolios aside and brings them back; what was put aside can be undone at once. */
export function usePortfolioState() {
  const [archivePortfolio] = api.useArchivePortfolioMutation();
  const [restorePortfolio] = api.useRestorePortfolioMutation();

  const bringBack = useCallback(
    async ({ id, name }: PortfolioSummary, version: number) => {
      try {
        await restorePortfolio({ portfolioId: id, version }).unwrap();
      } catch (error) {
        showFailure(`“${name}” could not be brought back`, error);
      }
    },
    [restorePortfolio],
  );

  const putAside = useCallback(
    async (portfolio: PortfolioSummary) => {
      const { id, name, version } = portfolio;
      try {
        const archived = await archivePortfolio({ portfolioId: id, version }).unwrap();
        const undo = () => {
          notifications.clean();
          void bringBack(portfolio, archived.version);
        };
        notifications.show({
          autoClose: undoMs,
          withBorder: true,
          title: `“${name}” is archived`,
          message: (
            <Button variant="default" mt={6} onClick={undo}>
              Undo
            </Button>
          ),
        });
      } catch (error) {
        showFailure('The portfolio could not be archived', error);
      }
    },
    [archivePortfolio, bringBack],
  );

  return {
    archive: useCallback((portfolio: PortfolioSummary) => void putAside(portfolio), [putAside]),
    restore: useCallback((portfolio: PortfolioSummary) => void bringBack(portfolio, portfolio.version), [bringBack]),
  };
}
