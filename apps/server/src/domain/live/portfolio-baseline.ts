/** A portfolio with the closes and rates of its last valuation: what its value of this moment starts from. */
import { isoFromDay } from '../market-data/calendar.ts';
import { loadConverted, type MarketDataParts, requireLastCommonDay } from '../market-data/market-data.ts';
import type { PortfolioRepository } from '../portfolios/ports.ts';
import type { LivePosition } from './live-value.ts';
import type { QuotableAsset, QuotableAssets } from './quotable-asset.ts';

export interface PortfolioBaseline {
  readonly portfolioId: string;
  readonly baseCurrency: string;
  readonly simulated: boolean;
  readonly closeDate: string | null;
  readonly positions: readonly LivePosition[];
  /** Those of the positions that somebody quotes. */
  readonly quoted: readonly QuotableAsset[];
}

export interface PortfolioBaselineParts extends MarketDataParts {
  readonly portfolios: Pick<PortfolioRepository, 'find'>;
  readonly assets: QuotableAssets;
}

/**
 * Dates, closes and rates as in the valuation of portfolios: the last date on which every holding has a price and a rate.
 *
 * @returns null when there is no such portfolio.
 * @throws ProblemError `exchange-rate-missing` or `data-insufficient`: it has no value.
 */
export async function loadBaseline(
  parts: PortfolioBaselineParts,
  ownerId: string,
  portfolioId: string,
  isQuoted: (asset: QuotableAsset) => boolean,
): Promise<PortfolioBaseline | null> {
  const record = await parts.portfolios.find(ownerId, portfolioId);
  if (record === null) return null;
  const ids = record.allocations.map(({ assetId }) => assetId);
  const found = new Map((await parts.assets.findMany(ownerId, ids)).map((asset) => [asset.id, asset]));
  // An asset that is gone took its place in the portfolio with it, in a transaction that was not seen whole.
  if (ids.some((id) => !found.has(id))) return null;
  const assets = ids.map((id) => found.get(id)!);
  const common = {
    portfolioId,
    baseCurrency: record.baseCurrency,
    simulated: assets.some(({ source }) => source === 'simulated'),
    quoted: assets.filter(isQuoted),
  };
  if (record.allocationKind === 'weights' || assets.length === 0) {
    const positions = record.allocations.map(({ assetId, weight }) => ({
      assetId,
      weight,
      quantity: null,
      close: null,
      rate: null,
      isQuoted: isQuoted(found.get(assetId)!),
    }));
    return { ...common, closeDate: null, positions };
  }
  const columns = await loadConverted(parts, ownerId, assets, record.baseCurrency);
  const day = requireLastCommonDay(assets, columns, record.baseCurrency);
  const closeDate = isoFromDay(day);
  const closes = await parts.prices.closesOn(ownerId, ids, closeDate);
  const positions = record.allocations.map(({ assetId, quantity }, index) => ({
    assetId,
    weight: null,
    quantity,
    close: closes.get(assetId)!,
    rate: columns[index]!.conversion.decimalOn(day),
    isQuoted: isQuoted(assets[index]!),
  }));
  return { ...common, closeDate, positions };
}
