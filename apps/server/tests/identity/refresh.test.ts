/** Refresh tokens over HTTP: rotation, lost answers, copies, and many uses at once, also at two servers. */
import type { SignedIn } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { auditActions, Person } from './people.ts';

const clock = createMovableClock();
let application: TestApplication;
let neighbour: TestApplication;

beforeAll(async () => {
  application = await startTestApplication({ clock });
  neighbour = await startTestApplication({ clock, on: application });
}, 60_000);
afterAll(async () => {
  await neighbour.stop();
  await application.stop();
});
// Each test is a minute of its own for the limits of requests.
beforeEach(() => clock.advance(61_000));

async function newcomer(kind: 'web' | 'app' = 'app'): Promise<Person & { session: SignedIn }> {
  const person = new Person(application, kind);
  expect((await person.startDemo()).status).toBe(200);
  return person as Person & { session: SignedIn };
}

async function mayAsk(person: Person): Promise<number> {
  return (await person.ask('GET', '/me/sessions')).status;
}

describe('an app', () => {
  test('gets a new token for the old one, in the body', async () => {
    const person = await newcomer();
    const first = person.session;
    expect(first.csrfToken).toBeNull();
    const answer = await person.refresh();
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body.refreshToken).not.toBe(first.refreshToken);
    expect(answer.body.sessionId).toBe(first.sessionId);
    expect(answer.body.sessionExpiresAt).toBe(first.sessionExpiresAt);
    expect(await mayAsk(person)).toBe(200);
  });

  test('whose answer was lost gets the same successor for ten seconds', async () => {
    const person = await newcomer();
    const first = person.session.refreshToken;
    const successor = (await person.refresh()).body.refreshToken;
    clock.advance(9_000);
    expect((await person.refresh(first)).body.refreshToken).toBe(successor);
    expect((await person.refresh(successor)).status).toBe(200);
  });

  test('of which somebody has a copy is signed out: the token used later kills everything', async () => {
    const person = await newcomer();
    const first = person.session.refreshToken;
    await person.refresh();
    const alive = person.session;
    clock.advance(10_100);
    const thief = new Person(application);
    expect((await thief.refresh(first)).status).toBe(401);
    expect((await person.refresh(alive.refreshToken)).status).toBe(401);
    expect(await mayAsk(person)).toBe(401);
    expect(await auditActions(application)).toContain('session.token-replayed');
    const { rows } = await application.owner.pool.query('select end_reason from sessions where id = $1', [
      alive.sessionId,
    ]);
    expect(rows).toEqual([{ end_reason: 'token-replayed' }]);
  });

  test.each([2, 5])('%i steps back is a copy as well, whatever the grace of the last one', async (steps) => {
    const person = await newcomer();
    const first = person.session.refreshToken;
    for (let step = 0; step < steps; step += 1) {
      clock.advance(11_000);
      expect((await person.refresh()).status).toBe(200);
    }
    expect((await new Person(application).refresh(first)).status).toBe(401);
    expect((await person.refresh()).status).toBe(401);
  });
});

describe('a browser', () => {
  test('has its token in a cookie only, which scripts cannot read and other sites cannot send', async () => {
    const person = await newcomer('web');
    expect(person.session.refreshToken).toBeNull();
    expect(person.session.csrfToken).toMatch(/^[\w-]+\.[\w-]+$/);
    const answer = await person.refresh(null);
    expect(answer.status).toBe(200);
    const [line = '', ...more] = answer.headers.getSetCookie();
    expect(more).toEqual([]);
    const [pair = '', ...attributes] = line.split('; ');
    expect(pair).toMatch(/^__Host-riskoptimizer-[0-9a-f]{8}=[\w-]{43}$/);
    expect(attributes.toSorted()).toEqual([
      'HttpOnly',
      expect.stringMatching(/^Max-Age=4[23]\d{3}$/),
      'Path=/',
      'SameSite=Strict',
      'Secure',
    ]);
    expect(answer.text).not.toContain(pair.split('=')[1]);
  });

  test('of another page on another origin is refused, and the token stays good', async () => {
    const person = await newcomer('web');
    const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
    const refused = await person.ask('POST', '/auth/refresh', { refreshToken: null }, foreign);
    expect(refused.status).toBe(403);
    expect((await person.refresh(null)).status).toBe(200);
  });

  test('cookie and body at once are no request of ours', async () => {
    const person = await newcomer('web');
    const app = await newcomer();
    expect((await person.refresh(app.session.refreshToken)).status).toBe(400);
  });

  test('the token of one kind of client is nothing at the door of the other', async () => {
    const app = await newcomer();
    const web = await newcomer('web');
    const [[name, token]] = [...web.cookies] as [[string, string]];
    expect((await new Person(application).refresh(token)).status).toBe(401);
    const disguised = new Person(application, 'web');
    disguised.cookies.set(name, app.session.refreshToken ?? '');
    expect((await disguised.refresh(null)).status).toBe(401);
    expect((await app.refresh()).status).toBe(200);
    expect((await web.refresh(null)).status).toBe(200);
  });
});

