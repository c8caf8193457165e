/** Everything that is stored of an owner as the document that an import reads, in pieces. The same data gives the same bytes. */
import {
  type EverythingAsset,
  type EverythingPortfolio,
  everythingFormat,
  everythingVersion,
} from '@riskoptimizer/contracts';
import type { PriceRepository } from '../assets/ports.ts';
import { placeName, withNames } from './everything-names.ts';
import { numberTransactions } from './numbered-transactions.ts';
import type { EverythingStored } from './ports.ts';

/** What is stored, by names of the document instead of identifiers of this database. */
export interface NamedEverything {
  /** Without prices, which are read one asset after the other. */
  readonly assets: readonly { readonly id: string; readonly written: Omit<EverythingAsset, 'prices'> }[];
  readonly portfolios: readonly EverythingPortfolio[];
  readonly stored: EverythingStored;
  readonly names: ReadonlyMap<string, string>;
}

export function nameEverything(stored: EverythingStored): NamedEverything {
  const names = new Map([
    ...stored.assets.map(({ id }, index) => [id, placeName('asset', index + 1)] as const),
    ...stored.portfolios.map(({ id }, index) => [id, placeName('portfolio', index + 1)] as const),
  ]);
  const assets = stored.assets.map((asset) => ({
    id: asset.id,
    written: {
      assetId: names.get(asset.id)!,
      source: asset.source,
      symbol: asset.symbol,
      name: asset.name,
      assetClass: asset.assetClass,
      sector: asset.sector,
      country: asset.country,
      currency: asset.currency,
      isin: asset.isin,
      figi: asset.figi,
      labels: { ...asset.labels },
    },
  }));
  const portfolios = stored.portfolios.map(
    (portfolio): EverythingPortfolio => ({
      portfolioId: names.get(portfolio.id)!,
      name: portfolio.name,
      baseCurrency: portfolio.baseCurrency,
      archivedAt: portfolio.archivedAt?.toISOString() ?? null,
      deletedAt: portfolio.deletedAt?.toISOString() ?? null,
      benchmark: withNames(portfolio.benchmark, names),
      allocationKind: portfolio.allocationKind,
      allocations: withNames([...portfolio.allocations], names),
      targets: withNames(portfolio.targets, names),
      transactions: numberTransactions(portfolio.transactions).map(({ id, content }) => ({
        reference: id,
        content: withNames(content, names),
      })),
    }),
  );
  return { assets, portfolios, stored, names };
}

/** One entry a line, so that two documents can be compared by eye. */
export async function* documentTexts(
  { assets, portfolios, stored, names }: NamedEverything,
  pricesOf: (assetId: string) => ReturnType<PriceRepository['list']>,
): AsyncGenerator<string> {
  yield `{\n "format": "${everythingFormat}",\n "version": ${everythingVersion},\n "assets": [`;
  let separator = '\n  ';
  for (const [index, { id, written }] of assets.entries()) {
    const { dates, closes } = await pricesOf(id);
    const { gaps } = stored.assets[index]!.prices;
    yield separator + JSON.stringify({ ...written, prices: { dates, closes, gaps } });
    separator = ',\n  ';
  }
  yield '\n ],\n "exchangeRates": [';
  yield* entries(stored.rates);
  yield ' ],\n "portfolios": [';
  yield* entries(portfolios);
  yield ' ],\n "importMappings": [';
  yield* entries(stored.mappings.map(({ name, mapping }) => ({ name, mapping })));
  yield ' ],\n "assetAliases": [';
  yield* entries(withNames([...stored.aliases], names));
  yield ' ]\n}\n';
}

function* entries(items: readonly object[]): Generator<string> {
  for (const [place, item] of items.entries()) {
    yield `\n  ${JSON.stringify(item)}${place === items.length - 1 ? '\n' : ','}`;
  }
}
