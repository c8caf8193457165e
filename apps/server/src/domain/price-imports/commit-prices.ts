/**
 * Stores the prices of a checked file, inside a transaction that the caller has opened.
 *
 * New symbols become imported assets. Of an imported asset that is there the prices of the dates in the file are replaced and
 * all others kept. Simulated assets are a world of their own: a file with a symbol of the demo makes a real asset beside it.
 */
import type { PriceImportCommit, PriceImportResult } from '@riskoptimizer/contracts';
import type { PriceTable } from '@riskoptimizer/engine';
import { ProblemError } from '../../core/errors.ts';
import type { AssetDescription, AssetRecord, PriceGap, PriceSummary } from '../assets/asset.ts';
import { assetCreated, assetExtended } from '../assets/asset-events.ts';
import type { AssetRepository, Closes, PricedDates, PriceRepository } from '../assets/ports.ts';
import { dayGap, findGaps, presentGap } from '../assets/price-summary.ts';
import { dayFromIso } from '../market-data/calendar.ts';
import { nameTaken } from '../portfolios/portfolio-content.ts';
import { portfolioCreated } from '../portfolios/portfolio-events.ts';
import type { PortfolioRepository } from '../portfolios/ports.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import { importedAllocations, type SymbolAllocation } from './import-portfolio.ts';
import { unpackPrices } from './staged-prices.ts';
import { columnCloses, tableColumns } from './table-columns.ts';

export interface CommitParts {
  readonly assets: AssetRepository;
  readonly prices: PriceRepository;
  readonly portfolios: PortfolioRepository;
  readonly transactions: Transactions;
  readonly createId: () => string;
}

export interface StoringWatch {
  /** Told after each asset: the share of the assets that is stored. */
  readonly progress?: (fraction: number, text: string) => void;
  /** Aborted, it ends the storing between two assets; the transaction then comes to nothing. */
  readonly signal?: AbortSignal;
}

interface Commit extends StoringWatch {
  readonly staged: Uint8Array;
  readonly request: PriceImportCommit;
}

export async function commitPrices(
  parts: CommitParts,
  ownerId: string,
  { staged, request, progress, signal }: Commit,
  transaction: Transaction,
): Promise<Omit<PriceImportResult, 'import'>> {
  const table = await unpackPrices(staged);
  const allocations = request.portfolio === undefined ? null : importedAllocations(request.portfolio, table);
  const existing = await parts.assets.lockBySymbols(ownerId, 'imported', table.assets, transaction);
  requireCurrency(existing, request.currency);
  const ids = await requireAssets(parts, ownerId, table, request, existing, transaction);
  const formerOf = new Map(existing.map((asset) => [asset.id, asset]));
  let priceCount = 0;
  for (const [index, column] of tableColumns(table).entries()) {
    signal?.throwIfAborted();
    progress?.(index / ids.length, `${index} of ${ids.length} assets`);
    const assetId = ids[index]!;
    const closes = columnCloses(column);
    const former = formerOf.get(assetId);
    if (former === undefined) await parts.prices.insert(ownerId, assetId, closes, transaction);
    else await parts.prices.upsert(ownerId, assetId, closes, transaction);
    const all = former === undefined ? summaryOf(closes) : await parts.prices.dates(ownerId, assetId, transaction);
    const summary = summarise(all, table, former?.prices.gaps ?? []);
    await parts.assets.updatePriceSummary(ownerId, assetId, summary, transaction);
    const description = former ?? describeAsset(table.assets[index]!, request.currency);
    const after = { ...description, id: assetId, prices: summary };
    parts.transactions.record(
      former === undefined ? assetCreated(ownerId, after) : assetExtended(ownerId, former, after),
    );
    priceCount += closes.dates.length;
  }
  const portfolioId =
    allocations === null ? null : await insertPortfolio(parts, ownerId, request, allocations, table, ids, transaction);
  return { assetIds: ids, priceCount, portfolioId };
}

/** Prices of one asset in two currencies would be one series that means nothing. */
function requireCurrency(existing: readonly AssetRecord[], currency: string): void {
  const others = existing.filter((asset) => asset.currency !== currency);
  if (others.length === 0) return;
  const named = others.map((asset) => `${asset.symbol} (${asset.currency})`).join(', ');
  throw new ProblemError(
    'state-conflict',
    `The file was to be stored in ${currency}, but prices in another currency are stored of ${named}. Nothing was stored. Commit with ` +
      'that currency, rename the column, or delete the asset first.',
  );
}

/** The id of each asset of the table, those that are new included. */
async function requireAssets(
  { assets }: CommitParts,
  ownerId: string,
  table: PriceTable,
  request: PriceImportCommit,
  existing: readonly AssetRecord[],
  transaction: Transaction,
): Promise<string[]> {
  const idOf = new Map(existing.map(({ symbol, id }) => [symbol, id]));
  const missing = table.assets.filter((symbol) => !idOf.has(symbol));
  const inserted = await assets.insert(
    ownerId,
    missing.map((symbol) => describeAsset(symbol, request.currency)),
    transaction,
  );
  missing.forEach((symbol, index) => idOf.set(symbol, inserted[index]!));
  return table.assets.map((symbol) => idOf.get(symbol)!);
}

/** A price file says nothing about an asset but its symbol. */
function describeAsset(symbol: string, currency: string): AssetDescription {
  return { source: 'imported', symbol, name: symbol, assetClass: 'other', sector: null, country: null, currency };
}

function summaryOf({ dates, closes }: Closes): PricedDates {
  return { dates, lastClose: closes.at(-1)! };
}

/** The summary of all prices that the asset has now, those of earlier files included. */
function summarise({ dates, lastClose }: PricedDates, table: PriceTable, former: readonly PriceGap[]): PriceSummary {
  const peerDays = Int32Array.from(table.dates, dayFromIso);
  const gaps = findGaps(Int32Array.from(dates, dayFromIso), peerDays, former.map(dayGap)).map(presentGap);
  return { count: dates.length, firstDate: dates[0]!, lastDate: dates.at(-1)!, lastClose, gaps };
}

async function insertPortfolio(
  { portfolios, transactions, createId }: CommitParts,
  ownerId: string,
  { portfolio, currency }: PriceImportCommit,
  allocations: readonly SymbolAllocation[],
  table: PriceTable,
  ids: readonly string[],
  transaction: Transaction,
): Promise<string> {
  const { name, allocation } = portfolio!;
  const id = createId();
  const content = {
    name,
    baseCurrency: currency,
    benchmark: null,
    allocationKind: allocation.kind === 'quantities' ? ('quantities' as const) : ('weights' as const),
    allocations: allocations.map(({ symbol, weight, quantity }) => ({
      assetId: ids[table.assets.indexOf(symbol)]!,
      weight,
      quantity,
    })),
  };
  if ((await portfolios.insert(ownerId, id, content, transaction)) === 'name-taken') throw nameTaken(name);
  transactions.record(portfolioCreated((await portfolios.find(ownerId, id))!));
  return id;
}
