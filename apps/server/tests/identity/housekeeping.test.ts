/** What the server does by itself: ends sessions that are over, erases what was kept for a lost answer, removes what is old. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeIdentity } from '../../src/compose-identity.ts';
import type { SessionEnding } from '../../src/domain/identity/ports.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { type Inside, openInside } from './inside.ts';
import { Person } from './people.ts';

const clock = createMovableClock();
const dayMs = 86_400_000;
let application: TestApplication;
let inside: Inside;
let tasks: ReturnType<typeof composeIdentity>['tasks'];

beforeAll(async () => {
  application = await startTestApplication({ clock });
  inside = await openInside(application, { clock });
  const identity = composeIdentity(inside.foundation, {
    isLocal: true,
    origin: () => application.address,
    factors: { methodsOf: async () => [], beginSecondFactor: () => Promise.reject(new Error('none')) },
    authenticateApiKey: async () => null,
  });
  ({ tasks } = identity);
  tasks.stop();
}, 60_000);
afterAll(async () => {
  await inside.close();
  await application.stop();
});

const count = async (from: string) =>
  (await application.owner.pool.query<{ count: number }>(`select count(*)::int as count from ${from}`)).rows[0]?.count;

test('a successor is erased when the grace is over, and the token stays known as used', async () => {
  const person = new Person(application);
  await person.startDemo();
  await person.refresh();
  await tasks.often();
  expect(await count('refresh_tokens where successor_sealed is not null')).toBe(1);
  clock.advance(10_500);
  await tasks.often();
  expect(await count('refresh_tokens where successor_sealed is not null')).toBe(0);
  expect(await count('refresh_tokens where used_at is not null')).toBe(1);
});

test('sessions that are over are ended with a reason, told and audited', async () => {
  const person = new Person(application);
  await person.startDemo();
  const heard: SessionEnding[] = [];
  inside.foundation.endings.onSessionEnded((ending) => heard.push(ending));
  clock.advance(61 * 60_000);
  await tasks.often();
  await expect
    .poll(() => heard.find(({ sessionId }) => sessionId === person.session?.sessionId)?.reason)
    .toBe('expired');
  expect(await count("sessions where end_reason = 'expired'")).toBeGreaterThan(0);
  expect(
    await count(`audit_entries where action = 'session.ended' and entity_id = '${person.session?.sessionId}'`),
  ).toBe(1);
});

test('old rows go, those that still count stay', async () => {
  const person = new Person(application);
  await person.startDemo();
  await person.ask('POST', '/auth/sign-out');
  await new Person(application).signIn('nobody@example.com', 'wrong wrong wrong');
  expect(await count('revoked_access_tokens')).toBe(1);
  await tasks.hourly();
  expect(await count('sessions')).toBeGreaterThan(0);
  expect(await count('sign_in_throttles')).toBe(3);
  clock.advance(31 * dayMs);
  const fresh = new Person(application);
  await fresh.startDemo();
  await tasks.hourly();
  expect(await count('sessions')).toBe(1);
  expect(await count('refresh_tokens')).toBe(1);
  expect(await count('revoked_access_tokens')).toBe(0);
  expect(await count('sign_in_throttles')).toBe(0);
  expect((await fresh.refresh()).status).toBe(200);
});
