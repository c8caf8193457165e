/** Which assets the securities of a file are: by choice, by what was said before, by ISIN, FIGI or symbol. */
import type { AssetReference, ImportedAsset } from '@riskoptimizer/contracts';
import type { FileRow } from '@riskoptimizer/transaction-files';
import type { AssetRecord } from '../assets/asset.ts';

/** What an asset is found by. */
export type OwnedAsset = Pick<AssetRecord, 'id' | 'symbol' | 'source' | 'isin' | 'figi'>;

export interface FoundAssets {
  readonly assets: readonly ImportedAsset[];
  /** Asset by key, of those that were found. */
  readonly idOf: ReadonlyMap<string, string>;
}

export interface AssetChoices {
  /** Made for this file. */
  readonly chosen: ReadonlyMap<string, string>;
  /** Made for files before. */
  readonly remembered: ReadonlyMap<string, string>;
}

const keyCharacters = 300;

/** What a security is called throughout a file: the surest identifier that it has. */
export function assetKeyOf({ assetId, isin, figi, symbol, name }: AssetReference): string {
  // Only our own files name the asset. It comes first, as one security may be two assets: quoted in two currencies.
  const key =
    assetId !== null
      ? `asset:${assetId}:${symbol ?? ''}`
      : isin !== null
        ? `isin:${isin}`
        : figi !== null
          ? `figi:${figi}`
          : symbol !== null
            ? `symbol:${symbol}`
            : `name:${name ?? ''}`;
  return key.slice(0, keyCharacters);
}

/** The securities of the rows, each once. */
export function securitiesOf(rows: readonly FileRow[]): Map<string, { reference: AssetReference; rowCount: number }> {
  const securities = new Map<string, { reference: AssetReference; rowCount: number }>();
  for (const { draft } of rows) {
    for (const reference of [draft?.asset ?? null, draft?.intoAsset ?? null]) {
      if (reference === null) continue;
      const key = assetKeyOf(reference);
      const known = securities.get(key);
      if (known === undefined) securities.set(key, { reference, rowCount: 1 });
      else known.rowCount += 1;
    }
  }
  return securities;
}

export function findAssets(
  securities: ReturnType<typeof securitiesOf>,
  owned: readonly OwnedAsset[],
  { chosen, remembered }: AssetChoices,
): FoundAssets {
  const ids = new Set(owned.map(({ id }) => id));
  const idOf = new Map<string, string>();
  const assets = [...securities].map(([key, { reference, rowCount }]): ImportedAsset => {
    const found =
      known('choice', chosen.get(key), ids) ??
      known('remembered', remembered.get(key), ids) ??
      known('identifier', sameAsset(owned, reference)?.id, ids) ??
      known(
        'isin',
        only(owned, ({ isin }) => isin !== null && isin === reference.isin),
        ids,
      ) ??
      known(
        'figi',
        only(owned, ({ figi }) => figi !== null && figi === reference.figi),
        ids,
      ) ??
      known('symbol', bySymbol(owned, reference.symbol), ids);
    if (found !== null) idOf.set(key, found.assetId);
    return { key, reference, assetId: found?.assetId ?? null, foundBy: found?.foundBy ?? null, rowCount };
  });
  return { assets, idOf };
}

type FoundBy = NonNullable<ImportedAsset['foundBy']>;

function known(foundBy: FoundBy, assetId: string | undefined, ids: ReadonlySet<string>) {
  return assetId !== undefined && ids.has(assetId) ? { assetId, foundBy } : null;
}

/** A file of our own names the asset itself; the symbol has to agree, as the file may come from another account. */
function sameAsset(owned: readonly OwnedAsset[], { assetId, symbol }: AssetReference): OwnedAsset | undefined {
  return owned.find((asset) => asset.id === assetId && asset.symbol === symbol);
}

/** The one that fits; two that fit are a question, not an answer. */
function only(owned: readonly OwnedAsset[], fits: (asset: OwnedAsset) => boolean): string | undefined {
  const found = owned.filter(fits);
  return found.length === 1 ? found[0]!.id : undefined;
}

/** Real assets come before simulated ones of the same symbol. */
function bySymbol(owned: readonly OwnedAsset[], symbol: string | null): string | undefined {
  if (symbol === null) return undefined;
  const isNamed = (asset: OwnedAsset) => asset.symbol.toUpperCase() === symbol.toUpperCase();
  return (
    only(owned, (asset) => isNamed(asset) && asset.source !== 'simulated') ??
    only(owned, (asset) => isNamed(asset) && asset.source === 'simulated')
  );
}
