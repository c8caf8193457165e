/** Assets and their price coverage. */
import { z } from 'zod';
import { assetClass, assetSymbol, currencyCode, identifier, isoDate } from './primitives.ts';

/** An interior run of dates on which the other assets have a price and this one has none. */
export const priceGap = z.object({ from: isoDate, to: isoDate, missingCount: z.int() });

export const asset = z.strictObject({
  id: identifier,
  symbol: assetSymbol,
  name: z.string(),
  assetClass,
  sector: z.string().nullable(),
  country: z.string().nullable(),
  currency: currencyCode,
  source: z.enum(['simulated', 'imported']).describe('Where the prices come from; simulated ones are not real markets'),
  prices: z.strictObject({
    count: z.int(),
    firstDate: isoDate.nullable(),
    lastDate: isoDate.nullable(),
    lastClose: z.string().nullable().describe('Last close in the asset currency'),
    gaps: z.array(priceGap),
  }),
});
export type Asset = z.infer<typeof asset>;

export const assetList = z.strictObject({ items: z.array(asset) });

export const priceSeriesQuery = z.strictObject({ from: isoDate.optional(), to: isoDate.optional() });
export const priceSeries = z.strictObject({
  assetId: identifier,
  symbol: assetSymbol,
  currency: currencyCode,
  dates: z.array(isoDate),
  closes: z.array(z.string()).describe('Closing prices as decimals, in the asset currency'),
});
export type PriceSeries = z.infer<typeof priceSeries>;
