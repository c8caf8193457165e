/** Fetched prices on a real database, from a server that answers as the provider does: what is stored, and what stays when it fails. */
import { Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createId } from '../../src/core/ids.ts';
import { asServer } from '../../src/core/request-context.ts';
import { createPriceRefresh } from '../../src/domain/market-data/price-refresh.ts';
import type { MarketDataProvider } from '../../src/domain/market-data/provider-port.ts';
import { type DatabaseConnection, openDatabase } from '../../src/infrastructure/database/connection.ts';
import { createAssetRepository } from '../../src/infrastructure/database/repositories/asset-repository.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createFeedRepository } from '../../src/infrastructure/database/repositories/feed-repository.ts';
import { createFetchedPriceRepository } from '../../src/infrastructure/database/repositories/fetched-price-repository.ts';
import { createPriceRepository } from '../../src/infrastructure/database/repositories/price-repository.ts';
import { createUserRepository } from '../../src/infrastructure/database/repositories/user-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { tiingo } from '../../src/infrastructure/third-party/tiingo.ts';
import type { MovableClock } from '../support/movable-clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createFixedClock } from '../third-party/fixed-clock.ts';
import { type ProviderServer, startProviderServer } from '../third-party/provider-server.ts';

interface Day {
  readonly date: string;
  readonly close: number;
  readonly adjusted: number;
  readonly split?: number;
}

const owner = createId();
const dayMs = 86_400_000;
let testDatabase: TestDatabase;
let database: DatabaseConnection;
/** As the owner of the tables, who sees every row. */
let tables: Pool;
let server: ProviderServer;
let egress: Egress;
let clock: MovableClock;
let parts: ReturnType<typeof makeParts>;
let assetId: string;
/** What the provider has; it answers the days that are asked for. */
let days: Day[] = [];

function makeParts() {
  const { orm } = database;
  const provider = tiingo({ egress, clock, retry: { attemptsMax: 1, waitMs: 1, retryAfterMsMax: 0 } }, 'a-key');
  return {
    users: createUserRepository(orm),
    assets: createAssetRepository(orm, createId),
    prices: createPriceRepository(orm),
    feeds: createFeedRepository(orm),
    fetched: createFetchedPriceRepository(orm, createId),
    transactions: createTransactions(orm, createAppendEvents(clock)),
    providerOf: async (_: string, name: string) => (name === 'tiingo' ? provider : null),
    clock,
  };
}

function serveDays(): void {
  server.answerWith((request, response) => {
    const { searchParams } = new URL(request.url!, 'https://api.tiingo.com');
    const [from, to] = [searchParams.get('startDate')!, searchParams.get('endDate')!];
    const rows = days
      .filter(({ date }) => date >= from && date <= to)
      .map(({ date, close, adjusted, split = 1 }) => ({
        date: `${date}T00:00:00.000Z`,
        close,
        adjClose: adjusted,
        divCash: 0,
        splitFactor: split,
      }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows));
  });
}

/** Weekdays up to a date, wandering a little. */
function wander(count: number, last: string): Day[] {
  const all = Array.from({ length: count * 2 }, (_, index) => new Date(Date.parse(last) - index * dayMs));
  return all
    .filter((day) => day.getUTCDay() !== 0 && day.getUTCDay() !== 6)
    .slice(0, count)
    .toReversed()
    .map((day, index) => {
      const close = Number((200 * (1 + 0.01 * Math.sin(index))).toFixed(2));
      return { date: day.toISOString().slice(0, 10), close, adjusted: close };
    });
}

const refresh = () => asServer(() => createPriceRefresh(parts).refresh(owner, assetId));
const stored = async () => {
  const { rows } = await tables.query<{ date: string; close: string; adjusted: string; provider: string }>(
    `select to_char(date, 'YYYY-MM-DD') as date, close::text, adjusted_close::text as adjusted, provider from prices where asset_id = $1 order by 1`,
    [assetId],
  );
  return rows;
};
const asStored = (served: readonly Day[]) =>
  served.map(({ date, close, adjusted }) => ({
    date,
    close: String(close),
    adjusted: String(adjusted),
    provider: 'tiingo',
  }));

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  tables = new Pool({ connectionString: testDatabase.connectionString, max: 2 });
  server = await startProviderServer(['api.tiingo.com']);
  egress = createEgress({ allowedLoopback: server.allowedLoopback });
}, 120_000);
afterAll(async () => {
  egress.close();
  await server.close();
  await tables.end();
  await testDatabase.drop();
});

