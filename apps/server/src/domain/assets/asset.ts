import type { Asset, AssetClass } from '@riskoptimizer/contracts';

export type AssetSource = Asset['source'];
export type PriceGap = Asset['prices']['gaps'][number];

/** What is known of an asset before it is stored. */
export interface AssetDescription {
  readonly source: AssetSource;
  readonly symbol: string;
  readonly name: string;
  readonly assetClass: AssetClass;
  readonly sector: string | null;
  readonly country: string | null;
  readonly currency: string;
}

/** What a list of assets says about their prices, without counting them again. */
export interface PriceSummary {
  readonly count: number;
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  readonly lastClose: string | null;
  readonly gaps: readonly PriceGap[];
}

export interface AssetRecord extends AssetDescription {
  readonly id: string;
  readonly isin: string | null;
  readonly figi: string | null;
  /** The owner's own words. */
  readonly labels: Readonly<Record<string, string>>;
  readonly prices: PriceSummary;
}

/** The asset as the API shows it. */
export function presentAsset(record: AssetRecord): Asset {
  const { id, symbol, name, assetClass, sector, country, currency, isin, figi, labels, source, prices } = record;
  return {
    id,
    symbol,
    name,
    assetClass,
    sector,
    country,
    currency,
    isin,
    figi,
    labels: { ...labels },
    source,
    prices: { ...prices, gaps: [...prices.gaps] },
  };
}

/** Names that tell the assets of one table apart: the symbol, with its source where two share one. */
export function distinctLabels(assets: readonly Pick<AssetRecord, 'symbol' | 'source'>[]): string[] {
  const counts = new Map<string, number>();
  for (const { symbol } of assets) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  return assets.map(({ symbol, source }) => (counts.get(symbol) === 1 ? symbol : `${symbol} (${source})`));
}
