/** The demo: a simulated market, its exchange rates, a portfolio and a ledger, so that the first pages are filled. */
import type { Benchmark, TransactionInput } from '@riskoptimizer/contracts';
import { type DemoMarket, simulateDemoMarket } from '@riskoptimizer/engine';
import { ProblemError } from '../../core/errors.ts';
import type { AssetDescription } from '../assets/asset.ts';
import { assetCreated } from '../assets/asset-events.ts';
import type { AssetRepository, PriceRepository } from '../assets/ports.ts';
import { findGaps, presentGap } from '../assets/price-summary.ts';
import { dayFromIso } from '../market-data/calendar.ts';
import type { ExchangeRateRepository } from '../market-data/ports.ts';
import type { PriceColumn } from '../market-data/price-columns.ts';
import { portfolioCreated } from '../portfolios/portfolio-events.ts';
import type { PortfolioRepository } from '../portfolios/ports.ts';
import { columnCloses, tableColumns } from '../price-imports/table-columns.ts';
import { transactionCreated } from '../transaction-ledger/ledger-events.ts';
import { allocationsOf, requirePossible } from '../transaction-ledger/ledger-rules.ts';
import type { LedgerRepository } from '../transaction-ledger/ports.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import type { UserRepository } from '../users/ports.ts';
import { decimalFromNumber } from '../valuation/decimal-and-number.ts';
import { demoLedger } from './demo-ledger.ts';

export const demoPortfolioName = 'Demo portfolio (simulated)';
const demoLedgerName = 'Demo savings plan (simulated)';
const demoCurrency = 'USD';

export interface DemoParts {
  readonly users: UserRepository;
  readonly assets: AssetRepository;
  readonly prices: PriceRepository;
  readonly rates: ExchangeRateRepository;
  readonly portfolios: PortfolioRepository;
  readonly ledger: LedgerRepository;
  readonly transactions: Transactions;
  readonly createId: () => string;
}

/**
 * Seeds the demo of a user once in the life of the database, in one transaction: a start that is cut off leaves nothing, and
 * a demo that its owner deleted does not come back.
 *
 * @returns whether it was seeded now.
 */
export async function seedDemo(
  parts: DemoParts,
  user: { readonly id: string; readonly displayName: string },
  market: () => DemoMarket = simulateDemoMarket,
): Promise<boolean> {
  return parts.transactions.run(async (transaction) => {
    await parts.users.requireUser(user.id, user.displayName, transaction);
    if (!(await parts.users.claimDemo(user.id, transaction))) return false;
    await storeMarket(parts, user.id, market(), transaction);
    return true;
  });
}

/**
 * The same at the wish of a user, who is there already.
 *
 * @returns the id of the portfolio.
 * @throws ProblemError `state-conflict` when the user had it before.
 */
export async function loadDemo(parts: DemoParts, userId: string): Promise<string> {
  return parts.transactions.run(async (transaction) => {
    if (await parts.users.claimDemo(userId, transaction))
      return storeMarket(parts, userId, simulateDemoMarket(), transaction);
    const detail = 'The demo was loaded before. It is stored once; what was deleted of it does not come back.';
    throw new ProblemError('state-conflict', detail);
  });
}

/** @returns the id of the portfolio. */
async function storeMarket(
  parts: DemoParts,
  ownerId: string,
  market: DemoMarket,
  transaction: Transaction,
): Promise<string> {
  const ids = await parts.assets.insert(
    ownerId,
    market.assets.map((asset) => ({ ...asset, source: 'simulated' })),
    transaction,
  );
  for (const [index, column] of tableColumns(market.prices).entries()) {
    const asset = { ...market.assets[index]!, source: 'simulated' as const, id: ids[index]! };
    await storePrices(parts, ownerId, market, column, asset, transaction);
  }
  const { dates } = market.prices;
  for (const { base, quote, rates } of market.exchangeRates) {
    const pair = { base, quote, dates, rates: Array.from(rates, decimalFromNumber) };
    await parts.rates.insert(ownerId, 'simulated', pair, transaction);
  }
  const idOf = (symbol: string) => ids[market.assets.findIndex((asset) => asset.symbol === symbol)]!;
  const content = {
    name: demoPortfolioName,
    baseCurrency: demoCurrency,
    benchmark: { kind: 'asset' as const, assetId: idOf(market.benchmark) },
    allocationKind: 'quantities' as const,
    allocations: market.portfolio.map(({ asset, quantity }) => ({ assetId: idOf(asset), quantity, weight: null })),
  };
  const portfolioId = parts.createId();
  await parts.portfolios.insert(ownerId, portfolioId, content, transaction);
  parts.transactions.record(portfolioCreated((await parts.portfolios.find(ownerId, portfolioId))!));
  await storeLedger(parts, ownerId, demoLedger(market, idOf), content.benchmark, transaction);
  const after = { assetIds: ids, portfolioId };
  parts.transactions.record({ action: 'demo.loaded', entity: { type: 'demo', id: ownerId }, ownerId, after });
  return portfolioId;
}

async function storeLedger(
  parts: DemoParts,
  ownerId: string,
  contents: readonly TransactionInput[],
  benchmark: Benchmark,
  transaction: Transaction,
): Promise<void> {
  const entries = contents.map((content, place) => ({ id: parts.createId(), sequence: place + 1, content }));
  const content = {
    name: demoLedgerName,
    baseCurrency: demoCurrency,
    benchmark,
    allocationKind: 'ledger' as const,
    allocations: allocationsOf(requirePossible(entries, new Map()), []),
  };
  const portfolioId = parts.createId();
  await parts.portfolios.insert(ownerId, portfolioId, content, transaction);
  parts.transactions.record(portfolioCreated((await parts.portfolios.find(ownerId, portfolioId))!));
  const stored = await parts.ledger.insert(ownerId, portfolioId, entries, transaction);
  for (const one of stored) parts.transactions.record(transactionCreated(one));
}

async function storePrices(
  { assets, prices, transactions }: DemoParts,
  ownerId: string,
  market: DemoMarket,
  column: PriceColumn,
  asset: AssetDescription & { readonly id: string },
  transaction: Transaction,
): Promise<void> {
  const closes = columnCloses(column);
  await prices.upsert(ownerId, asset.id, closes, transaction);
  const gaps = findGaps(column.days, Int32Array.from(market.prices.dates, dayFromIso), []).map(presentGap);
  const summary = { count: closes.dates.length, firstDate: closes.dates[0]!, lastDate: closes.dates.at(-1)!, gaps };
  const stored = { ...summary, lastClose: closes.closes.at(-1)! };
  await assets.updatePriceSummary(ownerId, asset.id, stored, transaction);
  transactions.record(assetCreated(ownerId, { ...asset, prices: stored }));
}
