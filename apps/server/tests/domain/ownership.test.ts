/**
 * What belongs to one owner does not exist for another, whatever the door: each repository is asked for each row by a stranger.
 * In the scope of the server, so that row security, which would refuse all of it as well, is not what is tried.
 */
import type { PriceImport } from '@riskoptimizer/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createId } from '../../src/core/ids.ts';
import { asServer } from '../../src/core/request-context.ts';
import { type DatabaseConnection, openDatabase } from '../../src/infrastructure/database/connection.ts';
import { createAssetRepository } from '../../src/infrastructure/database/repositories/asset-repository.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createExchangeRateRepository } from '../../src/infrastructure/database/repositories/exchange-rate-repository.ts';
import { createFeedRepository } from '../../src/infrastructure/database/repositories/feed-repository.ts';
import { createFetchedPriceRepository } from '../../src/infrastructure/database/repositories/fetched-price-repository.ts';
import { createPortfolioRepository } from '../../src/infrastructure/database/repositories/portfolio-repository.ts';
import { createPriceImportRepository } from '../../src/infrastructure/database/repositories/price-import-repository.ts';
import { createPriceRepository } from '../../src/infrastructure/database/repositories/price-repository.ts';
import { createUserRepository } from '../../src/infrastructure/database/repositories/user-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const [owner, stranger] = [createId(), createId()];
const [portfolioId, importId] = [createId(), createId()];
const now = new Date('2026-11-22T12:00:00Z');
const page = { state: 'active', limit: 10, after: null } as const;
const description = {
  source: 'imported' as const,
  symbol: 'OWNED',
  name: 'Owned',
  assetClass: 'equity' as const,
  sector: null,
  country: null,
  currency: 'EUR',
};

let testDatabase: TestDatabase;
let database: DatabaseConnection;
let parts: ReturnType<typeof repositories>;
let assetId: string;

function repositories({ orm }: DatabaseConnection) {
  return {
    users: createUserRepository(orm),
    assets: createAssetRepository(orm, createId),
    prices: createPriceRepository(orm),
    rates: createExchangeRateRepository(orm),
    feeds: createFeedRepository(orm),
    fetched: createFetchedPriceRepository(orm, createId),
    imports: createPriceImportRepository(orm),
    portfolios: createPortfolioRepository(orm),
    transactions: createTransactions(orm, createAppendEvents(systemClock)),
  };
}

const contentOf = (asset: string) => ({
  name: 'Owned',
  baseCurrency: 'EUR',
  benchmark: null,
  allocationKind: 'weights' as const,
  allocations: [{ assetId: asset, weight: 1, quantity: null }],
});

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.connectionString, { log: pino({ level: 'silent' }) });
  parts = repositories(database);
  await asServer(() =>
    parts.transactions.run(async (transaction) => {
      for (const user of [owner, stranger]) await parts.users.requireUser(user, 'x', transaction);
      [assetId] = (await parts.assets.insert(owner, [description], transaction)) as [string];
      await parts.prices.upsert(owner, assetId, { dates: ['2024-01-02'], closes: ['10.50'] }, transaction);
      await parts.feeds.insert(
        owner,
        { assetId, provider: 'tiingo', providerSymbol: 'OWNED', alternatives: [] },
        transaction,
      );
      await parts.fetched.addSplits(owner, assetId, [{ date: '2024-01-02', ratio: '2' }], 'tiingo', transaction);
      await parts.rates.insert(
        owner,
        'imported',
        { base: 'EUR', quote: 'USD', dates: ['2024-01-02'], rates: ['1.1'] },
        transaction,
      );
      await parts.portfolios.insert(owner, portfolioId, contentOf(assetId), transaction);
    }),
  );
  const preview = {
    id: importId,
    fileName: 'x.csv',
    byteCount: 1,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + 1000).toISOString(),
  } as PriceImport;
  await asServer(() => parts.imports.insert(owner, { preview, fileSha256: '00', staged: Uint8Array.of(1) }));
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** Every question a repository answers, with what its owner is told; a stranger is told the other. */
const questions: [name: string, ask: (who: string) => Promise<unknown>, own: unknown, foreign: unknown][] = [
  ['assets.list', async (who) => (await parts.assets.list(who)).length, 1, 0],
  ['assets.find', async (who) => (await parts.assets.find(who, assetId))?.symbol, 'OWNED', undefined],
  ['assets.findMany', async (who) => (await parts.assets.findMany(who, [assetId])).length, 1, 0],
  ['assets.findBySymbols', async (who) => (await parts.assets.findBySymbols(who, 'imported', ['OWNED'])).length, 1, 0],
  [
    'assets.lockBySymbols',
    (who) =>
      parts.transactions.run(async (tx) => (await parts.assets.lockBySymbols(who, 'imported', ['OWNED'], tx)).length),
    1,
    0,
  ],
  ['prices.list', async (who) => (await parts.prices.list(who, assetId, undefined, undefined)).closes, ['10.50'], []],
  ['prices.columns', async (who) => (await parts.prices.columns(who, [assetId])).size, 1, 0],
  ['prices.closesOn', async (who) => (await parts.prices.closesOn(who, [assetId], '2024-01-02')).size, 1, 0],
  ['feeds.find', async (who) => (await parts.feeds.find(who, assetId))?.providerSymbol, 'OWNED', undefined],
  ['fetched.latest', async (who) => (await parts.fetched.latest(who, assetId, 2)).length, 1, 0],
  ['fetched.splits', async (who) => (await parts.fetched.splits(who, assetId)).length, 1, 0],
  ['rates.list', async (who) => (await parts.rates.list(who, 'imported', ['EUR'])).length, 1, 0],
  ['imports.find', async (who) => (await parts.imports.find(who, importId, now))?.id, importId, undefined],
  [
    'imports.lock',
    (who) => parts.transactions.run(async (tx) => (await parts.imports.lock(who, importId, now, tx))?.preview.id),
    importId,
    undefined,
  ],
  ['portfolios.list', async (who) => (await parts.portfolios.list(who, page, now)).length, 1, 0],
  ['portfolios.find', async (who) => (await parts.portfolios.find(who, portfolioId))?.allocations.length, 1, undefined],
  [
    'portfolios.namesUsing',
    (who) => parts.portfolios.namesUsing(who, assetId),
    [{ portfolioId, name: 'Owned', isDeleted: false }],
    [],
  ],
];

