/** How the prices of some assets become prices in one currency. */
import { ProblemError } from '../../core/errors.ts';
import type { AssetRecord } from '../assets/asset.ts';
import { type Conversion, findConversion, type RateSeries, sameCurrency } from '../valuation/exchange-rates.ts';
import type { ExchangeRateRepository } from './ports.ts';

type PricedAsset = Pick<AssetRecord, 'symbol' | 'source' | 'currency' | 'prices'>;

/**
 * The conversion of each asset into the base currency, in the order of the assets.
 *
 * Assets are converted at rates of their own source, simulated ones at simulated and imported ones at imported rates: a real price times an invented rate
 * would be an invented price.
 *
 * @throws ProblemError `exchange-rate-missing` naming pair and date when no stored rate leads from one currency to the other.
 */
export async function findConversions(
  rates: ExchangeRateRepository,
  ownerId: string,
  assets: readonly PricedAsset[],
  baseCurrency: string,
): Promise<Conversion[]> {
  const foreign = assets.filter(({ currency }) => currency !== baseCurrency);
  const seriesOf = new Map<string, RateSeries[]>();
  for (const source of new Set(foreign.map((asset) => asset.source))) {
    const currencies = foreign.filter((asset) => asset.source === source).map(({ currency }) => currency);
    seriesOf.set(source, await rates.list(ownerId, source, [...new Set([...currencies, baseCurrency])]));
  }
  const found = new Map<string, Conversion>();
  return assets.map((asset) => {
    if (asset.currency === baseCurrency) return sameCurrency;
    const key = `${asset.source} ${asset.currency}`;
    const conversion = found.get(key) ?? findConversion(seriesOf.get(asset.source) ?? [], asset.currency, baseCurrency);
    if (conversion === null) throw rateMissing(asset, baseCurrency, asset.prices.lastDate);
    found.set(key, conversion);
    return conversion;
  });
}

/** The problem of a rate that is not there. */
export function rateMissing(asset: PricedAsset, baseCurrency: string, date: string | null): ProblemError {
  const kind = { simulated: 'simulated', imported: 'imported', provider: 'fetched' }[asset.source];
  return new ProblemError(
    'exchange-rate-missing',
    `${asset.symbol} is priced in ${asset.currency}, and there is no ${kind} exchange rate from ${asset.currency} to ` +
      `${baseCurrency}${date === null ? '' : ` on ${date}`}. Choose ${asset.currency} as the base currency of the portfolio, or leave the asset out.`,
    {
      errors: [
        { message: `no exchange rate ${asset.currency}/${baseCurrency}`, value: `${asset.currency}/${baseCurrency}` },
      ],
    },
  );
}
