/** Who may ask at all: hosts, origins and proxies, for every route that changes something. */
import { apiPrefix, routes } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invite, type Somebody, setUpAdministrator } from '../administration/administrators.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { head, rawRequest } from './raw-request.ts';

let local: TestApplication;
let open: TestApplication;
let ada: Somebody;
const throughProxy = { host: 'risk.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };

beforeAll(async () => {
  local = await startTestApplication({ environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' } });
  ada = await setUpAdministrator(local);
  open = await startTestApplication({
    on: local,
    environment: {
      RISKOPTIMIZER_BCRYPT_ROUNDS: '10',
      RISKOPTIMIZER_PUBLIC_URL: 'https://risk.example',
      RISKOPTIMIZER_TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8',
    },
  });
});
afterAll(async () => {
  await open.stop();
  await local.stop();
});

const changes = Object.entries(routes).filter(([, { method }]) => method !== 'GET');
const addressOf = (path: string) => apiPrefix + path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-00000000dead');

/** A request of an administrator who is signed in: nothing but its origin is wrong with it. */
const ask = (application: TestApplication, method: string, path: string, headers: Record<string, string>) =>
  rawRequest(
    application.address,
    head(method, path, {
      authorization: `Bearer ${ada.session.accessToken}`,
      'content-length': '0',
      ...headers,
    }),
  );

describe('a change', () => {
  const foreign: [string, Record<string, string>][] = [
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an origin that is none', { origin: 'null' }],
    ['a subdomain', { origin: 'https://app.risk.example' }],
    ['the parent domain', { origin: 'https://example' }],
    ['the same host without TLS', { origin: 'http://risk.example' }],
    ['the same host at another port', { origin: 'https://risk.example:8443' }],
    ['no origin, but another site', { 'sec-fetch-site': 'cross-site' }],
    ['no origin, but another host of the site', { 'sec-fetch-site': 'same-site' }],
  ];
  test.each(foreign)('from %s is refused at every route', async (_, headers) => {
    const answers = [];
    for (const [name, { method, path }] of changes) {
      const { status, body } = await ask(open, method, addressOf(path), { ...throughProxy, ...headers });
      answers.push([name, status, body.includes('origin-refused')]);
    }
    expect(answers).toEqual(changes.map(([name]) => [name, 403, true]));
  });

  test('from the own page or from a program is not', async () => {
    for (const headers of [{ origin: 'https://risk.example', 'sec-fetch-site': 'same-origin' }, {}] as Record<
      string,
      string
    >[])
      for (const [name, { method, path }] of changes) {
        const { status, body } = await ask(open, method, addressOf(path), {
          ...throughProxy,
          ...headers,
          authorization: 'Bearer x',
        });
        expect([name, status, body.includes('origin-refused')]).toEqual([name, status, false]);
      }
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
  ])('as %s, which any page may send, is not read', async (contentType) => {
    const body = JSON.stringify({ email: 'x@example.com', role: 'admin' });
    const { status } = await rawRequest(
      open.address,
      head('POST', '/api/v1/admin/invitations', {
        ...throughProxy,
        authorization: `Bearer ${ada.session.accessToken}`,
        'content-type': contentType,
        'content-length': String(body.length),
      }) + body,
    );
    expect(status).toBe(415);
  });
});

describe('behind a proxy', () => {
  const live = '/api/v1/portfolios';
  const statusOf = async (headers: Record<string, string>, path = live) =>
    (await ask(open, 'GET', path, headers)).status;

  test('the public host through TLS is answered', async () => {
    expect(await statusOf(throughProxy)).toBe(200);
    expect(await statusOf({ ...throughProxy, host: 'RISK.example:443' })).toBe(200);
  });

  test.each([
    'evil.example',
    'risk.example.evil.example',
    'risk.example:8443',
    'localhost',
    '127.0.0.1',
    '203.0.113.1',
    '',
  ])('host %j is refused', async (host) => {
    expect(await statusOf({ ...throughProxy, host })).toBe(403);
  });

  test('what did not come by TLS is refused', async () => {
    expect(await statusOf({ ...throughProxy, 'x-forwarded-proto': 'http' })).toBe(403);
    expect(await statusOf({ host: 'risk.example' })).toBe(403);
    const spoofed = { ...throughProxy, host: 'evil.example', 'x-forwarded-host': 'risk.example' };
    expect(await statusOf(spoofed)).toBe(403);
  });

  test('this machine itself is answered by its own name', async () => {
    expect(await statusOf({ host: 'localhost' })).toBe(200);
    expect(await statusOf({ host: '127.0.0.1:8080' })).toBe(200);
  });

  test('health is answered by any name, and nothing else', async () => {
    expect(await statusOf({ host: '10.1.2.3:8080' }, '/api/v1/health/live')).toBe(200);
    expect(await statusOf({ host: '10.1.2.3:8080' }, '/api/v1/health/live?x')).toBe(403);
    expect(await statusOf({ host: '10.1.2.3:8080' }, '/api/v1/auth/status')).toBe(403);
  });

  test('the address of the client is the last that no trusted proxy wrote', async () => {
    const bob = await invite(local, ada, 'viewer', 'bob@example.com');
    const addressFor = async (forwarded: string, application = open) => {
      const body = JSON.stringify({ email: bob.email, password: 'quiet harbour lantern', client: 'app' });
      const headers = {
        ...(application === open ? throughProxy : {}),
        'x-forwarded-for': forwarded,
        'content-type': 'application/json',
        'content-length': String(body.length),
      };
      const answer = await rawRequest(application.address, head('POST', '/api/v1/auth/sign-in', headers) + body);
      const { sessionId } = JSON.parse(answer.body) as { sessionId: string };
      const { rows } = await local.owner.pool.query<{ address: string }>('select address from sessions where id = $1', [
        sessionId,
      ]);
      return rows[0]?.address;
    };
    expect(await addressFor('203.0.113.9')).toBe('203.0.113.9');
    expect(await addressFor('198.51.100.1, 203.0.113.9')).toBe('203.0.113.9');
    expect(await addressFor('198.51.100.1, 203.0.113.9, 10.2.3.4')).toBe('203.0.113.9');
    // Nobody is trusted where no proxy is named.
    expect(await addressFor('203.0.113.9', local)).toBe('127.0.0.1');
  });
});
