/** Assets and their price coverage. */
import { z } from 'zod';
import {
  assetClass,
  assetSymbol,
  currencyCode,
  identifier,
  isoDate,
  plainText,
  plainTextExpected,
} from './primitives.ts';
import { figi, isin } from './security-identifiers.ts';
import { labelKey } from './targets.ts';

/** An interior run of dates on which the other assets have a price and this one has none. */
export const priceGap = z.object({ from: isoDate, to: isoDate, missingCount: z.int() });

const shortText = z
  .string()
  .trim()
  .min(1, 'expected at least one character')
  .max(120, 'expected at most 120 characters')
  .regex(plainText, plainTextExpected);

/** Words of the owner: key to value, such as strategy to income. */
export const assetLabels = z
  .record(labelKey, shortText)
  .refine((labels) => Object.keys(labels).length <= 20, 'expected at most 20 labels');

export const asset = z.strictObject({
  id: identifier,
  symbol: assetSymbol,
  name: z.string(),
  assetClass,
  sector: z.string().nullable(),
  country: z.string().nullable(),
  currency: currencyCode,
  isin: z.string().nullable(),
  figi: z.string().nullable(),
  labels: z.record(z.string(), z.string()).describe("The owner's own labels"),
  source: z
    .enum(['simulated', 'imported', 'provider'])
    .describe('Where the prices come from; simulated ones are not real markets'),
  prices: z.strictObject({
    count: z.int(),
    firstDate: isoDate.nullable(),
    lastDate: isoDate.nullable(),
    lastClose: z.string().nullable().describe('Last close in the asset currency'),
    gaps: z.array(priceGap),
  }),
});
export type Asset = z.infer<typeof asset>;

/** What its owner may say of an asset; what is left out stays as it is, and `labels` are replaced as a whole. */
export const assetUpdate = z
  .strictObject({
    name: shortText.optional(),
    assetClass: assetClass.optional(),
    sector: shortText.nullable().optional(),
    country: shortText.nullable().optional(),
    isin: isin.nullable().optional(),
    figi: figi.nullable().optional(),
    labels: assetLabels.optional(),
  })
  .refine((update) => Object.keys(update).length > 0, 'expected at least one field to change');
export type AssetUpdate = z.infer<typeof assetUpdate>;

export const assetList = z.strictObject({ items: z.array(asset) });

/** What becomes of deleted portfolios that use the asset and could still be brought back. */
export const deleteAssetQuery = z.strictObject({
  deletedPortfolios: z
    .enum(['keep', 'purge'])
    .default('keep')
    .describe('`keep` refuses while one of them uses the asset; `purge` takes them away for good'),
});

export const priceSeriesQuery = z.strictObject({ from: isoDate.optional(), to: isoDate.optional() });
export const priceSeries = z.strictObject({
  assetId: identifier,
  symbol: assetSymbol,
  currency: currencyCode,
  dates: z.array(isoDate),
  closes: z.array(z.string()).describe('Closing prices as decimals, in the asset currency'),
});
export type PriceSeries = z.infer<typeof priceSeries>;
