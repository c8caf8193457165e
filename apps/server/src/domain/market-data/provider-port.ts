/** What the product asks of whoever provides market data, and how the answers look: data with provenance, or a failure with its reason. */

export const providerNames = [
  'simulated',
  'csv',
  'ecb',
  'frankfurter',
  'binance',
  'coinbase',
  'tiingo',
  'twelve-data',
  'eodhd',
  'massive',
  'alpha-vantage',
  'finnhub',
  'coingecko',
  'fred',
  'yahoo',
] as const;
export type ProviderName = (typeof providerNames)[number];

/** Why there is no answer. `until` is the moment from which asking again makes sense. */
export type ProviderFailure =
  /** The provider knows no such symbol. */
  | { readonly kind: 'not-found'; readonly message: string }
  /** It knows the symbol and does not give it to this plan. */
  | { readonly kind: 'plan-excludes'; readonly message: string }
  /** Too many requests at this moment. */
  | { readonly kind: 'rate-limited'; readonly message: string; readonly until: string }
  /** The requests of the day or month are used up. */
  | { readonly kind: 'quota-used'; readonly message: string; readonly until: string }
  /** It does not answer, or was left alone for a while because it did not. */
  | { readonly kind: 'unavailable'; readonly message: string; readonly until: string | null }
  /** It answered with something that cannot be believed; nothing of it is used. */
  | {
      readonly kind: 'answer-invalid';
      readonly message: string;
      readonly quarantined: readonly QuarantinedPoint[];
    }
  /** The key is missing or wrong. */
  | { readonly kind: 'unauthorised'; readonly message: string }
  /** It does not offer this, or not for such a symbol. */
  | { readonly kind: 'unsupported'; readonly message: string };

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: ProviderFailure };

export interface Provenance {
  readonly provider: ProviderName;
  /** As the provider calls it. */
  readonly providerSymbol: string;
  readonly fetchedAt: string;
  /** ISO 4217, never a minor unit: GBp has become GBP. */
  readonly currency: string;
  /** What the closes are: as they were traded, or divided by later splits. */
  readonly closes: 'raw' | 'split-adjusted';
}

export interface PricePoint {
  readonly date: string;
  /** Decimal, greater than zero. */
  readonly close: string;
  /** Adjusted for splits and dividends, where the provider has it. */
  readonly adjustedClose: string | null;
}

export type QuarantineReason =
  | 'date-invalid'
  | 'date-in-future'
  | 'duplicate-day'
  | 'price-invalid'
  | 'field-missing'
  /** Further from the point before than is plausible within that time. */
  | 'jump'
  /** A hundred times as much or as little: pence for pounds. */
  | 'unit-shift'
  /** The ratio of a split, and no split is known. */
  | 'looks-like-split'
  /** A split is known, and closes that should have been divided by it were not, or the other way round. */
  | 'split-mismatch';

/** A point that is kept apart and never used. */
export interface QuarantinedPoint {
  /** As far as it could be read. */
  readonly date: string | null;
  /** As it came, shortened. */
  readonly value: string;
  readonly reason: QuarantineReason;
}

/** Days without a price, and why. Nothing is filled in. */
export interface DataGap {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export interface Split {
  /** The first day of trading at the new count. */
  readonly date: string;
  /** New shares for one old share: "4" for four for one, "0.1" for one for ten. */
  readonly ratio: string;
}

export interface Dividend {
  readonly date: string;
  readonly amount: string;
  readonly currency: string;
}

export interface CorporateActions {
  readonly splits: readonly Split[];
  readonly dividends: readonly Dividend[];
}

export interface PriceHistory {
  /** Dates ascend, one point a day. */
  readonly points: readonly PricePoint[];
  readonly gaps: readonly DataGap[];
  readonly quarantined: readonly QuarantinedPoint[];
  /** Those that came with the prices. */
  readonly actions: CorporateActions;
  readonly provenance: Provenance;
}

export interface HistoryRequest {
  readonly symbol: string;
  readonly from: string;
  readonly to: string;
  /** The currency of the asset. An answer in another one is refused. */
  readonly currency?: string;
  /** A close that is stored already, from before `from`: the answer must join on to it. */
  readonly lastKnown?: { readonly date: string; readonly close: string };
  /** Splits that are known already. */
  readonly splits?: readonly Split[];
}

export interface Quote {
  readonly price: string;
  readonly at: string;
  readonly previousClose: string | null;
  readonly provenance: Provenance;
}

export interface RatePoint {
  readonly date: string;
  readonly rate: string;
}

/** One unit of `base` costs `rate` units of `quote`. */
export interface FxSeries {
  readonly quote: string;
  readonly points: readonly RatePoint[];
  readonly gaps: readonly DataGap[];
  readonly quarantined: readonly QuarantinedPoint[];
}

export interface FxHistory {
  readonly base: string;
  readonly series: readonly FxSeries[];
  readonly provenance: Provenance;
}

export interface FxRequest {
  readonly base: string;
  readonly quotes: readonly string[];
  readonly from: string;
  readonly to: string;
}

export interface RiskFreeHistory {
  /** Annual rates as fractions: "0.0425" is 4.25 %. They may be zero or negative. */
  readonly points: readonly RatePoint[];
  readonly gaps: readonly DataGap[];
  readonly quarantined: readonly QuarantinedPoint[];
  readonly provenance: Provenance;
}

export interface RiskFreeRequest {
  /** As the provider calls it: DGS3MO, ESTR. */
  readonly series: string;
  readonly from: string;
  readonly to: string;
}

export interface SearchHit {
  readonly symbol: string;
  readonly name: string;
  readonly exchange: string | null;
  readonly currency: string | null;
}

/** A price of this moment. Within one stream those of a symbol never go back in time. */
export interface StreamedQuote {
  readonly symbol: string;
  readonly price: string;
  /** ISO 4217, never a minor unit: GBp has become GBP. */
  readonly currency: string;
  readonly at: string;
}

export type StreamState = 'connecting' | 'open' | 'waiting' | 'closed';

export interface StreamListener {
  quote(quote: StreamedQuote): void;
  /** `waiting` until the next attempt; prices may have been missed when it is `open` again. */
  state(state: StreamState, detail: string): void;
}

export interface ProviderStream {
  close(): void;
}

export interface ProviderCapabilities {
  readonly search: boolean;
  readonly history: boolean;
  readonly quote: boolean;
  readonly fxRates: boolean;
  readonly corporateActions: boolean;
  readonly riskFreeRates: boolean;
  readonly stream: boolean;
  readonly key: 'none' | 'required';
  /** Trades on every day of the week. */
  readonly everyDay: boolean;
  /** What must be shown where its data are shown. */
  readonly attribution: string | null;
}

export interface MarketDataProvider {
  readonly name: ProviderName;
  readonly capabilities: ProviderCapabilities;
  search(text: string, signal?: AbortSignal): Promise<Answer<readonly SearchHit[]>>;
  history(request: HistoryRequest, signal?: AbortSignal): Promise<Answer<PriceHistory>>;
  quote(symbol: string, signal?: AbortSignal): Promise<Answer<Quote>>;
  fxRates(request: FxRequest, signal?: AbortSignal): Promise<Answer<FxHistory>>;
  corporateActions(
    request: Pick<HistoryRequest, 'symbol' | 'from' | 'to' | 'currency'>,
    signal?: AbortSignal,
  ): Promise<Answer<CorporateActions>>;
  riskFreeRates(request: RiskFreeRequest, signal?: AbortSignal): Promise<Answer<RiskFreeHistory>>;
  stream(symbols: readonly string[], listener: StreamListener): Answer<ProviderStream>;
}
