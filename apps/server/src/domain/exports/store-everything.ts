/** Rows of a document of everything that was read and checked, inside a transaction that the caller has opened. */

import type { Clock } from '../../core/clock.ts';
import type { AssetRecord } from '../assets/asset.ts';
import { assetCreated } from '../assets/asset-events.ts';
import type { PriceRepository } from '../assets/ports.ts';
import type { ExchangeRateRepository } from '../market-data/ports.ts';
import { portfolioCreated } from '../portfolios/portfolio-events.ts';
import type { AssetAliasRepository, ImportMappingRepository } from '../transaction-imports/ports.ts';
import { importMappingChanged } from '../transaction-imports/transaction-import-events.ts';
import { transactionCreated } from '../transaction-ledger/ledger-events.ts';
import type { LedgerRepository } from '../transaction-ledger/ports.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import { withNames } from './everything-names.ts';
import type { EverythingRepository } from './ports.ts';
import type { EverythingContent } from './read-everything.ts';

export interface StoreParts {
  readonly everything: Pick<EverythingRepository, 'insertAsset' | 'insertPortfolio'>;
  readonly prices: Pick<PriceRepository, 'insert'>;
  readonly rates: Pick<ExchangeRateRepository, 'insert'>;
  readonly ledger: Pick<LedgerRepository, 'insert'>;
  readonly mappings: Pick<ImportMappingRepository, 'put'>;
  readonly aliases: Pick<AssetAliasRepository, 'put'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
}

/** Parameters of one statement have an end. */
const aliasesPerStatement = 5000;

export async function storeEverything(
  parts: StoreParts,
  ownerId: string,
  content: EverythingContent,
  transaction: Transaction,
): Promise<void> {
  const ids = new Map([
    ...content.assets.map(({ assetId }) => [assetId, parts.createId()] as const),
    ...content.portfolios.map(({ portfolioId }) => [portfolioId, parts.createId()] as const),
  ]);
  for (const asset of content.assets) await storeAsset(parts, ownerId, asset, ids, transaction);
  for (const { source, dates, rates, ...pair } of content.exchangeRates) {
    const series = { ...pair, dates: dates.split(','), rates: rates.split(',') };
    await parts.rates.insert(ownerId, source, series, transaction);
  }
  for (const portfolio of content.portfolios) await storePortfolio(parts, ownerId, portfolio, ids, transaction);
  for (const { name, mapping } of content.importMappings) {
    const saved = { name, mapping, updatedAt: parts.clock.now().toISOString() };
    await parts.mappings.put(ownerId, saved, transaction);
    parts.transactions.record(importMappingChanged(ownerId, name, null, mapping));
  }
  const aliases = content.assetAliases.map(({ key, assetId }) => [key, ids.get(assetId)!] as const);
  for (let from = 0; from < aliases.length; from += aliasesPerStatement)
    await parts.aliases.put(ownerId, new Map(aliases.slice(from, from + aliasesPerStatement)), transaction);
}

async function storeAsset(
  { everything, prices, transactions }: StoreParts,
  ownerId: string,
  { assetId, prices: series, ...described }: EverythingContent['assets'][number],
  ids: ReadonlyMap<string, string>,
  transaction: Transaction,
): Promise<void> {
  const asset: Omit<AssetRecord, 'prices'> = { ...described, id: ids.get(assetId)! };
  const [dates, closes] = series.dates === '' ? [[], []] : [series.dates.split(','), series.closes.split(',')];
  const summary = {
    count: dates.length,
    firstDate: dates[0] ?? null,
    lastDate: dates.at(-1) ?? null,
    lastClose: closes.at(-1) ?? null,
    gaps: series.gaps,
  };
  await everything.insertAsset(ownerId, asset, summary, transaction);
  await prices.insert(ownerId, asset.id, { dates, closes }, transaction);
  transactions.record(assetCreated(ownerId, { ...asset, prices: summary }));
}

async function storePortfolio(
  { everything, ledger, transactions, createId }: StoreParts,
  ownerId: string,
  portfolio: EverythingContent['portfolios'][number],
  ids: ReadonlyMap<string, string>,
  transaction: Transaction,
): Promise<void> {
  const { portfolioId, archivedAt, deletedAt, transactions: entries, ...content } = portfolio;
  const id = ids.get(portfolioId)!;
  const stored = await everything.insertPortfolio(
    ownerId,
    {
      ...withNames(content, ids),
      id,
      archivedAt: archivedAt === null ? null : new Date(archivedAt),
      deletedAt: deletedAt === null ? null : new Date(deletedAt),
    },
    transaction,
  );
  transactions.record(portfolioCreated(stored));
  const named = new Map([...ids, ...entries.map(({ reference }) => [reference, createId()] as const)]);
  const rows = entries.map(({ reference, content: one }, place) => ({
    id: named.get(reference)!,
    sequence: place + 1,
    content: withNames(one, named),
  }));
  const inserted = await ledger.insert(ownerId, id, rows, transaction);
  for (const one of inserted) transactions.record(transactionCreated(one));
}
