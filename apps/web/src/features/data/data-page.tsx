import { useCallback } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { api } from '../../platform/store.ts';
import { useAccount, useMay } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { AssetDrawer } from './asset-drawer.tsx';
import { AssetsTable } from './assets-table.tsx';
import classes from './data.module.css';
import { dataVerdict } from './data-words.ts';
import { ExchangeRatesPanel } from './exchange-rates-panel.tsx';
import { FollowPanel } from './follow-panel.tsx';
import { ProviderDrawer } from './provider-drawer.tsx';
import { ProvidersPanel } from './providers-panel.tsx';
import { RefreshAll } from './refresh-all.tsx';

/** Where prices come from, how old they are, and what is not believed about them. */
export function DataPage() {
  const { search, change } = useParameters();
  const { currentData: data, error, refetch } = api.useGetDataQualityQuery();
  const mayRefresh = useMay('asset:change');
  const mayRun = useMay('calculation:run');
  const account = useAccount();
  const mayDecide = mayRefresh && account?.isDemo === false;
  const { currentData: providers, error: providersError, refetch: readProviders } = api.useListProvidersQuery();
  const onOpenProvider = useCallback((provider: string) => change({ provider }), [change]);
  const onOpen = useCallback((assetId: string) => change({ asset: assetId }), [change]);
  const open = data?.items.find(({ assetId }) => assetId === search.get('asset'));
  return (
    <>
      <PageHeader title="Data" />
      {data && data.items.length > 0 && <Verdict>{dataVerdict(data.items)}</Verdict>}
      {data && mayRefresh && mayRun && data.items.some(({ source }) => source !== 'simulated') && <RefreshAll />}
      {data ? (
        data.items.length > 0 ? (
          <AssetsTable rows={data.items} onOpen={onOpen} />
        ) : (
          <EmptyState title="There are no assets yet">
            Import a file of prices, or follow an asset of a provider below. Its age and doubts are then shown here.
          </EmptyState>
        )
      ) : error ? (
        <ErrorState error={error} title="The state of the data could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The data are being examined" figures={0} charts={1} />
      )}
      <div className={classes.panels}>
        {providers && mayRefresh && <FollowPanel providers={providers.items} />}
        <ExchangeRatesPanel mayRefresh={mayRefresh} />
        {providers && <ProvidersPanel providers={providers.items} onOpen={mayDecide ? onOpenProvider : null} />}
        {providersError && (
          <ErrorState
            error={providersError}
            title="The providers could not be read"
            onRetry={() => void readProviders()}
          />
        )}
      </div>
      <ProviderDrawer
        provider={mayDecide ? providers?.items.find(({ name }) => name === search.get('provider')) : undefined}
        onClose={() => change({ provider: undefined })}
      />
      <AssetDrawer row={open} mayRefresh={mayRefresh} onClose={() => change({ asset: undefined })} />
    </>
  );
}
