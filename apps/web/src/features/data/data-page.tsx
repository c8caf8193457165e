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
import { FilterBar } from './filter-bar.tsx';
import { FindPanel } from './find-panel.tsx';
import { ProviderDrawer } from './provider-drawer.tsx';
import { ProvidersPanel } from './providers-panel.tsx';
import { RefreshAll } from './refresh-all.tsx';
import { RiskFreeRatesPanel } from './risk-free-rates-panel.tsx';
import { useRows } from './use-rows.ts';

/** Where prices come from, how old they are, and what is not believed about them. */
export function DataPage() {
  const { search, change } = useParameters();
  const { all, shown, state, source, error, retry } = useRows(search);
  const mayRefresh = useMay('asset:change');
  const mayRun = useMay('calculation:run');
  const account = useAccount();
  // The demo is everybody: it has no keys.
  const mayDecide = mayRefresh && account?.isDemo === false;
  const { currentData: providers, error: providersError, refetch: readProviders } = api.useListProvidersQuery();
  const onOpenProvider = useCallback((provider: string) => change({ provider }), [change]);
  const onOpen = useCallback((assetId: string) => change({ asset: assetId }), [change]);
  const open = all?.find(({ assetId }) => assetId === search.get('asset'));
  const sources = [...new Set(all?.map((row) => row.source))];
  return (
    <>
      <PageHeader title="Data" />
      {all && <Verdict>{dataVerdict(all)}</Verdict>}
      {mayRefresh && mayRun && all?.some(({ source: from }) => from !== 'simulated') && <RefreshAll />}
      {mayRefresh && <FindPanel onOpen={onOpen} />}
      {all && shown ? (
        all.length > 0 ? (
          <>
            <FilterBar state={state} source={source} sources={sources} onChange={change} />
            {shown.length > 0 ? (
              <AssetsTable rows={shown} onOpen={onOpen} />
            ) : (
              <EmptyState title="No asset is like this">Choose another state or source to see more.</EmptyState>
            )}
          </>
        ) : (
          <EmptyState title="There are no assets yet">
            Import a file of prices, or follow an asset of a provider above. Its age and doubts are then shown here.
          </EmptyState>
        )
      ) : error ? (
        <ErrorState error={error} title="The state of the data could not be read" onRetry={retry} />
      ) : (
        <LoadingState label="The data are being examined" figures={0} charts={1} />
      )}
      <div className={classes.panels}>
        <ExchangeRatesPanel mayRefresh={mayRefresh} />
        <RiskFreeRatesPanel mayRefresh={mayRefresh} />
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
