import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Portfolio } from '@riskoptimizer/contracts';
import { problemOf } from '../../platform/problem.ts';
import { api, client } from '../../platform/store.ts';
import { useParameters } from '../../platform/use-parameters.ts';

/** Long enough to read the message and change one's mind. */
export const undoMs = 12_000;

/** Deletes at once and offers to bring it back, instead of asking first. */
export function useDeletePortfolio(): (portfolioId: string) => Promise<void> {
  const [remove] = api.useDeletePortfolioMutation();
  const [restore] = api.useRestorePortfolioMutation();
  const { search, change } = useParameters();

  async function undo(portfolio: Portfolio, wasChosen: boolean) {
    notifications.clean();
    try {
      // Deleting counted the version up.
      await restore({ portfolioId: portfolio.id, version: portfolio.version + 1 }).unwrap();
      if (wasChosen) change({ portfolio: portfolio.id });
    } catch (error) {
      showFailure(`“${portfolio.name}” could not be brought back`, error);
    }
  }

  return async (portfolioId) => {
    try {
      // Read without a subscription: the cache must not ask for it again once it is gone.
      const portfolio = await client.getPortfolio({ portfolioId });
      await remove({ portfolioId, version: portfolio.version }).unwrap();
      const wasChosen = search.get('portfolio') === portfolioId;
      if (wasChosen) change({ portfolio: undefined });
      notifications.show({
        autoClose: undoMs,
        withBorder: true,
        title: `“${portfolio.name}” is deleted`,
        message: (
          <Button variant="default" mt={6} onClick={() => void undo(portfolio, wasChosen)}>
            Undo
          </Button>
        ),
      });
    } catch (error) {
      showFailure('The portfolio could not be deleted', error);
    }
  };
}

export function showFailure(title: string, error: unknown): void {
  const { detail, requestId } = problemOf(error);
  notifications.show({
    color: 'red',
    withBorder: true,
    autoClose: false,
    title,
    message: requestId ? `${detail} Request ${requestId}` : detail,
  });
}
