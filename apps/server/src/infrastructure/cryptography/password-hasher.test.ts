import { createHmac, randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';
import { describe, expect, test } from 'vitest';
import { createHashQueue } from './hash-queue.ts';
import type { KeyRing, RingKey } from './key-ring.ts';
import { createPasswordHasher } from './password-hasher.ts';

const pepper: RingKey = { id: 'p1', bytes: randomBytes(48) };
const peppers: KeyRing = [pepper];
/** The cheapest allowed: what is tested does not depend on the cost. */
const rounds = 10;
const hasher = createPasswordHasher({ peppers, rounds });

test('a stored hash names its pepper and is bcrypt of the base64 of HMAC-SHA-384', async () => {
  const stored = await hasher.hash('correct horse');
  const [, hash = ''] = /^b1\.p1\.(\$2b\$10\$[./0-9A-Za-z]{53})$/.exec(stored) ?? [];
  const prehashed = createHmac('sha384', pepper.bytes).update('correct horse').digest('base64');
  expect(prehashed).toHaveLength(64);
  expect(await bcrypt.compare(prehashed, hash)).toBe(true);
  expect(await hasher.hash('correct horse')).not.toBe(stored);
});

test('the standard cost is 12', async () => {
  expect(await createPasswordHasher({ peppers }).hash('x')).toMatch(/^b1\.p1\.\$2b\$12\$/);
});

describe('what is told apart', () => {
  const long = 'a'.repeat(72);
  test.each([
    ['the 73rd byte', `${long}X`, `${long}Y`],
    ['the 300th character', `${'b'.repeat(299)}X`, `${'b'.repeat(299)}Y`],
    ['what follows a NUL', 'before\0one', 'before\0two'],
    ['a NUL at the end', 'word', 'word\0'],
    ['letters past the basic plane', 'pass𝒳😀', 'pass𝒳😁'],
    ['18 letters of four bytes and one more', `${'😀'.repeat(18)}a`, `${'😀'.repeat(18)}b`],
    ['upper and lower case', 'Password', 'password'],
    ['a space at the end', 'word', 'word '],
  ])('%s', async (_, password, other) => {
    const stored = await hasher.hash(password);
    expect((await hasher.verify(password, stored)).matches).toBe(true);
    expect((await hasher.verify(other, stored)).matches).toBe(false);
  });
});

test.each([
  ['composed and decomposed', 'Zürich\u00e9', 'Zu\u0308riche\u0301'],
  ['a ligature and its letters', 'o\ufb03ce', 'office'],
  ['full-width and plain digits', '１２３', '123'],
])('%s are the same password, as keyboards differ', async (_, typed, alsoTyped) => {
  expect(typed).not.toBe(alsoTyped);
  expect((await hasher.verify(alsoTyped, await hasher.hash(typed))).matches).toBe(true);
});

test('another pepper makes another hash, and without the pepper nothing matches', async () => {
  const stored = await hasher.hash('word');
  const stranger = createPasswordHasher({ peppers: [{ id: 'p1', bytes: randomBytes(48) }], rounds });
  expect(await stranger.verify('word', stored)).toEqual({ matches: false, needsRehash: false });
  const other = createPasswordHasher({ peppers: [{ id: 'p2', bytes: pepper.bytes }], rounds });
  expect(await other.verify('word', stored)).toEqual({ matches: false, needsRehash: false });
});

test('a hash is made anew when the rounds grew or the pepper was replaced, and only for the right password', async () => {
  const stored = await hasher.hash('word');
  expect(await hasher.verify('word', stored)).toEqual({ matches: true, needsRehash: false });

  const dearer = createPasswordHasher({ peppers, rounds: rounds + 1 });
  expect(await dearer.verify('word', stored)).toEqual({ matches: true, needsRehash: true });
  expect(await dearer.verify('other', stored)).toEqual({ matches: false, needsRehash: false });
  // Rounds that were lowered do not make stored hashes weaker.
  expect(await hasher.verify('word', await dearer.hash('word'))).toEqual({ matches: true, needsRehash: false });

  const replaced = createPasswordHasher({ peppers: [{ id: 'p2', bytes: randomBytes(48) }, pepper], rounds });
  expect(await replaced.verify('word', stored)).toEqual({ matches: true, needsRehash: true });
  const renewed = await replaced.hash('word');
  expect(renewed).toMatch(/^b1\.p2\./);
  expect(await replaced.verify('word', renewed)).toEqual({ matches: true, needsRehash: false });
});

test.each(['', 'b1', 'b1.p1.', 'b2.p1.$2b$10$', 'b1.p1.$2b$10$short', 'plain text'])(
  'the stored text "%s" matches no password',
  async (stored) => {
    expect(await hasher.verify('word', stored)).toEqual({ matches: false, needsRehash: false });
  },
);

test.each([9, 17, 12.5, Number.NaN])('%d rounds are refused', (wrong) => {
  expect(() => createPasswordHasher({ peppers, rounds: wrong })).toThrow(`bcrypt rounds are 10 to 16, not ${wrong}.`);
});

test('an unknown account, a wrong password, an old hash and a damaged hash all take the same work', async () => {
  const dear = createPasswordHasher({ peppers, rounds: 12 });
  const [old, present] = [await hasher.hash('word'), await dear.hash('word')];
  const ways = {
    unknown: () => dear.verifyNothing('other'),
    wrong: () => dear.verify('other', present),
    old: () => dear.verify('other', old),
    damaged: () => dear.verify('other', 'damaged'),
  };
  const best: Record<string, number> = {};
  for (let time = 0; time < 5; time += 1) {
    for (const [name, way] of Object.entries(ways)) {
      // Time on the processor, so that a busy machine does not matter; nothing else runs in this process.
      const before = process.cpuUsage();
      await way();
      const { user, system } = process.cpuUsage(before);
      best[name] = Math.min(best[name] ?? Infinity, user + system);
    }
  }
  // A quarter of the work (the old hash alone) or none at all would be far below.
  for (const time of Object.values(best)) expect(time / best.wrong!, JSON.stringify(best)).toBeGreaterThan(0.8);
  for (const time of Object.values(best)) expect(time / best.wrong!, JSON.stringify(best)).toBeLessThan(1.25);
});

test('all ways through the hasher share one bounded queue', async () => {
  const bounded = createPasswordHasher({ peppers, rounds, queue: createHashQueue({ atOnce: 1, waitingMax: 1 }) });
  const stored = await bounded.hash('word');
  const outcomes = await Promise.allSettled([
    bounded.hash('word'),
    bounded.verify('word', stored),
    bounded.verifyNothing('word'),
    bounded.verify('word', 'damaged'),
    bounded.hash('word'),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected']);
});
