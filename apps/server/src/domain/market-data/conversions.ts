/** How the prices of some assets become prices in one currency. */
import { ProblemError } from '../../core/errors.ts';
import type { AssetRecord, AssetSource } from '../assets/asset.ts';
import { type Conversion, findConversion, type RateSeries, sameCurrency } from '../valuation/exchange-rates.ts';
import { preferRates } from '../valuation/prefer-rates.ts';
import type { ExchangeRateRepository } from './ports.ts';

type PricedAsset = Pick<AssetRecord, 'symbol' | 'source' | 'currency' | 'prices'>;

/**
 * The conversion of each asset into the base currency, in the order of the assets.
 *
 * Simulated assets are converted at simulated rates and real ones at real rates: a real price times an invented rate would be an
 * invented price. Of real rates those of the asset's own source come first, imported or fetched, and the others fill in.
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
    seriesOf.set(source, await listRates(rates, ownerId, source, [...new Set([...currencies, baseCurrency])]));
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

/** Rates that prices of a source may be multiplied with, the preferred ones first. */
export async function listRates(
  rates: Pick<ExchangeRateRepository, 'list'>,
  ownerId: string,
  source: AssetSource,
  currencies: readonly string[],
): Promise<RateSeries[]> {
  const own = await rates.list(ownerId, source, currencies);
  if (source === 'simulated') return own;
  return preferRates(own, await rates.list(ownerId, source === 'imported' ? 'provider' : 'imported', currencies));
}

/** The problem of a rate that is not there. */
export function rateMissing(asset: PricedAsset, baseCurrency: string, date: string | null): ProblemError {
  const isSimulated = asset.source === 'simulated';
  const remedy = isSimulated ? 'Choose' : 'Refresh the exchange rates on the Data page, choose';
  return new ProblemError(
    'exchange-rate-missing',
    `${asset.symbol} is priced in ${asset.currency}, and there is no ${isSimulated ? 'simulated ' : ''}exchange rate from ${asset.currency} to ` +
      `${baseCurrency}${date === null ? '' : ` on ${date}`}. ${remedy} ${asset.currency} as the base currency of the portfolio, or leave the asset out.`,
    {
      errors: [
        { message: `no exchange rate ${asset.currency}/${baseCurrency}`, value: `${asset.currency}/${baseCurrency}` },
      ],
    },
  );
}
