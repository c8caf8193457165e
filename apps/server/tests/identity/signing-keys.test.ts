/** Keys of access tokens: changed under load at two servers without a single refusal, and gone when their time is over. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSigningKeyRing } from '../../src/infrastructure/cryptography/signing-keys.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { type Inside, openInside } from './inside.ts';
import { auditActions, Person } from './people.ts';

const clock = createMovableClock();
let application: TestApplication;
let neighbour: TestApplication;
let inside: Inside;

beforeAll(async () => {
  application = await startTestApplication({ clock });
  neighbour = await startTestApplication({ clock, on: application });
  inside = await openInside(application, { clock });
}, 60_000);
afterAll(async () => {
  await inside.close();
  await neighbour.stop();
  await application.stop();
});

const kidOf = (token: string) =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
const keyCount = async () =>
  (await application.owner.pool.query<{ count: number }>('select count(*)::int as count from signing_keys')).rows[0]
    ?.count;

test('a rotation is noticed by nobody: every request of half an hour around it is answered', async () => {
  const { keyStore } = inside.foundation;
  const people = [new Person(application), new Person(application), new Person(application)];
  for (const person of people) await person.startDemo();
  const kids = new Set<string>();
  const refusals: string[] = [];
  for (let second = 0; second < 1_800; second += 15) {
    if (second === 300 || second === 900) await keyStore.rotate();
    await Promise.all(
      people.flatMap((person) =>
        [application, neighbour].map(async (at) => {
          const answer = await person.ask('GET', '/me/sessions', undefined, {}, at);
          if (answer.status !== 200) refusals.push(`${second} s: ${answer.status}`);
        }),
      ),
    );
    // Each renews at another time and another server, as late as a token allows and sooner.
    for (const [index, person] of people.entries()) {
      if ((second / 15 + index * 7) % [2, 13, 39][index]! !== 0) continue;
      const answer = await person.refresh(person.session?.refreshToken, second % 30 === 0 ? application : neighbour);
      if (answer.status !== 200) refusals.push(`${second} s: refresh ${answer.status}`);
      kids.add(kidOf(person.session?.accessToken ?? ''));
    }
    clock.advance(15_000);
  }
  expect(refusals).toEqual([]);
  expect(kids.size).toBe(3);
  expect(await keyCount()).toBe(3);
  await keyStore.deleteRetired();
  expect(await keyCount()).toBe(1);
  expect(await auditActions(application)).toEqual(
    expect.arrayContaining(['signing-key.created', 'signing-key.deleted']),
  );
}, 120_000);

test('a key signs for thirty days, and is followed by itself', async () => {
  const { keyStore } = inside.foundation;
  expect(await keyStore.rotateIfDue()).toBe(false);
  clock.advance(30 * 86_400_000);
  const both = await Promise.all([keyStore.rotateIfDue(), keyStore.rotateIfDue()]);
  expect(both.toSorted()).toEqual([false, true]);
});

test('a replaced key verifies until its last token is over, and not longer, also before it is deleted', async () => {
  const { keyStore } = inside.foundation;
  const { rows } = await application.owner.pool.query<{ id: string }>(
    'select id from signing_keys where retires_at is null',
  );
  const ring = createSigningKeyRing({ load: keyStore.load, clock });
  const [signing] = rows;
  // Known already when its end is set.
  expect(await ring.find(signing?.id ?? '')).not.toBeNull();
  await keyStore.rotate();
  clock.advance(12 * 60_000);
  expect(await ring.find(signing?.id ?? '')).not.toBeNull();
  clock.advance(61_000);
  expect(await ring.find(signing?.id ?? '')).toBeNull();
});

test('a token is refused from the moment its key is gone', async () => {
  const person = new Person(application);
  await person.startDemo();
  expect((await person.ask('GET', '/me/sessions')).status).toBe(200);
  await application.owner.pool.query('delete from signing_keys');
  await inside.foundation.keyStore.ensureFirst();
  clock.advance(31_000);
  expect((await person.ask('GET', '/me/sessions')).status).toBe(401);
  expect((await person.refresh()).status).toBe(200);
  expect((await person.ask('GET', '/me/sessions')).status).toBe(200);
});

test('private keys are sealed: a key moved to another row does not open', async () => {
  const { rows } = await application.owner.pool.query<{ row: string }>('select k::text as row from signing_keys k');
  expect(rows.map(({ row }) => row).join()).not.toContain('PRIVATE KEY');
  await application.owner.pool.query("update signing_keys set id = 'x' || id");
  await expect(inside.foundation.keyStore.load()).rejects.toThrow(/cannot be read/);
  await application.owner.pool.query('update signing_keys set id = substr(id, 2)');
  await expect(inside.foundation.keyStore.load()).resolves.toHaveLength(1);
});
