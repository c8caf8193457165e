import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import {
  type Asset,
  type PortfolioSummary,
  type Problem,
  type ProblemCode,
  problemCatalogue,
  problem as problemSchema,
} from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createMemoryCounters } from '../../src/infrastructure/request-counting/memory-counters.ts';
import { priceFile, upload } from './price-files.ts';
import { startTestApplication, type TestApplication } from './test-application.ts';

let application: TestApplication;
let asset: Asset;
let demo: PortfolioSummary;
const seen = new Set<ProblemCode>();

beforeAll(async () => {
  application = await startTestApplication({ counters: createMemoryCounters(systemClock) });
  asset = (await application.ask<{ items: Asset[] }>('GET', '/api/v1/assets')).body.items[0]!;
  demo = (await application.ask<{ items: PortfolioSummary[] }>('GET', '/api/v1/portfolios')).body.items[0]!;
});
afterAll(() => application.stop());

/** Asks and checks what holds for every problem. */
async function problemOf(
  method: string,
  path: string,
  asked?: Parameters<TestApplication['ask']>[2],
): Promise<Problem> {
  const answer = await application.ask<Problem>(method, path, asked);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = problemSchema.strict().parse(answer.body);
  const { status, title } = problemCatalogue[problem.code];
  expect(problem).toMatchObject({ status, title, type: `urn:riskoptimizer:problem:${problem.code}` });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('x-request-id')).toBe(problem.requestId);
  expect(answer.text).not.toMatch(/node_modules|at async|\.ts:\d|SELECT|select "/);
  seen.add(problem.code);
  return problem;
}

const portfolio = (name: string) => ({
  name,
  allocation: { kind: 'weights', items: [{ assetId: asset.id, weight: 1 }] },
});

