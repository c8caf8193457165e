/** Market data of providers: what they know, what is fetched from them, and what is doubtful about it. */
import { z } from 'zod';
import { asset } from './assets.ts';
import {
  assetClass,
  assetSymbol,
  currencyCode,
  freeText,
  freeTextExpected,
  identifier,
  isoDate,
  isoInstant,
} from './primitives.ts';
import { positiveDecimal } from './transactions.ts';

export const providerName = z
  .enum([
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
  ])
  .describe('Who provides market data');

const failureKind = z.enum([
  'not-found',
  'plan-excludes',
  'rate-limited',
  'quota-used',
  'unavailable',
  'answer-invalid',
  'unauthorised',
  'unsupported',
]);

export const providerRefusal = z.strictObject({
  provider: providerName,
  kind: failureKind,
  message: z.string(),
  until: isoInstant.nullable().describe('From when asking again makes sense'),
});
export type ProviderRefusal = z.infer<typeof providerRefusal>;

export const marketDataSearchQuery = z.strictObject({
  text: assetSymbol.describe('Symbol, name or ISIN'),
  provider: providerName.optional().describe('Only this one is asked'),
});
export type MarketDataSearchQuery = z.infer<typeof marketDataSearchQuery>;

export const marketDataSearchResult = z.strictObject({
  items: z.array(
    z.strictObject({
      provider: providerName,
      symbol: z.string().describe('As the provider calls it'),
      name: z.string(),
      exchange: z.string().nullable(),
      currency: z.string().nullable(),
    }),
  ),
  refused: z.array(providerRefusal).describe('Who gave no answer, and why'),
});
export type MarketDataSearchResult = z.infer<typeof marketDataSearchResult>;

const priceSource = z.strictObject({
  provider: providerName,
  providerSymbol: assetSymbol.describe('As the provider calls it'),
});

const alternatives = z
  .array(priceSource)
  .max(5)
  .describe(
    'Asked in this order when the provider gives no answer; you say that they are the same instrument in the same currency',
  );

export const assetFeedInput = priceSource.extend({ alternatives: alternatives.default([]) });
export type AssetFeedInput = z.infer<typeof assetFeedInput>;

export const followAssetRequest = z.strictObject({
  ...assetFeedInput.shape,
  symbol: assetSymbol.optional().describe('Your own symbol for it; that of the provider when left out'),
  name: assetSymbol.optional(),
  assetClass: assetClass.default('other'),
  currency: currencyCode.describe('An answer in another currency is refused'),
});
export type FollowAssetRequest = z.infer<typeof followAssetRequest>;

export const assetFeed = z.strictObject({
  provider: providerName,
  providerSymbol: z.string(),
  alternatives,
  closes: z.enum(['raw', 'split-adjusted']).nullable().describe('Null as long as nothing was fetched'),
  lastSuccessAt: isoInstant.nullable(),
  failure: z
    .strictObject({ kind: failureKind, message: z.string(), at: isoInstant, until: isoInstant.nullable() })
    .nullable()
    .describe('Why the last attempt gave nothing; the last good prices stay'),
});
export type AssetFeed = z.infer<typeof assetFeed>;

export const assetRefresh = z.strictObject({
  asset,
  feed: assetFeed,
  storedCount: z.int().describe('Days that were stored, those that replaced others included'),
  quarantinedCount: z.int().describe('Days that were not believed'),
});
export type AssetRefresh = z.infer<typeof assetRefresh>;

export const refreshPricesJobInput = z.strictObject({
  assetIds: z.array(identifier).min(1).max(2000).optional().describe('All assets with a provider when left out'),
});
export type RefreshPricesJobInput = z.infer<typeof refreshPricesJobInput>;

const doubtKind = z.enum([
  'stale',
  'gap',
  'looks-like-split',
  'outlier',
  'unchanged',
  'mixed-adjustment',
  'quarantined',
]);

const examined = {
  assetId: identifier,
  symbol: assetSymbol,
  name: z.string(),
  source: asset.shape.source,
  currency: currencyCode,
  feed: assetFeed.nullable().describe('Null for an asset whose prices no provider brings'),
  priceCount: z.int(),
  firstDate: isoDate.nullable(),
  lastDate: isoDate.nullable(),
  ageDays: z.int().nullable().describe('Days since the last price; null without one'),
};

const overrideReason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(freeText, freeTextExpected)
  .describe('Why; shown beside the price from now on');

export const priceOverrideInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept'), reason: overrideReason }).describe('The doubtful price is right'),
  z.strictObject({ kind: z.literal('exclude'), reason: overrideReason }).describe('The price does not count: a gap'),
  z
    .strictObject({ kind: z.literal('set'), close: positiveDecimal, reason: overrideReason })
    .describe('It was another one'),
]);
export type PriceOverrideInput = z.infer<typeof priceOverrideInput>;

export const priceOverride = z.strictObject({
  date: isoDate,
  kind: z.enum(['accept', 'exclude', 'set']),
  close: z.string().nullable().describe('The close that counts; null when the day is left out'),
  formerClose: z.string().nullable().describe('What stood there before; null where there was no price'),
  reason: z.string(),
  createdAt: isoInstant,
});
export type PriceOverride = z.infer<typeof priceOverride>;

export const priceOverrideList = z.strictObject({ items: z.array(priceOverride).describe('Dates ascend') });
export type PriceOverrideList = z.infer<typeof priceOverrideList>;

export const assetQuality = z.strictObject({
  ...examined,
  doubts: z.array(
    z.strictObject({
      kind: doubtKind,
      from: z.string().nullable(),
      to: z.string().nullable(),
      detail: z.string(),
    }),
  ),
});
export type AssetQuality = z.infer<typeof assetQuality>;