beforeEach(async () => {
  clock = createFixedClock('2026-11-20T23:00:00.000Z');
  database = openDatabase(testDatabase.connectionString, { log: pino({ level: 'silent' }) });
  parts = makeParts();
  await asServer(() =>
    parts.transactions.run(async (transaction) => {
      await parts.users.requireUser(owner, 'x', transaction);
      const description = { symbol: createId().slice(-12), name: 'Apple', assetClass: 'equity' as const };
      [assetId] = (await parts.assets.insert(
        owner,
        [{ ...description, source: 'provider', sector: null, country: null, currency: 'USD' }],
        transaction,
      )) as [string];
      await parts.feeds.insert(
        owner,
        { assetId, provider: 'tiingo', providerSymbol: 'AAPL', alternatives: [] },
        transaction,
      );
    }),
  );
  days = wander(60, '2026-11-19');
  serveDays();
  return () => database.close();
});

describe('a refresh', () => {
  test('stores the history with its provenance, raw beside adjusted, and then asks for what is new only', async () => {
    const first = await refresh();
    expect(first).toMatchObject({ storedCount: 60, quarantinedCount: 0, feed: { failure: null, closes: 'raw' } });
    expect(await stored()).toEqual(asStored(days));
    const asset = await asServer(() => parts.assets.find(owner, assetId));
    expect(asset?.prices).toMatchObject({ count: 60, lastDate: '2026-11-19', lastClose: String(days.at(-1)!.close) });

    days = [...days, { date: '2026-11-20', close: 203.5, adjusted: 203.5 }];
    clock.advance(dayMs);
    serveDays();
    expect((await refresh()).storedCount).toBe(2);
    expect(server.requests.map(({ url }) => new URL(url!, 'https://x').searchParams.get('startDate'))).toEqual([
      '2026-11-19',
    ]);
    expect(await stored()).toEqual(asStored(days));
  });

  test('replaces every adjusted close after a split, and keeps the raw ones', async () => {
    await refresh();
    const quartered = days.map((day) => ({ ...day, adjusted: day.close / 4 }));
    days = [...quartered, { date: '2026-11-20', close: 50.25, adjusted: 50.25, split: 4 }];
    clock.advance(dayMs);
    expect(await refresh()).toMatchObject({ storedCount: 61, quarantinedCount: 0 });
    expect(await stored()).toEqual(asStored(days));
    expect(await asServer(() => parts.fetched.splits(owner, assetId))).toEqual([{ date: '2026-11-20', ratio: '4' }]);
    const column = (await asServer(() => parts.prices.columns(owner, [assetId]))).get(assetId)!;
    expect([...column.closes]).toEqual(days.map(({ close }) => close));
    expect([...column.returnCloses!]).toEqual(days.map(({ adjusted }) => adjusted));
    await tables.query('update prices set adjusted_close = null where asset_id = $1', [assetId]);
    await tables.query('update assets set prices_version = prices_version + 1 where id = $1', [assetId]);
    const divided = (await asServer(() => parts.prices.columns(owner, [assetId]))).get(assetId)!;
    expect([...divided.returnCloses!]).toEqual(days.map(({ adjusted }) => adjusted));
  });

  test('keeps a spike apart with its reason, once, and stores the days around it', async () => {
    days = days.map((day, index) => (index === 30 ? { ...day, close: 20_000, adjusted: 20_000 } : day));
    expect(await refresh()).toMatchObject({ storedCount: 59, quarantinedCount: 1 });
    clock.advance(dayMs);
    await refresh();
    const { rows } = await tables.query('select date, value, reason from quarantined_prices where asset_id = $1', [
      assetId,
    ]);
    expect(rows).toEqual([{ date: days[30]!.date, value: '20000', reason: 'unit-shift' }]);
    expect((await stored()).some(({ date }) => date === days[30]!.date)).toBe(false);
  });

  test('stores nothing of a history that is a hundred times what is stored', async () => {
    await refresh();
    const before = await stored();
    days = days.map((day) => ({ ...day, close: day.close * 100, adjusted: day.adjusted * 100 }));
    clock.advance(dayMs);
    const { feed, storedCount } = await refresh();
    expect(storedCount).toBe(0);
    expect(feed.failure).toMatchObject({
      kind: 'answer-invalid',
      message: expect.stringContaining('no split explains it'),
    });
    expect(await stored()).toEqual(before);
  });

  test('leaves the last good prices and says why and until when; before that nobody is asked', async () => {
    await refresh();
    const before = await stored();
    server.answerWith((_, response) => response.writeHead(429, { 'retry-after': '600' }).end('slow down'));
    clock.advance(dayMs);
    const { feed } = await refresh();
    expect(feed.failure).toMatchObject({ kind: 'rate-limited', until: new Date('2026-11-21T23:10:00.000Z') });
    expect(feed.lastSuccessAt).toEqual(new Date('2026-11-20T23:00:00.000Z'));
    expect(await stored()).toEqual(before);
    const asked = server.requests.length;
    expect((await refresh()).feed.failure?.kind).toBe('rate-limited');
    expect(server.requests.length).toBe(asked);

    clock.advance(700_000);
    serveDays();
    expect((await refresh()).feed.failure).toBeNull();
  });

  test('never touches a day that the owner has decided about', async () => {
    await refresh();
    const { date } = days.at(-1)!;
    await tables.query(`update prices set close = 1234 where asset_id = $1 and date = $2`, [assetId, date]);
    await tables.query(
      `insert into price_overrides (asset_id, owner_id, date, kind, close, reason) values ($1, $2, $3, 'set', 1234, 'as printed')`,
      [assetId, owner, date],
    );
    days = days.map((day) => ({ ...day, adjusted: day.adjusted * 0.99 }));
    clock.advance(dayMs);
    expect((await refresh()).storedCount).toBe(60);
    const rows = await stored();
    expect(rows.at(-1)!.close).toBe('1234');
    expect(rows.slice(0, -1)).toEqual(asStored(days.slice(0, -1)));
  });

  test.each(['raw', 'split-adjusted'] as const)(
    'takes nothing of another kind than the stored %s closes, neither at the end nor as a whole',
    async (kind) => {
      const other = kind === 'raw' ? 'split-adjusted' : 'raw';
      const provider = await parts.providerOf(owner, 'tiingo');
      const ofKind = (closes: typeof kind): MarketDataProvider => ({
        ...provider!,
        history: async (...asked) => {
          const answer = await provider!.history(...asked);
          if (!answer.ok) return answer;
          return { ok: true, value: { ...answer.value, provenance: { ...answer.value.provenance, closes } } };
        },
      });
      const refreshAs = (closes: typeof kind) =>
        asServer(() =>
          createPriceRefresh({ ...parts, providerOf: async () => ofKind(closes) }).refresh(owner, assetId),
        );
      expect((await refreshAs(kind)).feed.closes).toBe(kind);
      const before = await stored();
      clock.advance(dayMs);
      const { feed, storedCount } = await refreshAs(other);
      expect([storedCount, feed.closes]).toEqual([0, kind]);
      expect(feed.failure).toMatchObject({
        kind: 'unsupported',
        message: expect.stringContaining(`gives ${other} closes`),
      });
      expect(await stored()).toEqual(before);
    },
  );

  test('says so when the asset has no provider or the provider no key', async () => {
    await tables.query(`update asset_feeds set provider = 'eodhd' where asset_id = $1`, [assetId]);
    expect((await refresh()).feed.failure).toMatchObject({ kind: 'unauthorised' });
    await tables.query('delete from asset_feeds where asset_id = $1', [assetId]);
    await expect(refresh()).rejects.toThrow(/has no provider/);
    expect(await stored()).toEqual([]);
  });
});
