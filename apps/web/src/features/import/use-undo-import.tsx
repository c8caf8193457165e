import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { PriceImportResult } from '@riskoptimizer/contracts';
import { useNavigate } from 'react-router';
import { plural } from '../../platform/format.ts';
import { problemOf } from '../../platform/problem.ts';
import { api, client } from '../../platform/store.ts';

/** Long enough to look at the new page and see that it was the wrong file. */
const undoMs = 20_000;

/** Says that a file is imported, and takes its portfolio and its new assets away again when asked to. */
export function useUndoImport(): (result: PriceImportResult) => void {
  const [deletePortfolio] = api.useDeletePortfolioMutation();
  const [deleteAsset] = api.useDeleteAssetMutation();
  const navigate = useNavigate();

  async function undo({ portfolioId, ...result }: PriceImportResult) {
    notifications.clean();
    try {
      await navigate('/import');
      if (portfolioId !== null) {
        // Read without a subscription: the cache must not ask for it again once it is gone.
        const { version } = await client.getPortfolio({ portfolioId });
        await deletePortfolio({ portfolioId, version }).unwrap();
      }
      for (const assetId of newAssetIds(result)) await deleteAsset({ assetId, deletedPortfolios: 'purge' }).unwrap();
      notifications.show({
        withBorder: true,
        message: 'The import is undone: its portfolio and its new assets are gone.',
      });
    } catch (error) {
      const { detail } = problemOf(error);
      notifications.show({
        withBorder: true,
        autoClose: false,
        title: 'Not everything could be undone',
        message: detail,
      });
    }
  }

  return (result) => {
    const earlier = result.import.assets.some(({ change }) => change !== 'new');
    notifications.show({
      autoClose: undoMs,
      withBorder: true,
      title: `${plural(result.priceCount, 'price')} of ${plural(result.assetIds.length, 'asset')} imported`,
      message: (
        <>
          {earlier && 'Prices that were added to earlier assets stay. '}
          <Button variant="default" mt={6} onClick={() => void undo(result)}>
            Undo
          </Button>
        </>
      ),
    });
  };
}

/** Assets that this import made; those that were there before keep their other portfolios. */
function newAssetIds({ import: { assets }, assetIds }: Pick<PriceImportResult, 'import' | 'assetIds'>): string[] {
  return assetIds.filter((_, index) => assets[index]?.change === 'new');
}
