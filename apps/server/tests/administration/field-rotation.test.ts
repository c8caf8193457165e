/** A new field key while people work; a job that is killed and goes on; an old key that is dropped. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Encryption, UserSummary } from '@riskoptimizer/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFieldRotation } from '../../src/domain/administration/field-rotation.ts';
import type { SealedFieldRepository } from '../../src/domain/administration/sealed-fields.ts';
import { createFieldCipher } from '../../src/infrastructure/cryptography/field-cipher.ts';
import { readKeyRing } from '../../src/infrastructure/cryptography/key-ring.ts';
import { openSecrets } from '../../src/infrastructure/cryptography/secrets.ts';
import { createSealedFieldRepository } from '../../src/infrastructure/database/repositories/sealed-field-repository.ts';
import { sealedColumns } from '../../src/infrastructure/database/sealed-columns.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { folderOfTests } from '../support/folder-of-tests.ts';
import { until } from '../support/wait.ts';
import { auditOf, invite, type Somebody, setUpAdministrator, signIn } from './administrators.ts';

const invitedCount = 450;
let dataFolder: string;
let environment: Record<string, string>;
let application: TestApplication;
let other: TestApplication;
let ada: Somebody;

/** Two applications with the secrets of one data folder. */
const start = async (on?: TestApplication) =>
  startTestApplication({
    environment,
    secrets: await openSecrets({ dataFolder }),
    ...(on === undefined ? {} : { on }),
  });

beforeAll(async () => {
  dataFolder = await folderOfTests('field-rotation');
  environment = { RISKOPTIMIZER_BCRYPT_ROUNDS: '10', RISKOPTIMIZER_DATA: dataFolder };
  application = await start();
  ada = await setUpAdministrator(application);
  other = await start(application);
  await fillInvitations();
});
afterAll(async () => {
  await other.stop();
  await application.stop();
});

/** Enough rows for several batches, sealed as the server does. */
async function fillInvitations(): Promise<void> {
  const { fieldKeys } = await openSecrets({ dataFolder });
  const cipher = createFieldCipher(fieldKeys);
  const rows = Array.from({ length: invitedCount }, (_, index) => {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    return {
      id,
      sealed: cipher.seal({ table: 'invitations', column: 'email_sealed', row: id }, `guest${index}@example.com`),
    };
  });
  await application.owner.pool.query(
    `insert into invitations (id, token_hash, email_sealed, email_index, role, invited_by, created_at, expires_at)
      select id::uuid, sha256(id::bytea), sealed, id, 'viewer', $3, now(), now() + interval '7 days'
      from unnest($1::text[], $2::text[]) as given(id, sealed)`,
    [rows.map(({ id }) => id), rows.map(({ sealed }) => sealed), ada.userId],
  );
}

const encryption = async (at = application) =>
  (await ada.ask<Encryption>('GET', '/admin/encryption', undefined, at)).body;

/** Fields of every column that begin otherwise than with the present key. */
async function sealedWithOthers(keyId: string): Promise<number> {
  let count = 0;
  for (const { table, column } of sealedColumns) {
    const { rows } = await application.owner.pool.query<{ count: number }>(
      `select count(*)::int as count from ${table} where ${column} is not null and split_part(${column}, '.', 2) <> $1`,
      [keyId],
    );
    count += rows[0]!.count;
  }
  return count;
}

