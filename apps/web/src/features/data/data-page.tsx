import { useCallback } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { api } from '../../platform/store.ts';
import { useMay } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { AssetDrawer } from './asset-drawer.tsx';
import { AssetsTable } from './assets-table.tsx';
import { dataVerdict } from './data-words.ts';
import { ProvidersPanel } from './providers-panel.tsx';
import { RefreshAll } from './refresh-all.tsx';

/** Where prices come from, how old they are, and what is not believed about them. */
export function DataPage() {
  const { search, change } = useParameters();
  const { currentData: data, error, refetch } = api.useGetDataQualityQuery();
  const mayRefresh = useMay('asset:change');
  const mayRun = useMay('calculation:run');
  const onOpen = useCallback((assetId: string) => change({ asset: assetId }), [change]);
  const open = data?.items.find(({ assetId }) => assetId === search.get('asset'));
  return (
    <>
      <PageHeader title="Data" />
      {data && data.items.length > 0 && <Verdict>{dataVerdict(data.items)}</Verdict>}
      {data && mayRefresh && mayRun && data.items.some(({ feed }) => feed !== null) && <RefreshAll />}
      {data ? (
        data.items.length > 0 ? (
          <AssetsTable rows={data.items} onOpen={onOpen} />
        ) : (
          <EmptyState title="There are no assets yet">
            Import a file of prices, or follow an asset of a provider through the API. Its age and doubts are then shown
            here.
          </EmptyState>
        )
      ) : error ? (
        <ErrorState error={error} title="The state of the data could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The data are being examined" figures={0} charts={1} />
      )}
      <ProvidersPanel />
      <AssetDrawer row={open} mayRefresh={mayRefresh} onClose={() => change({ asset: undefined })} />
    </>
  );
}
