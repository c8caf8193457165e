/** Heads kept outside of the database tell when somebody who can change the database changed or cut the trail. */
import { generateKeyPairSync } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPublicKey, keyIdOf, parseCanonicalJson, requireHead, verifyHead } from '@riskoptimizer/audit-trail';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asServer } from '../../src/core/request-context.ts';
import { createHeadKeeper, type HeadKeeper } from '../../src/domain/audit/head-keeper.ts';
import type { Transactions } from '../../src/domain/transactions/ports.ts';
import { openHeadFile } from '../../src/infrastructure/audit/head-file.ts';
import { type DatabaseConnection, openDatabase } from '../../src/infrastructure/database/connection.ts';
import {
  createAppendEvents,
  createTrailReader,
} from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { openOwnerPool } from '../support/owner-pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { readTrail } from './read-trail.ts';
import { tamper } from './tamper.ts';

const signingKey = generateKeyPairSync('ed25519').privateKey;

let testDatabase: TestDatabase;
let database: DatabaseConnection;
let owner: Pool;
let folder: string;
let path: string;
let transactions: Transactions;
let logged: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-heads-'));
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.connectionString, { log: pino({ level: 'silent' }) });
  owner = openOwnerPool(testDatabase.connectionString);
  path = join(folder, testDatabase.name, 'heads.jsonl');
  logged = [];
});
afterEach(async () => {
  await database.close();
  await owner.end();
  await testDatabase.drop();
});

/** What a start of the server makes. */
async function start(key = signingKey): Promise<HeadKeeper> {
  const headLog = await openHeadFile(path, key);
  const clock = { now: () => new Date(), monotonicMs: () => 0 };
  transactions = createTransactions(
    database.orm,
    createAppendEvents(clock, (sequence) => keeper.appended(sequence)),
  );
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const trail = createTrailReader(database.orm);
  const { publicKeys } = headLog;
  const keeper = createHeadKeeper({ trail, headLog, signingKey: key, publicKeys, transactions, clock, log });
  return keeper;
}

async function add(count: number): Promise<void> {
  await asServer(() =>
    transactions.run(async () => {
      for (let index = 0; index < count; index += 1) {
        transactions.record({ action: 'thing.made', entity: { type: 'thing', id: `${index}` }, after: { index } });
      }
    }),
  );
}

const keptHeads = async () =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => requireHead(parseCanonicalJson(line)));

describe('keeping', () => {
  test('a head is signed with the key whose public half lies beside it, and nobody else reads the file', async () => {
    const keeper = await start();
    await add(3);
    const head = await keeper.sign();
    expect(await keptHeads()).toEqual([head]);
    expect(head).toMatchObject({ treeSize: 3, keyId: keyIdOf(signingKey) });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const names = await readdir(join(path, '..'));
    expect(names.sort()).toEqual([`audit-key-${keyIdOf(signingKey)}.pem`, 'heads.jsonl']);
    const pem = await readFile(join(path, '..', names[0]!), 'utf8');
    expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(verifyHead(importPublicKey(pem), head)).toBe(true);
  });

  test('nothing is written while nothing changes', async () => {
    const keeper = await start();
    await add(1);
    await keeper.sign();
    await keeper.sign();
    expect(await keptHeads()).toHaveLength(1);
    await add(1);
    await keeper.sign();
    expect((await keptHeads()).map(({ treeSize }) => treeSize)).toEqual([1, 2]);
  });

  test('a thousand entries do not wait for the next turn: what is committed by then is signed', async () => {
    await start();
    for (let turn = 0; turn < 13; turn += 1) await add(100);
    await expect.poll(async () => (await keptHeads()).length).toBe(1);
    const [head] = await keptHeads();
    expect(head!.treeSize).toBeGreaterThanOrEqual(900);
  });

  test('a line that was torn by a power cut is taken away, as it was never confirmed', async () => {
    const keeper = await start();
    await add(1);
    await keeper.sign();
    await appendFile(path, '{"algorithm":"Ed2');
    const next = await start();
    expect((await next.check()).state).toBe('sound');
    await add(1);
    await next.sign();
    expect((await keptHeads()).map(({ treeSize }) => treeSize)).toEqual([1, 2]);
  });

  test('heads of an earlier key stay good', async () => {
    await (await start()).sign();
    await add(2);
    await (await start()).sign();
    const next = await start(generateKeyPairSync('ed25519').privateKey);
    expect((await next.check()).state).toBe('sound');
    await next.sign();
    expect(new Set((await keptHeads()).map(({ keyId }) => keyId)).size).toBe(2);
    expect((await (await start()).check()).state).toBe('sound');
  });

  test('a place that cannot be written stops the start', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openHeadFile(join(folder, 'file', 'heads.jsonl'), signingKey)).rejects.toThrow(/data folder|heads/);
  });
});