test('the list of sealed columns is that of the schema', async () => {
  const { rows } = await application.owner.pool.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and column_name like '%\\_sealed' and data_type = 'text'`,
  );
  const byName = (list: { table: string; column: string }[]) =>
    list.map(({ table, column }) => `${table}.${column}`).toSorted();
  expect(byName(sealedColumns.map(({ table, column }) => ({ table, column })))).toEqual(byName(rows));
});

test('a new key while people sign in and change their profile: nobody notices, and all is sealed anew', async () => {
  const bob = await invite(application, ada, 'analyst', 'bob@example.com');
  const before = await encryption();
  expect(before).toMatchObject({ keyCount: 1, pendingCount: 0 });
  expect(before.sealedCount).toBeGreaterThan(invitedCount);

  const wrong: unknown[] = [];
  const over = new AbortController();
  const wallets = ['0x52908400098527886E0F7030069857D2E4169EE7', '0xde709f2102306220921060314715629080e2fb77'];
  const work = async (at: TestApplication) => {
    for (let round = 0; !over.signal.aborted || round < 5; round += 1) {
      const walletAddress = wallets[round % 2];
      const answers = [
        await signIn(application, bob.email, at),
        await bob.ask('PATCH', '/me', { walletAddress }, at),
        await bob.ask('GET', '/me', undefined, at),
        await ada.ask('GET', '/admin/users', undefined, at),
      ];
      for (const answer of answers) if (answer.status !== 200) wrong.push([answer.status, answer.text]);
    }
  };
  const working = [work(application), work(other)];
  const rotated = await ada.ask<Encryption>('POST', '/admin/encryption/rotate');
  expect(rotated.status).toBe(200);
  expect(rotated.body).toMatchObject({ keyCount: 2 });
  expect(rotated.body.currentKeyId).not.toBe(before.currentKeyId);
  await until('nothing is pending', async () => (await encryption()).pendingCount === 0, 60_000);
  // Whoever still used the key of before has met the new one by now.
  await until(
    'nothing is pending at the other process',
    async () => (await encryption(other)).pendingCount === 0,
    60_000,
  );
  over.abort();
  await Promise.all(working);
  expect(wrong).toEqual([]);
  expect((await encryption(other)).currentKeyId).toBe(rotated.body.currentKeyId);
  expect(await sealedWithOthers(rotated.body.currentKeyId)).toBe(0);
  const users = await ada.ask<{ items: UserSummary[] }>('GET', '/admin/users', undefined, other);
  expect(users.body.items.map(({ email }) => email)).toEqual(expect.arrayContaining(['ada@example.com', bob.email]));
  const [entry] = await auditOf(application, 'encryption.key-rotated');
  expect(entry?.content).toMatchObject({
    before: { currentKeyId: before.currentKeyId, keyCount: 1 },
    after: { currentKeyId: rotated.body.currentKeyId, keyCount: 2 },
  });
}, 180_000);

test('killed after each batch in turn, the job goes on where it was', async () => {
  const { owner, database } = application;
  const keyFile = join(dataFolder, 'secrets', 'field-keys');
  const present = readKeyRing(await readFile(keyFile, 'utf8'));
  if ('wrong' in present) throw new Error(present.wrong);
  // As if the keys were new: the oldest one is put first.
  const ring = present.ring.toReversed() as unknown as typeof present.ring;
  const cipher = createFieldCipher(ring);
  const transactions = createTransactions(database.orm, async () => {});
  const log = pino({ level: 'silent' });
  const keys = { currentKeyId: () => cipher.currentKeyId, keyCount: () => ring.length, add: async () => '' };
  const repository = createSealedFieldRepository(database.orm);
  let left = await sealedWithOthers(cipher.currentKeyId);
  expect(left).toBeGreaterThan(invitedCount);
  let killedCount = 0;
  for (let isDone = false; !isDone; ) {
    let calls = 0;
    const mortal: SealedFieldRepository = {
      ...repository,
      replace: async (...parameters) => {
        calls += 1;
        // In the middle of the second batch: the first is stored, of the second nothing is.
        if (calls > 150) throw new Error('killed');
        return repository.replace(...parameters);
      },
    };
    const rotation = createFieldRotation({ fields: mortal, keys, cipher, transactions, log });
    isDone = await rotation.resume().then(
      () => true,
      () => false,
    );
    const now = await sealedWithOthers(cipher.currentKeyId);
    expect(now).toBeLessThan(left);
    left = now;
    if (!isDone) killedCount += 1;
  }
  expect(killedCount).toBeGreaterThan(2);
  expect(left).toBe(0);
  const { rows } = await owner.pool.query<{ id: string; email_sealed: string }>(
    "select id, email_sealed from invitations where id::text like '00000000-%' order by id",
  );
  expect(
    rows.map(({ id, email_sealed }) =>
      cipher.open({ table: 'invitations', column: 'email_sealed', row: id }, email_sealed),
    ),
  ).toEqual(Array.from({ length: invitedCount }, (_, index) => `guest${index}@example.com`));
  // A start of the server seals all of it with the newest key again.
  const third = await start(application);
  const newest = present.ring[0].id;
  await until('the start has sealed anew', async () => (await sealedWithOthers(newest)) === 0, 60_000);
  await third.stop();
}, 180_000);

test('a file of keys that is gone is said to the administrator, and nothing changes', async () => {
  const keyFile = join(dataFolder, 'secrets', 'field-keys');
  const before = await encryption(application);
  await rename(keyFile, `${keyFile}.away`);
  const refused = await ada.ask<{ code: string; detail: string }>('POST', '/admin/encryption/rotate');
  await rename(`${keyFile}.away`, keyFile);
  expect(refused).toMatchObject({ status: 409, body: { code: 'state-conflict' } });
  expect(refused.body.detail).toContain(`There is no ${keyFile}`);
  expect(await encryption(application)).toEqual(before);
}, 30_000);

describe('the old key', () => {
  const keyFile = () => join(dataFolder, 'secrets', 'field-keys');

  test('is dropped when nothing needs it any more', async () => {
    const lines = (await readFile(keyFile(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
    await writeFile(keyFile(), `${lines[0]}\n`, { mode: 0o600 });
    const third = await start(application);
    const users = await ada.ask<{ items: UserSummary[] }>('GET', '/admin/users', undefined, third);
    expect(users.body.items.length).toBeGreaterThan(1);
    expect((await encryption(third)).keyCount).toBe(1);
    await third.stop();
  });

  test('is missed when something does: the server does not start', async () => {
    const [line = ''] = (await readFile(keyFile(), 'utf8')).trim().split('\n');
    const stranger = await openSecrets({ dataFolder: await folderOfTests('stranger') });
    const [key] = stranger.fieldKeys;
    await writeFile(keyFile(), `${key.id}:${key.bytes.toString('base64')}\n`, { mode: 0o600 });
    await expect(start(application)).rejects.toThrow(/written with other secrets.*field-keys/);
    await writeFile(keyFile(), `${line}\n`, { mode: 0o600 });
  });
});

test('keys that the environment gives are changed there', async () => {
  const secrets = await openSecrets({ dataFolder: await folderOfTests('given') });
  const [key] = secrets.fieldKeys;
  const given = await startTestApplication({
    secrets,
    environment: { ...environment, RISKOPTIMIZER_FIELD_KEYS: `${key.id}:${key.bytes.toString('base64')}` },
  });
  const administrator = await setUpAdministrator(given);
  const refused = await administrator.ask<{ code: string; detail: string }>('POST', '/admin/encryption/rotate');
  expect([refused.status, refused.body.code]).toEqual([409, 'state-conflict']);
  expect(refused.body.detail).toContain('RISKOPTIMIZER_FIELD_KEYS');
  expect(await auditOf(given, 'encryption.key-rotated')).toEqual([]);
  await given.stop();
});