describe('strictness', () => {
  const post = (body: string) =>
    problemOf('POST', '/api/v1/portfolios', { body, headers: { 'content-type': 'application/json' } });
  const withWeight = (weight: string) =>
    `{"name":"x","allocation":{"kind":"weights","items":[{"assetId":"${asset.id}","weight":${weight}}]}}`;

  test('a body that is no UTF-8 is refused, and not stored with other letters', async () => {
    const [before, after] = JSON.stringify(portfolio('Caf@')).split('@') as [string, string];
    const body = Buffer.concat([Buffer.from(before), Buffer.from([0xe9]), Buffer.from(after)]);
    const headers = { 'content-type': 'application/json' };
    const problem = await problemOf('POST', '/api/v1/portfolios', { body: new Uint8Array(body), headers });
    expect(problem).toMatchObject({ code: 'request-malformed', detail: expect.stringContaining('UTF-8') });
  });

  test.each(['null', 'true', '"1"', '""', '[1]', '{}', '1e999', '-1e999', '11', '"NaN"'])(
    'weight %s is no weight',
    async (weight) => {
      const before = await application.countRows();
      const { code, errors } = await post(withWeight(weight));
      expect([code, errors![0]!.field]).toEqual(['request-invalid', '/allocation/items/0/weight']);
      expect(await application.countRows()).toEqual(before);
    },
  );

  test.each(['NaN', 'Infinity', '1,5', '0x1', '.5', '01'])('weight %s is no JSON', async (weight) => {
    expect(await post(withWeight(weight))).toMatchObject({ code: 'request-malformed' });
  });

  test.each([
    ['an unknown key', () => JSON.stringify({ ...portfolio('x'), isAdmin: true }), 'request-invalid', /isAdmin/],
    ['a missing key', () => '{"name":"x"}', 'request-invalid', /\/allocation/],
    ['a null for a text', () => JSON.stringify({ ...portfolio('x'), name: null }), 'request-invalid', /\/name/],
    ['a number for a text', () => JSON.stringify({ ...portfolio('x'), name: 5 }), 'request-invalid', /\/name/],
    ['an empty name', () => JSON.stringify(portfolio('   ')), 'request-invalid', /\/name/],
    [
      'a currency that is none',
      () => JSON.stringify({ ...portfolio('x'), baseCurrency: 'usd' }),
      'request-invalid',
      /\/baseCurrency/,
    ],
    ['a list for an object', () => '[]', 'request-invalid', /expected object/],
    ['a key twice', () => '{"name":"x","name":"y"}', 'request-malformed', /twice/],
    ['__proto__', () => '{"__proto__":{"name":"x"}}', 'request-malformed', /never data/],
    ['constructor.prototype', () => '{"constructor":{"prototype":{"polluted":1}}}', 'request-malformed', /never data/],
    ['no JSON', () => '{name:"x"}', 'request-malformed', /not JSON/],
    ['nothing', () => '', 'request-malformed', /empty/],
    ['a thousand levels', () => `${'['.repeat(1000)}${']'.repeat(1000)}`, 'request-malformed', /32 levels/],
  ])('%s', async (_, body, code, detail) => {
    const before = await application.countRows();
    const problem = await post(body());
    expect(problem.code).toBe(code);
    expect(problem.detail).toMatch(detail);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(await application.countRows()).toEqual(before);
  });

  test.each([
    'confidence=',
    'confidence=0.95x',
    'confidence=1e-1',
    'horizon=1.5',
    'horizon=0',
    'horizon=1&horizon=2',
    'window=2y',
    'to=2024-02-30',
    'x=1',
    'benchmark=SPY',
    'riskFree=null',
  ])('query %s is refused', async (query) => {
    expect(await problemOf('GET', `/api/v1/portfolios/${demo.id}/risk?${query}`)).toMatchObject({
      code: 'request-invalid',
    });
  });

  test.each([
    'application/json\ta',
    ' application/jsonx',
    'garbage',
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('content type %j is not taken for JSON', async (contentType) => {
    const body = JSON.stringify(portfolio('Smuggled'));
    const problem = await problemOf('POST', '/api/v1/portfolios', { body, headers: { 'content-type': contentType } });
    expect(['media-type-unsupported', 'request-malformed']).toContain(problem.code);
  });

  test('content types that are JSON', async () => {
    for (const contentType of ['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON']) {
      const body = JSON.stringify(portfolio(contentType));
      expect(
        await application.ask('POST', '/api/v1/portfolios', { body, headers: { 'content-type': contentType } }),
      ).toMatchObject({ status: 201 });
    }
  });
});

describe('who may ask', () => {
  const json = () => ({ json: portfolio('From elsewhere') });

  test.each([
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '0.0.0.0',
    '[::2]',
    '',
  ])('host %j is refused, also for reading', async (host) => {
    expect(await rawRequest(`GET /api/v1/assets HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 403 [^]*"origin-refused"/,
    );
  });

  test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:9', '127.1.2.3', '[::1]:8080'])(
    'host %s is answered',
    async (host) => {
      expect(
        await rawRequest(`GET /api/v1/health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
      ).toMatch(/^HTTP\/1\.1 200/);
    },
  );

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'https://localhost', 'file://'])(
    'a change from origin %s is refused',
    async (origin) => {
      const before = await application.countRows();
      expect(await problemOf('POST', '/api/v1/portfolios', { ...json(), headers: { origin } })).toMatchObject({
        code: 'origin-refused',
      });
      expect(await application.countRows()).toEqual(before);
    },
  );

  test('a change by a page of another site is refused by Sec-Fetch-Site alone', async () => {
    const token = await application.demoToken();
    const site = (value: string) =>
      rawRequest(
        `DELETE /api/v1/assets/${asset.id} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nSec-Fetch-Site: ${value}\r\nConnection: close\r\n\r\n`,
      );
    expect(await site('cross-site')).toMatch(/"origin-refused"/);
    expect(await site('same-site')).toMatch(/"origin-refused"/);
    expect(await site('same-origin')).toMatch(/"state-conflict"/);
  });

  test.each([
    'GARBAGE\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`,
  ])('what is no HTTP is answered all the same (%#)', async (text) => {
    expect(await rawRequest(text)).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"request-malformed"/);
  });

  test('its own pages and programs may', async () => {
    const origin = application.address;
    expect(
      await application.ask('POST', '/api/v1/portfolios', { json: portfolio('Own page'), headers: { origin } }),
    ).toMatchObject({ status: 201 });
    expect(await application.ask('POST', '/api/v1/portfolios', { json: portfolio('Program') })).toMatchObject({
      status: 201,
    });
  });

  async function rawRequest(text: string): Promise<string> {
    const { hostname, port } = new URL(application.address);
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(port), hostname, () => socket.write(text));
      socket.on('data', (piece) => {
        answer += String(piece);
      });
      socket.on('end', () => resolve(answer)).on('error', reject);
    });
  }
});