describe('fifty uses at once', () => {
  test.each(['one server', 'two servers'])('of one token have one successor: %s', async (where) => {
    const person = await newcomer();
    const token = person.session.refreshToken;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        new Person(application).refresh(token, where === 'two servers' && index % 2 === 1 ? neighbour : application),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    const { rows } = await application.owner.pool.query<{ count: number }>(
      'select count(*)::int as count from refresh_tokens where session_id = $1',
      [person.session.sessionId],
    );
    expect(rows[0]?.count).toBe(2);
    expect((await person.refresh(answers[0]?.body.refreshToken)).status).toBe(200);
  });
});

describe('what is no living refresh token', () => {
  test('is refused without a trace', async () => {
    const person = await newcomer();
    const before = await auditActions(application);
    const wrong = ['', 'x', 'A'.repeat(43), person.session.sessionId, `${person.session.refreshToken}A`];
    for (const token of wrong) {
      const answer = await new Person(application).refresh(token);
      expect([token, answer.status]).toEqual([token, 401]);
    }
    expect((await new Person(application).refresh(null)).status).toBe(401);
    expect(await auditActions(application)).toEqual(before);
    expect((await person.refresh()).status).toBe(200);
  });

  test('an access token is none', async () => {
    const person = await newcomer();
    expect((await new Person(application).refresh(person.session.accessToken)).status).toBe(401);
    const browser = new Person(application, 'web');
    browser.cookies.set('__Host-riskoptimizer-00000000', person.session.accessToken);
    expect((await browser.refresh(null)).status).toBe(401);
  });

  test('a refresh token is no access token', async () => {
    const person = await newcomer();
    const answer = await application.ask('GET', '/api/v1/me/sessions', {
      token: person.session.refreshToken,
    });
    expect(answer.status).toBe(401);
  });
});

describe('limits', () => {
  test('an hour without use ends a session, and so do twelve hours of use', async () => {
    const idle = await newcomer();
    clock.advance(60 * 60_000 + 1);
    expect((await idle.refresh()).status).toBe(401);
    const busy = await newcomer();
    for (let hour = 0; hour < 12.5; hour += 0.9) {
      const answer = await busy.refresh();
      expect([hour, answer.status]).toEqual([hour, hour < 12 ? 200 : 401]);
      clock.advance(0.9 * 3_600_000);
    }
  });

  test('an access token lives ten minutes, and never longer than its session', async () => {
    const person = await newcomer();
    expect(await mayAsk(person)).toBe(200);
    clock.advance(606_000);
    expect(await mayAsk(person)).toBe(401);
    expect((await person.refresh()).status).toBe(200);
    expect(await mayAsk(person)).toBe(200);
  });
});

test('the database alone gives nobody a token: hashes, and successors sealed by what was used', async () => {
  const person = await newcomer();
  const first = person.session.refreshToken ?? '';
  await person.refresh();
  const { rows } = await application.owner.pool.query<{ row: string }>(
    "select encode(token_hash, 'base64') || encode(coalesce(successor_sealed, ''), 'base64') as row from refresh_tokens",
  );
  const stored = rows.map(({ row }) => row).join('\n');
  expect(stored).not.toContain(first);
  expect(stored).not.toContain(person.session.refreshToken);
  expect(application.logged.join('\n')).not.toContain(first);
});
