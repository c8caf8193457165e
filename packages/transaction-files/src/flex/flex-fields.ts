import type { AssetReference } from '@riskoptimizer/contracts';

/** Attributes of an element; an empty one says nothing. */
export type FlexFields = Readonly<Record<string, string>>;

/** The security that an element names, if any. */
export function flexAsset(fields: FlexFields): AssetReference | null {
  const symbol = fields['symbol'] || null;
  const isin = fields['isin'] || null;
  const figi = fields['figi'] || null;
  if (symbol === null && isin === null && figi === null) return null;
  return { assetId: null, symbol, isin, figi, name: fields['description'] || null };
}