describe('addresses and methods', () => {
  test.each([
    '/api/v1/nothing',
    '/api/v2/assets',
    '/api',
    '/api/',
    `/api/v1/assets/${'x'.repeat(90)}`,
    '/docs/nothing.html',
  ])('nothing is at %s', async (path) => {
    expect(await problemOf('GET', path)).toMatchObject({ code: 'not-found' });
  });

  test.each([
    ['POST', '/api/v1/assets', 'GET, HEAD'],
    ['PATCH', '/api/v1/portfolios/x', 'GET, HEAD, PUT, DELETE'],
    ['DELETE', '/api/v1/risk/metrics', 'POST'],
    ['GET', '/api/v1/risk/metrics', 'POST'],
    ['GET', '/api/v1/portfolios/bulk', 'POST'],
    ['PUT', '/api/v1/portfolios/bulk', 'POST'],
    ['QUERY', '/api/v1/assets', 'GET, HEAD'],
  ])('%s %s is told what is possible', async (method, path, allowed) => {
    expect(await problemOf(method, path)).toMatchObject({ code: 'method-not-allowed' });
    expect((await application.ask(method, path)).headers.get('allow')).toBe(allowed);
  });

  test('a broken address', async () => {
    expect(await problemOf('GET', '/api/v1/assets/%E0%A4%A')).toMatchObject({ code: 'request-malformed' });
  });

  test('answers of the API are not pages and are not kept', async () => {
    const { headers } = await application.ask('GET', '/api/v1/assets');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('every line of the log about a request has its id', async () => {
    const { requestId } = await problemOf('GET', '/api/v1/nothing/at/all');
    const lines = application.logged.filter((line) => line.includes('/nothing/at/all'));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ reqId: requestId });
  });
});

