/** Prices of everything that may be traded, on one date and in one currency. */
import type { AssetRecord } from '../assets/asset.ts';
import { isoFromDay } from '../market-data/calendar.ts';
import { loadConverted, type MarketDataParts, requireLastCommonDay } from '../market-data/market-data.ts';
import { Money } from '../valuation/decimal-and-number.ts';

export interface PricedAsset {
  readonly asset: AssetRecord;
  /** Of one unit, in the currency of the asset. */
  readonly close: string;
  /** One unit of that currency in the base currency. */
  readonly rate: string;
  /** close × rate. */
  readonly unitPrice: Money;
}

/**
 * The last date on which every asset has a price and a rate, and these.
 *
 * @throws ProblemError `exchange-rate-missing` or `data-insufficient`.
 */
export async function priceAssets(
  parts: MarketDataParts,
  ownerId: string,
  assets: readonly AssetRecord[],
  baseCurrency: string,
): Promise<{ readonly date: string; readonly priced: readonly PricedAsset[] }> {
  const columns = await loadConverted(parts, ownerId, assets, baseCurrency);
  const day = requireLastCommonDay(assets, columns, baseCurrency);
  const date = isoFromDay(day);
  const closes = await parts.prices.closesOn(
    ownerId,
    assets.map(({ id }) => id),
    date,
  );
  const priced = assets.map((asset, index) => {
    const close = closes.get(asset.id)!;
    const rate = columns[index]!.conversion.decimalOn(day)!;
    return { asset, close, rate, unitPrice: new Money(close).mul(rate) };
  });
  return { date, priced };
}
