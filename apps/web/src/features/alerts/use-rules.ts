import type { AlertRule } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { useLiveTopic } from '../../platform/live.ts';
import { api, store } from '../../platform/store.ts';
import type { Currencies } from './measures.ts';

/** The stream tells of limits and alerts at once; a rule that is neither is asked for. */
const restingMs = 20_000;
/** A rule that was just made or changed is measured within a moment. */
const waitingMs = 1500;

const limitsChanged = () => void store.dispatch(api.util.invalidateTags(['AlertRule']));

export interface RulesAnswer {
  readonly rules: readonly AlertRule[] | undefined;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The rules of a portfolio with what was measured last, kept up to date. */
export function useRules(portfolioId: string): RulesAnswer {
  useLiveTopic(`limits:${portfolioId}`, limitsChanged);
  const known = api.endpoints.listAlertRules.useQueryState({ portfolioId }).currentData;
  const isWaiting = known?.items.some(({ state, enabled }) => enabled && state === 'waiting') ?? false;
  const { currentData, error, refetch } = api.useListAlertRulesQuery(
    { portfolioId },
    { pollingInterval: isWaiting ? waitingMs : restingMs, refetchOnMountOrArgChange: true },
  );
  return { rules: currentData?.items, error: currentData ? undefined : error, retry: () => void refetch() };
}

export interface AlertAsset {
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
  readonly currency: string;
}

export interface AlertAssets {
  readonly assets: readonly AlertAsset[];
  readonly symbolOf: ReadonlyMap<string, string>;
  readonly currencies: Currencies;
}

/** What rules can be about, and what amounts are counted in. */
export function useAlertAssets(baseCurrency: string): AlertAssets {
  const { data } = api.useListAssetsQuery();
  return useMemo(() => {
    const assets = (data?.items ?? [])
      .map(({ id, symbol, name, currency }) => ({ assetId: id, symbol, name, currency }))
      .sort((a, b) => a.symbol.localeCompare(b.symbol, 'en', { numeric: true }));
    return {
      assets,
      symbolOf: new Map(assets.map(({ assetId, symbol }) => [assetId, symbol])),
      currencies: { base: baseCurrency, ofAsset: new Map(assets.map((asset) => [asset.assetId, asset.currency])) },
    };
  }, [data, baseCurrency]);
}