export const dataQuality = z.strictObject({
  items: z.array(
    z.strictObject({
      ...examined,
      doubts: z.partialRecord(doubtKind, z.int()).describe('How many of each kind; a kind without any is not there'),
    }),
  ),
});
export type DataQuality = z.infer<typeof dataQuality>;

/** What a user, or the server, may decide about a provider. */
export const providerSettingInput = z.strictObject({
  enabled: z.boolean().optional(),
  position: z.int().min(1).max(99).nullable().optional().describe('Lower is asked earlier; null keeps the usual order'),
  key: z
    .string()
    .regex(/^[\x21-\x7e]{4,256}$/)
    .nullable()
    .optional()
    .describe(
      'As the provider gave it: 4 to 256 characters without spaces. It is sealed and never shown again; null takes it away',
    ),
});
export type ProviderSettingInput = z.infer<typeof providerSettingInput>;

const keyNeed = z.enum(['none', 'required']);

export const providerListItem = z.strictObject({
  name: providerName,
  search: z.boolean(),
  history: z.boolean(),
  quote: z.boolean(),
  fxRates: z.boolean(),
  riskFreeRates: z.boolean(),
  keyNeed,
  attribution: z.string().nullable().describe('Must be shown where its data are shown'),
  enabled: z.boolean(),
  isForbidden: z.boolean().describe('Switched off for everybody on this server'),
  position: z.int().nullable(),
  keyFrom: z.enum(['user', 'server']).nullable().describe('Whose key is used; null when there is none'),
  state: z
    .strictObject({
      until: isoInstant.nullable().describe('From when it is asked again; null when it may be asked now'),
      reason: z.string().nullable(),
      creditsLeftToday: z.int().nullable().describe('Null without a limit by the day'),
    })
    .describe('As far as the process that answers knows'),
});
export type ProviderListItem = z.infer<typeof providerListItem>;

export const providerList = z.strictObject({
  items: z.array(providerListItem).describe('In the order in which they are asked'),
});
export type ProviderList = z.infer<typeof providerList>;

export const serverProvider = z.strictObject({
  name: providerName,
  keyNeed,
  enabled: z.boolean(),
  position: z.int().nullable(),
  hasKey: z.boolean(),
});
export type ServerProvider = z.infer<typeof serverProvider>;

export const serverProviderList = z.strictObject({ items: z.array(serverProvider) });
export type ServerProviderList = z.infer<typeof serverProviderList>;

const pair = { base: currencyCode, quote: currencyCode };

export const exchangeRateStatus = z.strictObject({
  items: z
    .array(
      z.strictObject({
        ...pair,
        firstDate: isoDate,
        lastDate: isoDate,
        ageDays: z.int().describe('Days since the last rate'),
        count: z.int(),
        provider: z.string().describe('Of the last rate'),
        fetchedAt: isoInstant,
      }),
    )
    .describe('One unit of `base` costs the rate in units of `quote`'),
  missing: z.array(currencyCode).describe('Currencies that are needed and have no fetched rate yet'),
});
export type ExchangeRateStatus = z.infer<typeof exchangeRateStatus>;

export const exchangeRateRefreshRequest = z.strictObject({
  currencies: z
    .array(currencyCode)
    .max(40)
    .optional()
    .describe(
      'Besides those that assets, ledgers and portfolios need: such as the currency of a portfolio that is yet to be made',
    ),
});
export type ExchangeRateRefreshRequest = z.infer<typeof exchangeRateRefreshRequest>;

export const exchangeRateRefresh = z.strictObject({
  items: z.array(
    z.strictObject({
      ...pair,
      provider: providerName.nullable().describe('Who answered; null when nobody did'),
      storedCount: z.int().describe('Days that are new or other than before'),
      quarantinedCount: z.int().describe('Days that were not believed'),
      refused: z.array(providerRefusal).describe('Who was asked before and gave no answer, and why'),
    }),
  ),
});
export type ExchangeRateRefresh = z.infer<typeof exchangeRateRefresh>;

const riskFreeSeries = {
  currency: currencyCode,
  series: z
    .string()
    .describe('As the provider calls it: DGS3MO is the three-month Treasury, ESTR the euro short-term rate'),
};

export const riskFreeRateStatus = z.strictObject({
  items: z.array(
    z.strictObject({
      ...riskFreeSeries,
      rate: z.number().describe('Annual, as a fraction, on the last date; 0.0425 is 4.25 %'),
      firstDate: isoDate,
      lastDate: isoDate,
      ageDays: z.int().describe('Days since the last rate'),
      count: z.int(),
      provider: z.string().describe('Of the last rate'),
      fetchedAt: isoInstant,
    }),
  ),
  missing: z
    .array(z.strictObject({ ...riskFreeSeries, provider: providerName.describe('Who publishes it') }))
    .describe('Of currencies that are in use, and have no rate yet'),
});
export type RiskFreeRateStatus = z.infer<typeof riskFreeRateStatus>;

export const riskFreeRateRefresh = z.strictObject({
  items: z.array(
    z.strictObject({
      ...riskFreeSeries,
      source: providerName.describe('Who publishes the series'),
      provider: providerName.nullable().describe('Who answered; null when nobody did'),
      storedCount: z.int().describe('Days that are new or other than before'),
      quarantinedCount: z.int().describe('Days that were not believed'),
      refused: z
        .array(providerRefusal)
        .describe('Why there was no answer; empty when the provider is switched off or has no key'),
    }),
  ),
});
export type RiskFreeRateRefresh = z.infer<typeof riskFreeRateRefresh>;
