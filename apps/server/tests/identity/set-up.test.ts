/** The first account, the demo before it, and what a start needs. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { auditActions, goodPassword, Person, setUpToken } from './people.ts';

const running: TestApplication[] = [];
const environment = { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' };
async function start(options: Parameters<typeof startTestApplication>[0] = {}): Promise<TestApplication> {
  const started = await startTestApplication({ ...options, environment: { ...environment, ...options.environment } });
  running.push(started);
  return started;
}
afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one.stop();
});

const status = async (application: TestApplication) =>
  (await application.ask('GET', '/api/v1/auth/status', { token: null })).body;

describe('the set-up', () => {
  test('makes the demo user the administrator, with all that was stored in the demo', async () => {
    const application = await start();
    expect(application.setUpLink).toMatch(/^http:\/\/localhost:\d+\/set-up#token=[\w-]{43}$/);
    expect(await status(application)).toMatchObject({ setUpRequired: true, demo: true, registration: 'invitation' });
    const visitor = new Person(application);
    await visitor.startDemo();
    const before = await application.countRows();

    const ada = new Person(application, 'web');
    const answer = await ada.setUp();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      assurance: 'enrolment',
      user: { id: visitor.session?.user.id, role: 'admin', displayName: 'Ada', isDemo: false },
    });
    expect(await application.countRows()).toEqual(before);
    expect(await status(application)).toMatchObject({ setUpRequired: false, demo: false });
    expect((await visitor.ask('GET', '/me/sessions')).status).toBe(401);
    expect((await visitor.refresh()).status).toBe(401);
    expect((await new Person(application).startDemo()).status).toBe(409);
    expect(await auditActions(application)).toContain('account.created');
    const again = await start({ on: application });
    expect(again.setUpLink).toBeNull();
  }, 30_000);

  test('works once, also of two at the same time', async () => {
    const application = await start();
    const people = [new Person(application), new Person(application)];
    const answers = await Promise.all(people.map((person, index) => person.setUp(`p${index}@example.com`)));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    // There is no new link to wait for: whoever comes late is told so.
    const late = await new Person(application).setUp('late@example.com');
    expect(late).toMatchObject({ status: 409, body: { code: 'state-conflict' } });
    expect(late.text).toContain('was set up already');
  }, 30_000);

  test('is void with the link of an earlier start, after a day, and with any other token', async () => {
    const application = await start();
    const later = await start({ on: application });
    expect((await new Person(application).setUp()).status).toBe(401);
    const guessed = { token: 'A'.repeat(43), email: 'a@example.com', displayName: 'A', password: goodPassword };
    expect((await new Person(later).enter('/auth/set-up', guessed)).status).toBe(401);
    expect((await new Person(later).setUp()).status).toBe(200);
  }, 30_000);

  test('takes no weak password, and the link still works then', async () => {
    const application = await start();
    const ada = new Person(application);
    const refused = await ada.setUp('ada@example.com', 'short');
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'password-refused' });
    expect((await ada.setUp('ada@example.com', 'password12345678')).status).toBe(422);
    expect((await ada.setUp()).status).toBe(200);
  }, 30_000);

  test('is not found in the log, and stored as a hash', async () => {
    const application = await start();
    const token = setUpToken(application);
    await new Person(application).setUp();
    expect(application.logged.join('\n')).not.toContain(token);
    const { rows } = await application.owner.pool.query<{ row: string }>(
      'select t::text as row from one_time_tokens t',
    );
    expect(rows.map(({ row }) => row).join('\n')).not.toContain(token);
  }, 30_000);
});

describe('the demo', () => {
  test('is switched off where other machines reach the server, and then the set-up makes a new user', async () => {
    const application = await start({
      environment: {
        RISKOPTIMIZER_PUBLIC_URL: 'https://risk.example',
        RISKOPTIMIZER_TRUSTED_PROXIES: '127.0.0.1',
      },
    });
    const headers = { 'x-forwarded-host': 'risk.example', 'x-forwarded-proto': 'https' };
    expect((await application.ask('GET', '/api/v1/auth/status', { headers, token: null })).body).toMatchObject({
      demo: false,
      setUpRequired: true,
      relyingPartyId: 'risk.example',
    });
    expect(application.setUpLink).toMatch(/^https:\/\/risk\.example\/set-up#token=/);
    const demo = await application.ask('POST', '/api/v1/auth/demo', { json: { client: 'app' }, headers, token: null });
    expect(demo.status).toBe(409);
    const made = await application.ask<{ user: { id: string } }>('POST', '/api/v1/auth/set-up', {
      json: {
        token: setUpToken(application),
        email: 'ada@example.com',
        displayName: 'Ada',
        password: goodPassword,
        client: 'app',
      },
      headers,
      token: null,
    });
    expect(made.status).toBe(200);
    expect(made.body.user.id).not.toBe('00000000-0000-4000-8000-000000000001');
  }, 30_000);
});

describe('the first start', () => {
  let application: TestApplication;
  beforeAll(async () => {
    application = await startTestApplication();
  }, 30_000);
  afterAll(() => application.stop());

  test('two at once make one installation and one key', async () => {
    await application.owner.pool.query('delete from installation');
    await application.owner.pool.query('delete from signing_keys');
    const both = await Promise.all([start({ on: application }), start({ on: application })]);
    expect(both.length).toBe(2);
    const { rows } = await application.owner.pool.query(
      'select (select count(*)::int from installation) as installations, (select count(*)::int from signing_keys) as keys',
    );
    expect(rows).toEqual([{ installations: 1, keys: 1 }]);
  }, 30_000);

  test('a database that was written with other secrets is not opened, and the sentence says what to do', async () => {
    await application.owner.pool.query(
      `update installation set secrets_fingerprint =
        jsonb_set(secrets_fingerprint::jsonb, '{blind-index-key}', '"00"')::text`,
    );
    await expect(start({ on: application })).rejects.toThrow(
      /written with other secrets.*blind-index-key is missing or changed\. Put the folder secrets\/ of its backup back/,
    );
  }, 30_000);
});