describe('the closed list', () => {
  const documented = [
    ...readFileSync(join(import.meta.dirname, '../../../../docs/guides/errors.md'), 'utf8').matchAll(
      /^\| `([a-z-]+)` \| (\d{3}) \|/gm,
    ),
  ];

  test('docs/guides/errors.md has every code with its status, and no other', () => {
    expect(Object.fromEntries(documented.map(([, code, status]) => [code, Number(status)]))).toEqual(
      Object.fromEntries(Object.entries(problemCatalogue).map(([code, { status }]) => [code, status])),
    );
  });

  test('the remaining codes are reached', async () => {
    const missing = '00000000-0000-4000-8000-00000000dead';
    expect(await problemOf('GET', `/api/v1/assets/${missing}`)).toMatchObject({ code: 'not-found' });
    expect(await problemOf('DELETE', `/api/v1/assets/${asset.id}`)).toMatchObject({ code: 'state-conflict' });
    await application.ask('POST', '/api/v1/portfolios', { json: portfolio('Once') });
    expect(await problemOf('POST', '/api/v1/portfolios', { json: portfolio('Once') })).toMatchObject({
      code: 'already-exists',
    });
    expect(await problemOf('DELETE', `/api/v1/portfolios/${demo.id}`)).toMatchObject({ code: 'version-required' });
    expect(
      await problemOf('DELETE', `/api/v1/portfolios/${demo.id}`, { headers: { 'if-match': '"99"' } }),
    ).toMatchObject({ code: 'version-conflict' });
    const large = JSON.stringify({ ...portfolio('Large'), padding: 'x'.repeat(1_100_000) });
    const headers = { 'content-type': 'application/json' };
    expect(await problemOf('POST', '/api/v1/portfolios', { body: large, headers })).toMatchObject({
      code: 'body-too-large',
    });
    expect((await upload<Problem>(application, 'date,A\n')).body).toMatchObject({ code: 'price-file-invalid' });
    expect(await problemOf('GET', `/api/v1/portfolios/${demo.id}/risk?to=1990-01-01`)).toMatchObject({
      code: 'data-insufficient',
    });
    const zloty = { ...portfolio('Zloty'), baseCurrency: 'PLN' };
    const { body: foreign } = await application.ask<{ id: string }>('POST', '/api/v1/portfolios', { json: zloty });
    expect(await problemOf('GET', `/api/v1/portfolios/${foreign.id}/risk`)).toMatchObject({
      code: 'exchange-rate-missing',
    });
    const worthless = { name: 'W', allocation: { kind: 'quantities', items: [{ assetId: asset.id, quantity: '0' }] } };
    expect(await problemOf('POST', '/api/v1/portfolios', { json: worthless })).toMatchObject({
      code: 'calculation-refused',
    });
    seen.add('price-file-invalid');
  });

  test('a defect is answered without internals, and logged with them', async () => {
    await application.owner.pool.query('alter table portfolios rename to portfolios_elsewhere');
    try {
      const { code, detail, requestId } = await problemOf('GET', '/api/v1/portfolios');
      expect([code, detail.includes('portfolios')]).toEqual(['internal-error', false]);
      const line = application.logged.find((each) => each.includes(requestId) && each.includes('"level":"error"'));
      expect(line).toContain('does not exist');
    } finally {
      await application.owner.pool.query('alter table portfolios_elsewhere rename to portfolios');
    }
  });

  test('too many uploads in a minute are told when to go on', async () => {
    let answer = await upload<Problem>(application, priceFile(['LOOP'], 2));
    for (let sent = 0; answer.status !== 429 && sent < 100; sent += 1)
      answer = await upload<Problem>(application, 'date,A\n');
    expect(answer).toMatchObject({ status: 429, body: { code: 'rate-limited' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await application.ask('GET', '/api/v1/health/live')).toMatchObject({ status: 200 });
    seen.add('rate-limited');
  });

  test('a database that is away is said to be away, and health tells the two apart', async () => {
    const { address } = application;
    await application.database.pool.end();
    expect(await problemOf('GET', '/api/v1/assets')).toMatchObject({ code: 'not-ready' });
    const ready = await fetch(`${address}/api/v1/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { status: 'not-ready', checks: { database: { status: 'failed' }, calculations: { status: 'ok' } } },
    ]);
    expect((await fetch(`${address}/api/v1/health/live`)).status).toBe(200);
  });

  test('every code was reached here, but those that have tests of their own', () => {
    // tests/foundation/compute-pool.test.ts, with a short limit; tests/transaction-imports.
    const elsewhere = ['calculation-timeout', 'transaction-file-invalid'];
    // tests/identity, tests/access and tests/administration.
    const ofIdentity = ['sign-in-required', 'sign-in-refused', 'second-factor-required', 'step-up-required'];
    const ofAccess = [
      'permission-denied',
      'csrf-refused',
      'idempotency-conflict',
      'idempotency-mismatch',
      'password-refused',
    ];
    const unreached = (Object.keys(problemCatalogue) as ProblemCode[]).filter((code) => !seen.has(code));
    expect(unreached.toSorted()).toEqual([...elsewhere, ...ofIdentity, ...ofAccess].toSorted());
  });
});