describe('questions', () => {
  test.each(questions)('%s', async (_, ask, own, foreign) => {
    expect(await asServer(() => ask(stranger))).toEqual(foreign);
    expect(await asServer(() => ask(owner))).toEqual(own);
    // Once more, now that answers may be remembered.
    expect(await asServer(() => ask(stranger))).toEqual(foreign);
  });
});

describe('changes', () => {
  test('a stranger changes and deletes nothing', () =>
    asServer(async () => {
      const change = { ...contentOf(assetId), name: 'Stolen', allocations: [] };
      const run = parts.transactions.run;
      expect(await run((tx) => parts.portfolios.update(stranger, portfolioId, 'any', change, tx))).toEqual({
        outcome: 'missing',
      });
      await run((tx) => parts.portfolios.purge(stranger, portfolioId, tx));
      expect(await parts.assets.delete(stranger, assetId)).toBe('missing');
      expect(await parts.imports.delete(stranger, importId)).toBeNull();
      await run((tx) => parts.imports.markCommitted(stranger, importId, null, now, tx));
      const summary = { count: 9, firstDate: null, lastDate: null, lastClose: '666', gaps: [] };
      await parts.assets.updatePriceSummary(stranger, assetId, summary);
      expect((await parts.portfolios.find(owner, portfolioId))?.name).toBe('Owned');
      expect((await parts.assets.find(owner, assetId))?.prices.lastClose).toBeNull();
      expect((await parts.imports.find(owner, importId, now))?.status).toBe('ready');
    }));

  test('a stranger adds nothing to what is not his', () =>
    asServer(async () => {
      const closes = { dates: ['2024-01-02', '2024-01-03'], closes: ['666', '666'] };
      await expect(parts.prices.upsert(stranger, assetId, closes)).rejects.toThrow();
      await parts.prices.upsert(stranger, assetId, { dates: ['2024-01-02'], closes: ['666'] });
      const insert = (tx: Parameters<Parameters<typeof parts.transactions.run>[0]>[0]) =>
        parts.portfolios.insert(stranger, createId(), contentOf(assetId), tx);
      await expect(parts.transactions.run(insert)).rejects.toThrow(expect.objectContaining({ code: 'state-conflict' }));
      expect(await parts.portfolios.list(stranger, page, now)).toEqual([]);
      expect((await parts.prices.list(owner, assetId, undefined, undefined)).closes).toEqual(['10.50']);
    }));
});
