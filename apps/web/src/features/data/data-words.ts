/** What the state of the prices is called. */
import type {
  Asset,
  DataQuality,
  MarketDataSearchResult,
  PriceOverride,
  ProviderListItem,
  ProviderRefusal,
} from '@riskoptimizer/contracts';
import { count, dateMedium, missing, plural } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';

export type DataRow = DataQuality['items'][number];
/** What a search found. */
export type Hit = MarketDataSearchResult['items'][number];
export type DoubtKind = keyof DataRow['doubts'];
export const dataStates = ['fresh', 'stale', 'doubtful'] as const;
export type DataState = (typeof dataStates)[number];
/** With what the asset itself knows of its prices; null as long as that has not been read. */
export type CoveredRow = DataRow & { readonly prices: Asset['prices'] | null };

export function withCoverage(rows: readonly DataRow[], assets: readonly Asset[]): CoveredRow[] {
  const pricesOf = new Map(assets.map(({ id, prices }) => [id, prices]));
  return rows.map((row) => ({ ...row, prices: pricesOf.get(row.assetId) ?? null }));
}

/** `2 Jan 2018 to 30 Oct 2026, 2,304 closes, 2 gaps within`. */
export function coverageText({ prices }: Pick<CoveredRow, 'prices'>): string {
  if (prices === null || prices.firstDate === null || prices.lastDate === null) return missing;
  const gaps = prices.gaps.length === 0 ? 'no gap within' : `${plural(prices.gaps.length, 'gap')} within`;
  return `${dateMedium(prices.firstDate)} to ${dateMedium(prices.lastDate)}, ${plural(prices.count, 'close')}, ${gaps}`;
}

const doubtNames: Readonly<Record<DoubtKind, string>> = {
  stale: 'stale',
  gap: 'gap',
  'looks-like-split': 'looks like a split',
  outlier: 'outlier',
  unchanged: 'unchanged',
  'mixed-adjustment': 'raw and adjusted mixed',
  quarantined: 'in quarantine',
};

export function doubtName(kind: DoubtKind): string {
  return doubtNames[kind];
}

/** An asset without any price is stale: there is nothing that could be fresh. */
export function dataState({ doubts, lastDate }: Pick<DataRow, 'doubts' | 'lastDate'>): DataState {
  if (lastDate === null || (doubts.stale ?? 0) > 0) return 'stale';
  return Object.values(doubts).some((found) => found > 0) ? 'doubtful' : 'fresh';
}

/** `2 × gap, 1 × outlier`; staleness is told by the state itself. */
export function doubtsText(doubts: DataRow['doubts']): string {
  return (Object.keys(doubtNames) as DoubtKind[])
    .filter((kind) => kind !== 'stale' && (doubts[kind] ?? 0) > 0)
    .map((kind) => `${count(doubts[kind])} × ${doubtName(kind)}`)
    .join(', ');
}

export function failureText(failure: NonNullable<DataRow['feed']>['failure']): string {
  if (failure === null) return '';
  return failure.until === null ? failure.message : `${failure.message} Until ${instant(failure.until)}.`;
}

export function refusalText({ provider, message, until }: Pick<ProviderRefusal, 'provider' | 'message' | 'until'>) {
  return `${provider} gave no answer: ${message}${until === null ? '' : ` Until ${instant(until)}.`}`;
}

export function dataVerdict(rows: readonly DataRow[]): string {
  const counted = (state: DataState) => rows.filter((row) => dataState(row) === state).length;
  const failed = rows.filter(({ feed }) => feed !== null && feed.failure !== null).length;
  const failures = failed === 0 ? '' : ` The last fetch of ${plural(failed, 'asset')} failed.`;
  if (rows.length === 0) return 'There are no prices to look at yet.';
  const all = plural(rows.length, 'asset');
  const unwell = (['stale', 'doubtful'] as const)
    .filter((state) => counted(state) > 0)
    .map((state) => `${count(counted(state))} ${counted(state) === 1 ? 'is' : 'are'} ${state}`)
    .join(' and ');
  return `Of ${all}, ${unwell === '' ? 'all have fresh prices without a doubt' : unwell}.${failures}`;
}

type Provider = ProviderListItem;

export function capabilitiesText(provider: Provider): string {
  const told: readonly (readonly [boolean, string])[] = [
    [provider.search, 'search'],
    [provider.history, 'history'],
    [provider.quote, 'quotes'],
    [provider.fxRates, 'exchange rates'],
    [provider.riskFreeRates, 'rates of interest'],
  ];
  return told
    .filter(([has]) => has)
    .map(([, name]) => name)
    .join(', ');
}

export function canBeAsked({ enabled, keyNeed, keyFrom }: Pick<Provider, 'enabled' | 'keyNeed' | 'keyFrom'>): boolean {
  return enabled && (keyNeed === 'none' || keyFrom !== null);
}

export function askedText(provider: Provider): string {
  if (provider.isForbidden) return 'switched off on this server';
  if (!provider.enabled) return 'no';
  return canBeAsked(provider) ? 'yes' : 'needs a key';
}

export function keyText({ keyNeed, keyFrom }: Pick<Provider, 'keyNeed' | 'keyFrom'>): string {
  if (keyNeed === 'none') return 'needs none';
  return keyFrom === null ? 'missing' : keyFrom === 'user' ? 'yours' : 'of the server';
}

export function stateText({ state, ...provider }: Provider): string {
  if (!canBeAsked(provider)) return '';
  const left = state.creditsLeftToday === null ? '' : `, ${plural(state.creditsLeftToday, 'request')} left today`;
  return state.until === null
    ? `ready${left}`
    : `${state.reason ?? 'left alone'}; asked again from ${instant(state.until)}`;
}

export const overrideNames: Readonly<Record<PriceOverride['kind'], string>> = {
  exclude: 'leave it out',
  set: 'it was another',
  accept: 'it is right',
};

export function overrideName(kind: PriceOverride['kind']): string {
  return { exclude: 'left out', set: 'set', accept: 'accepted' }[kind];
}
