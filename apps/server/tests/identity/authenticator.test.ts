/** What ends a session counts at once here and within a second elsewhere; and who cannot be checked is not let in. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SessionEnding } from '../../src/domain/identity/ports.ts';
import { createAuthenticator } from '../../src/domain/identity/sessions/authenticator.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { type Inside, openInside } from './inside.ts';
import { api, Person } from './people.ts';

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
beforeEach(() => clock.advance(61_000));

async function newcomer(): Promise<Person> {
  const person = new Person(application);
  expect((await person.startDemo()).status).toBe(200);
  return person;
}

const ask = async (person: Person, at = application) =>
  (await person.ask('GET', '/me/sessions', undefined, {}, at)).status;

/** Real time from now until that server refuses the person; asked so often that it always has a fresh memory. */
async function refusedAfterMs(person: Person, at: TestApplication): Promise<number> {
  const began = performance.now();
  for (;;) {
    const status = await ask(person, at);
    const took = performance.now() - began;
    if (status === 401 || took > 5_000) return took;
    expect(status).toBe(200);
    await sleep(20);
  }
}

describe('a session that ends', () => {
  test('is refused at once where it was ended, and within a second at a neighbour', async () => {
    const person = await newcomer();
    expect(await ask(person)).toBe(200);
    expect(await ask(person, neighbour)).toBe(200);
    expect((await person.ask('POST', '/auth/sign-out')).status).toBe(204);
    expect(await ask(person)).toBe(401);
    expect(await refusedAfterMs(person, neighbour)).toBeLessThan(1_000);
  });

  test('everywhere at once: all devices of the user, and of nobody else', async () => {
    const [here, there] = [await newcomer(), await newcomer()];
    expect((await here.ask('POST', '/auth/sign-out-everywhere')).status).toBe(204);
    expect(await ask(here)).toBe(401);
    expect(await ask(there)).toBe(401);
    expect((await there.refresh()).status).toBe(401);
  });

  test('the list shows device, address and which one asks', async () => {
    const person = await newcomer();
    const { body } = await person.ask<{ items: { id: string; current: boolean; address: string }[] }>(
      'GET',
      '/me/sessions',
    );
    const own = body.items.filter(({ current }) => current);
    expect(own).toEqual([
      expect.objectContaining({ id: person.session?.sessionId, client: 'app', address: '127.0.0.1' }),
    ]);
  });

  test('is told to listeners of other processes within a second, also after their connection broke', async () => {
    const heard: SessionEnding[] = [];
    const stop = inside.foundation.endings.onSessionEnded((ending) => heard.push(ending));
    const person = await newcomer();
    const second = await newcomer();
    const hears = async (sessionId: string | undefined) => {
      const began = performance.now();
      while (!heard.some((ending) => ending.sessionId === sessionId) && performance.now() - began < 5_000)
        await sleep(10);
      return performance.now() - began;
    };
    await person.ask('POST', '/auth/sign-out');
    expect(await hears(person.session?.sessionId)).toBeLessThan(1_000);
    expect(heard.at(-1)?.reason).toBe('signed-out');
    await application.owner.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'riskoptimizer-session-endings'",
    );
    await second.ask('POST', '/auth/sign-out');
    expect(await hears(second.session?.sessionId)).toBeLessThan(1_500);
    stop();
  });
});

describe('what changes about a user counts within a second', () => {
  test('the role, without a new token', async () => {
    const person = await newcomer();
    const { foundation } = inside;
    const authenticator = createAuthenticator({ ...foundation, authenticateApiKey: async () => null });
    const bearer = person.session?.accessToken ?? '';
    expect(await authenticator.authenticate(bearer)).toMatchObject({ role: 'analyst' });
    await application.owner.pool.query("update users set role = 'viewer' where id = $1", [person.session?.user.id]);
    clock.advance(600);
    expect(await authenticator.authenticate(bearer)).toMatchObject({ role: 'viewer' });
    await application.owner.pool.query("update users set role = 'analyst' where id = $1", [person.session?.user.id]);
  });

  test('a disabled user is out: access token, refresh token and new sessions', async () => {
    const person = await newcomer();
    const setStatus = (status: string) =>
      application.owner.pool.query('update users set status = $1 where id = $2', [status, person.session?.user.id]);
    await setStatus('disabled');
    clock.advance(600);
    expect(await ask(person)).toBe(401);
    expect((await person.refresh()).status).toBe(401);
    expect((await new Person(application).startDemo()).status).toBe(401);
    await setStatus('active');
    clock.advance(600);
    expect(await ask(person)).toBe(200);
  });

  test('a token that was revoked by its id alone', async () => {
    const person = await newcomer();
    const { foundation } = inside;
    const { tokenId, userId } = await foundation.signer.verify(person.session?.accessToken ?? '');
    await foundation.sessions.revokeAccessToken({ tokenId, userId });
    clock.advance(600);
    expect(await ask(person)).toBe(401);
    expect((await person.refresh()).status).toBe(200);
    expect(await ask(person)).toBe(200);
  });
});

describe('without the database', () => {
  test('nobody is let in: not ready, and well again afterwards', async () => {
    const person = await newcomer();
    const lonely = await startTestApplication({ clock, on: application });
    expect(await ask(person, lonely)).toBe(200);
    await lonely.database.close();
    clock.advance(600);
    const answer = await lonely.ask('GET', `${api}/me/sessions`, {
      token: person.session?.accessToken ?? null,
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    await lonely.stop();
    expect(await ask(person)).toBe(200);
  });
});
