/** Entries are written with the change they tell of, one after the other, and nothing but written. */
import type { Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createId } from '../../src/core/ids.ts';
import { asServer, type RequestContext, runInContext } from '../../src/core/request-context.ts';
import type { AuditEvent } from '../../src/domain/audit/ports.ts';
import type { Transactions } from '../../src/domain/transactions/ports.ts';
import { type DatabaseConnection, openDatabase } from '../../src/infrastructure/database/connection.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { openOwnerPool } from '../support/owner-pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { expectSoundTrail, readTrail } from './read-trail.ts';

let testDatabase: TestDatabase;
let database: DatabaseConnection;
let transactions: Transactions;
let owner: Pool;
let now = new Date('2026-11-22T12:00:00.500Z');

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.connectionString, { log: pino({ level: 'silent' }) });
  owner = openOwnerPool(testDatabase.connectionString);
  transactions = createTransactions(database.orm, createAppendEvents({ now: () => now, monotonicMs: () => 0 }));
});
afterAll(async () => {
  await database.close();
  await owner.end();
  await testDatabase.drop();
});

const thing = (id: string): AuditEvent => ({ action: 'thing.made', entity: { type: 'thing', id }, after: { id } });
const record = (...events: AuditEvent[]) =>
  transactions.run(async () => events.forEach((event) => transactions.record(event)));

describe('what is written', () => {
  test('who, when, from where and in which request come from the context', async () => {
    const userId = createId();
    const sessionId = createId();
    const context: RequestContext = {
      requestId: 'request-1',
      address: '192.0.2.7',
      actor: {
        kind: 'user',
        userId,
        role: 'analyst',
        isDemo: false,
        sessionId,
        client: 'web',
        assurance: 'full',
        tokenId: 'token',
        confirmedUntil: null,
      },
    };
    await runInContext(context, () => record(thing('a')));
    expect((await readTrail(owner)).at(-1)).toMatchObject({
      recordedAt: '2026-11-22T12:00:00.500Z',
      actor: { kind: 'user', id: userId },
      sessionId,
      address: '192.0.2.7',
      requestId: 'request-1',
      ownerId: userId,
      before: null,
      after: { id: 'a' },
      result: 'success',
      reason: null,
    });
  });

  test('an API key stands in the place of the session', async () => {
    const [userId, apiKeyId] = [createId(), createId()];
    const actor = { kind: 'api-key', userId, role: 'viewer', apiKeyId, scopes: [] } as const;
    await runInContext({ requestId: null, address: null, actor }, () => record(thing('b')));
    expect((await readTrail(owner)).at(-1)).toMatchObject({
      actor: { kind: 'api-key', id: userId },
      sessionId: apiKeyId,
    });
  });

  test('a sign-in names whom the request does not know yet', async () => {
    const [actorId, sessionId] = [createId(), createId()];
    const context = { requestId: null, address: null, actor: { kind: 'anonymous' } } as const;
    await runInContext(context, () => record({ ...thing('c'), actorId, sessionId }));
    const signedIn = (await readTrail(owner)).at(-1);
    expect(signedIn).toMatchObject({ actor: { kind: 'user', id: actorId }, sessionId, ownerId: actorId });
  });

  test('a clock that steps back does not turn the times round', async () => {
    now = new Date('2026-11-22T11:00:00.000Z');
    await asServer(() => record(thing('d')));
    expect((await readTrail(owner)).at(-1)?.recordedAt).toBe('2026-11-22T12:00:00.500Z');
    now = new Date('2026-11-22T13:00:00.000Z');
    await asServer(() => record(thing('e')));
    expect((await readTrail(owner)).at(-1)?.recordedAt).toBe('2026-11-22T13:00:00.000Z');
  });

  test('thousands of events of one change are one transaction', async () => {
    const before = (await readTrail(owner)).length;
    await asServer(() => record(...Array.from({ length: 2500 }, (_, index) => thing(`many ${index}`))));
    expect(await expectSoundTrail(owner)).toHaveLength(before + 2500);
  });
});

describe('all or nothing', () => {
  test('a value that JSON cannot write exactly undoes the change', async () => {
    const before = await readTrail(owner);
    for (const value of [Number.NaN, undefined, 10n, new Date()]) {
      const change = asServer(() =>
        transactions.run(async () => {
          await database.orm.execute("insert into users (display_name) values ('never')");
          transactions.record({ ...thing('f'), after: { value: value as never } });
        }),
      );
      await expect(change).rejects.toThrow(/JSON cannot write/);
    }
    expect(await readTrail(owner)).toEqual(before);
    expect((await owner.query("select from users where display_name = 'never'")).rows).toEqual([]);
  });

  test('a change that is undone leaves no entry', async () => {
    const before = (await expectSoundTrail(owner)).length;
    const change = asServer(() =>
      transactions.run(async () => {
        transactions.record(thing('g'));
        throw new Error('changed my mind');
      }),
    );
    await expect(change).rejects.toThrow('changed my mind');
    expect(await expectSoundTrail(owner)).toHaveLength(before);
  });

  test('what is done apart stays', async () => {
    const change = asServer(() =>
      transactions.run(async () => {
        transactions.record(thing('undone'));
        await transactions.apart(() => record(thing('stays')));
        throw new Error('changed my mind');
      }),
    );
    await expect(change).rejects.toThrow('changed my mind');
    expect((await expectSoundTrail(owner)).at(-1)?.entity.id).toBe('stays');
  });
});

test('twenty writers at once make one chain without a gap', async () => {
  const before = (await readTrail(owner)).length;
  await Promise.all(
    Array.from({ length: 20 }, (_, writer) =>
      asServer(async () => {
        for (let turn = 0; turn < 10; turn += 1) await record(thing(`${writer} ${turn}`), thing(`${writer} ${turn}b`));
      }),
    ),
  );
  const entries = await expectSoundTrail(owner);
  expect(entries).toHaveLength(before + 400);
  const own = entries.filter(({ entity }) => entity.id!.startsWith('7 '));
  expect(own.map(({ entity }) => entity.id)).toEqual(
    Array.from({ length: 10 }, (_, turn) => [`7 ${turn}`, `7 ${turn}b`]).flat(),
  );
});

describe('only added to', () => {
  const attempts = [
    "update audit_entries set content = 'x' where sequence = 1",
    "update audit_entries set result = 'failed' where sequence = 1",
    'delete from audit_entries where sequence = 1',
    'truncate audit_entries',
    'delete from audit_head',
    'truncate audit_head',
    'update audit_head set sequence = sequence - 1',
    'update audit_head set sequence = sequence + 1',
    "update audit_head set peaks = '{}'",
    'insert into audit_entries select sequence + 9, recorded_at, actor_kind, actor_id, owner_id, action, entity_type, entity_id, result, content, hash from audit_entries order by sequence desc limit 1',
  ];

  test.each(attempts)('the application is refused: %s', async (statement) => {
    await expect(asServer(() => database.pool.query(statement))).rejects.toMatchObject({ code: '42501' });
  });

  test.each(attempts)('the owner is refused: %s', async (statement) => {
    await expect(owner.query(statement)).rejects.toMatchObject({ code: '42501' });
    await expectSoundTrail(owner);
  });
});
