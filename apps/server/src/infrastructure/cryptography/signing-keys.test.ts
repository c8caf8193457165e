import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSigningKeyRing, createStoredSigningKey, type StoredSigningKey } from './signing-keys.ts';

const start = Date.UTC(2026, 10, 22);
const at = (second: number) => new Date(start + second * 1000);

/** A store and a clock that the test turns. */
function ringOf(stored: StoredSigningKey[]) {
  const state = { second: 0, stored, loadCount: 0, broken: false };
  const ring = createSigningKeyRing({
    load: async () => {
      state.loadCount += 1;
      if (state.broken) throw new Error('no database');
      return state.stored;
    },
    clock: { now: () => at(state.second), monotonicMs: () => state.second * 1000 },
  });
  return { ring, state };
}

const key = (from: number, until: number) => createStoredSigningKey({ signsFrom: at(from), verifiesUntil: at(until) });

test('a new key is known before it signs, and the old one verifies until its end', async () => {
  const [old, next] = [key(-100, 700), key(60, 1500)];
  const { ring, state } = ringOf([next, old]);
  expect((await ring.current()).kid).toBe(old.kid);
  expect(await ring.find(next.kid)).not.toBeNull();
  state.second = 60;
  expect((await ring.current()).kid).toBe(next.kid);
  expect((await ring.find(old.kid))?.asymmetricKeyType).toBe('ed25519');
  expect((await ring.find(old.kid))?.type).toBe('public');
  state.second = 700;
  expect(await ring.find(old.kid)).toBeNull();
});

test('a key that another process made is found at once, and forged ids do not keep the store busy', async () => {
  const first = key(0, 1000);
  const { ring, state } = ringOf([first]);
  await ring.current();
  const second = key(0, 1000);
  state.stored = [first, second];
  state.second = 1;
  expect(await ring.find(second.kid)).not.toBeNull();
  const loadCount = state.loadCount;
  for (let time = 0; time < 1000; time += 1) expect(await ring.find(`forged-${time}`)).toBeNull();
  expect(state.loadCount).toBe(loadCount);
});

test('a key that was taken away is unknown after the next reading', async () => {
  const taken = key(0, 1000);
  const { ring, state } = ringOf([taken, key(0, 1000)]);
  expect(await ring.find(taken.kid)).not.toBeNull();
  state.stored = state.stored.slice(1);
  state.second = 30;
  expect(await ring.find(taken.kid)).toBeNull();
});

test('many at once read once; a store that fails lets nobody in and is asked again', async () => {
  const { ring, state } = ringOf([key(0, 1000)]);
  state.broken = true;
  await expect(ring.current()).rejects.toThrow('no database');
  await expect(ring.find('any')).rejects.toThrow('no database');
  state.broken = false;
  const before = state.loadCount;
  await Promise.all(Array.from({ length: 50 }, () => ring.current()));
  expect(state.loadCount - before).toBe(1);
});

test('no key, a key of the future, a key that is over: nothing is signed', async () => {
  for (const stored of [[], [key(60, 900)], [key(-900, 0)]]) {
    await expect(ringOf(stored).ring.current()).rejects.toThrow('There is no key to sign access tokens with');
  }
});

test('a key of another kind is refused', async () => {
  const privateKeyPem = generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { ring } = ringOf([{ ...key(0, 100), privateKeyPem }]);
  await expect(ring.current()).rejects.toThrow('is no Ed25519 key');
});
