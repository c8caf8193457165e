/** The daily refresh on a real database: who is due, once a day, by whoever leads. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createId } from '../../src/core/ids.ts';
import { DailyRefresh } from '../../src/domain/market-data/daily-refresh.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createFeedRepository } from '../../src/infrastructure/database/repositories/feed-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createFixedClock } from '../third-party/fixed-clock.ts';

const noon = '2026-11-20T12:00:00.000Z';
const hourMs = 3_600_000;
let application: TestApplication;
const owners = { due: createId(), fresh: createId(), gone: createId(), without: createId(), asked: createId() };

const hoursBefore = (hours: number) => new Date(Date.parse(noon) - hours * hourMs);

beforeAll(async () => {
  application = await startTestApplication();
  const { pool } = application.owner;
  for (const [name, id] of Object.entries(owners)) {
    await pool.query('insert into users (id, display_name, status) values ($1, $2, $3)', [
      id,
      name,
      name === 'gone' ? 'disabled' : 'active',
    ]);
    if (name === 'without') continue;
    const assetId = createId();
    await pool.query(
      `insert into assets (id, owner_id, source, symbol, name, asset_class, currency) values ($1, $2, 'provider', 'A', 'A', 'equity', 'USD')`,
      [assetId, id],
    );
    await pool.query(
      `insert into asset_feeds (asset_id, owner_id, provider, provider_symbol, last_success_at, created_at)
        values ($1, $2, 'simulated', 'NORTHW', $3, $4)`,
      [assetId, id, hoursBefore(name === 'fresh' ? 2 : 30), hoursBefore(900)],
    );
  }
  await storeJob(owners.asked, 'refresh-prices', hoursBefore(5));
});
afterAll(() => application.stop());

async function storeJob(ownerId: string, kind: string, at: Date): Promise<void> {
  await application.owner.pool.query(
    `insert into jobs (id, owner_id, kind, input, state, priority, turn, queue_id, created_at, finished_at)
      values ($1, $2, $3, '{}', 'cancelled', 'normal', 1, $4, $5, $5)`,
    [createId(), ownerId, kind, createId(), at],
  );
}

function dailyRefresh(isLeader: boolean, sent: string[], clock = createFixedClock(noon)) {
  const { orm } = application.parts.database;
  const transactions = createTransactions(orm, createAppendEvents(createFixedClock(noon)));
  return {
    clock,
    refresh: new DailyRefresh({
      leadership: { isLeader: () => isLeader },
      ownersDue: createFeedRepository(orm).ownersDue,
      sendJob: async (ownerId, kind, input) => {
        sent.push(`${ownerId} ${kind} ${JSON.stringify(input)}`);
        await storeJob(ownerId, kind, clock.now());
      },
      transactions,
      clock,
      log: { warn: (error: unknown) => expect(error).toBeUndefined() },
    }),
  };
}

test('whoever is due is asked for once a day, and nobody else; only the leader asks', async () => {
  const sent: string[] = [];
  const follower = dailyRefresh(false, sent);
  await follower.refresh.look();
  expect(sent).toEqual([]);
  await follower.refresh.close();

  const { refresh, clock } = dailyRefresh(true, sent);
  await refresh.look();
  const expected = [`${owners.due} refresh-prices {}`];
  expect(sent).toEqual(expected);
  await refresh.look();
  expect(sent).toEqual(expected);

  // A day later also those that were fresh or asked themselves; a refresh that found nothing is asked for again.
  clock.advance(24 * hourMs);
  await refresh.look();
  expect(sent.length).toBe(expected.length + 3);
  await refresh.close();
});