/** Each by somebody who owns the database and can switch triggers off; `where` is what the message must name. */
const changes: [name: string, statements: readonly string[], where: RegExp][] = [
  [
    'a text',
    [`update audit_entries set content = replace(content, '"index":4', '"index":5') where sequence = 5`],
    /entry 5/,
  ],
  [
    'a text and its hash',
    [
      `update audit_entries set content = replace(content, '"index":4', '"index":5') where sequence = 5`,
      `update audit_entries set hash = encode(sha256('\\x00'::bytea || convert_to(content, 'UTF8')), 'hex') where sequence = 5`,
    ],
    /[Ee]ntry 6/,
  ],
  [
    'a column that is searched by',
    [`update audit_entries set action = 'thing.other' where sequence = 5`],
    /action of entry 5/,
  ],
  ['who did it', [`update audit_entries set actor_id = 'x' where sequence = 5`], /actor_id of entry 5/],
  ['one entry less', ['delete from audit_entries where sequence = 5'], /[Ee]ntry 5 is missing/],
  ['the tail cut, the head row left', ['delete from audit_entries where sequence > 8'], /[Ee]ntry 9 is missing/],
  ['white space in a text', [`update audit_entries set content = content || ' ' where sequence = 5`], /entry 5/],
  ['the head row', [`update audit_head set peaks = array[hash, hash]`], /head row/],
  ['the head row, so that nothing can be added any more', [`update audit_head set peaks = '{}'`], /head row/],
];

describe('what was changed is found at the next start', () => {
  test.each(changes)('%s', async (_, statements, where) => {
    const keeper = await start();
    await add(10);
    await keeper.sign();
    await tamper(owner, statements);
    const found = await (await start()).check();
    expect(found).toMatchObject({ state: 'broken', sentence: expect.stringMatching(where) });
    expect(logged.join('')).toMatch(/THE AUDIT TRAIL IS BROKEN/);
  });

  test('the trail itself says when it was found', async () => {
    const keeper = await start();
    await add(3);
    await keeper.sign();
    await tamper(owner, [`update audit_entries set result = 'failed' where sequence = 2`]);
    await (await start()).check();
    expect((await readTrail(owner)).at(-1)).toMatchObject({
      sequence: 4,
      actor: { kind: 'system' },
      action: 'audit.broken',
      after: { sequence: 2, sentence: expect.stringMatching(/result of entry 2/) },
    });
  });

  test('the tail cut and the head row moved back with it', async () => {
    const keeper = await start();
    await add(8);
    const { rows } = await owner.query('select hash, peaks, recorded_at from audit_head');
    await add(2);
    await keeper.sign();
    await tamper(owner, ['delete from audit_entries where sequence > 8'], async (client) => {
      await client.query('update audit_head set sequence = 8, hash = $1, peaks = $2', [rows[0].hash, rows[0].peaks]);
    });
    expect(await (await start()).check()).toMatchObject({
      state: 'broken',
      sentence: expect.stringMatching(/had 10 entries .* and has 8 now/),
    });
  });

  test('the whole trail written anew, longer than before', async () => {
    const keeper = await start();
    await add(10);
    await keeper.sign();
    const zeros = '0'.repeat(64);
    await tamper(owner, [
      'delete from audit_entries',
      `update audit_head set sequence = 0, hash = '${zeros}', peaks = '{}'`,
    ]);
    await add(12);
    expect(await (await start()).check()).toMatchObject({
      state: 'broken',
      sentence: expect.stringMatching(/signed at .* is of other entries/),
    });
  });

  test('the same without a head that was kept is believed: what is kept nowhere else proves nothing', async () => {
    await start();
    await add(10);
    const zeros = '0'.repeat(64);
    await tamper(owner, [
      'delete from audit_entries',
      `update audit_head set sequence = 0, hash = '${zeros}', peaks = '{}'`,
    ]);
    await add(12);
    expect((await (await start()).check()).state).toBe('sound');
  });

  test('a head that was changed in the file, or signed by somebody else', async () => {
    const keeper = await start();
    await add(1);
    await keeper.sign();
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"treeSize":1', '"treeSize":2'));
    expect(await (await start()).check()).toMatchObject({ sentence: expect.stringMatching(/not signed by a key/) });
    await writeFile(path, text.replace('Ed25519', 'Ed25518'));
    expect(await (await start()).check()).toMatchObject({ sentence: expect.stringMatching(/Line 1 of/) });
    await writeFile(path, text);
    expect((await (await start()).check()).state).toBe('sound');
  });
});

test('an untouched trail is sound at every start', async () => {
  for (let turn = 0; turn < 4; turn += 1) {
    const keeper = await start();
    expect((await keeper.check()).state).toBe('sound');
    await add(700);
    await keeper.sign();
  }
});
