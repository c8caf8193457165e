/** Security headers, exactly once on every kind of answer; no CORS; who may read the API reference. */
import { apiPrefix, routes } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { head, type RawAnswer, rawRequest } from './raw-request.ts';

let local: TestApplication;
let open: TestApplication;
const proxied = { host: 'risk.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };

beforeAll(async () => {
  local = await startTestApplication();
  open = await startTestApplication({
    on: local,
    environment: { RISKOPTIMIZER_PUBLIC_URL: 'https://risk.example', RISKOPTIMIZER_TRUSTED_PROXIES: '127.0.0.1' },
  });
});
afterAll(async () => {
  await open.stop();
  await local.stop();
});

const expected = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'x-permitted-cross-domain-policies': 'none',
};

function expectHeaders({ headers }: RawAnswer, kind: 'page' | 'data', isHttps: boolean): void {
  for (const [name, value] of Object.entries(expected)) expect([name, headers.get(name)]).toEqual([name, [value]]);
  expect(headers.get('permissions-policy')).toHaveLength(1);
  const policies = headers.get('content-security-policy') ?? [];
  expect(policies).toHaveLength(1);
  expect(policies[0]).toContain("frame-ancestors 'none'");
  expect(policies[0]).toContain("base-uri 'none'");
  expect(policies[0]).toMatch(
    kind === 'data' ? /^default-src 'none'.*sandbox$/ : /script-src 'self';.*object-src 'none'/,
  );
  expect(policies[0]).not.toMatch(/script-src[^;]*unsafe/);
  if (kind === 'data') expect(headers.get('cache-control')).toEqual(['no-store']);
  expect(headers.get('strict-transport-security')).toEqual(
    isHttps ? ['max-age=31536000; includeSubDomains'] : undefined,
  );
  for (const name of headers.keys()) expect(name).not.toMatch(/^access-control-|^x-powered-by$|^server$/);
}

const everyRoute = Object.entries(routes).map(([name, { method, path }]) => {
  const address = apiPrefix + path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-00000000dead');
  return [name, method, address] as const;
});

describe.each(['local', 'open'] as const)('%s', (door) => {
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body = '') => {
    const application = door === 'local' ? local : open;
    return rawRequest(
      application.address,
      head(method, path, { ...(door === 'open' ? proxied : {}), ...headers }) + body,
    );
  };
  const isHttps = door === 'open';

  test.each(everyRoute)('%s', async (_, method, path) => {
    const answer = await ask(method, path, method === 'GET' ? {} : { 'content-length': '0' });
    expect(answer.status).toBeLessThan(500);
    expectHeaders(answer, 'data', isHttps);
  });

  test.each<[string, () => Promise<RawAnswer>, number, 'page' | 'data']>([
    ['2xx', () => ask('GET', '/api/v1/health/live'), 200, 'data'],
    ['401', () => ask('GET', '/api/v1/portfolios'), 401, 'data'],
    [
      '403',
      () => ask('POST', '/api/v1/auth/sign-in', { origin: 'http://evil.example', 'content-length': '0' }),
      403,
      'data',
    ],
    ['404 of the API', () => ask('GET', '/api/v1/nothing'), 404, 'data'],
    ['404 elsewhere', () => ask('GET', '/nothing.js'), 404, 'page'],
    ['405', () => ask('DELETE', '/api/v1/auth/sign-in'), 405, 'data'],
    [
      '415',
      () => ask('POST', '/api/v1/auth/sign-in', { 'content-type': 'text/plain', 'content-length': '2' }, 'hi'),
      415,
      'data',
    ],
    ['an address that cannot be read', () => ask('GET', '/api/v1/assets/%E0%A4%A'), 400, 'data'],
    ['an address that is too long', () => ask('GET', `/api/v1/assets?x=${'y'.repeat(4200)}`), 400, 'data'],
    [
      'a refused handshake',
      () =>
        ask('GET', '/api/v1/stream?ticket=x', {
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        }),
      401,
      'data',
    ],
  ])('%s', async (_, asked, status, kind) => {
    const answer = await asked();
    expect(answer.status).toBe(status);
    expectHeaders(answer, kind, isHttps);
  });

  test.each(['GARBAGE\r\n\r\n', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`])(
    'what is no HTTP (%#)',
    async (text) => {
      const answer = await rawRequest((door === 'local' ? local : open).address, text);
      expect(answer.status).toBe(400);
      expectHeaders(answer, 'data', isHttps);
    },
  );

  test('a page', async () => {
    const answer = await ask('GET', '/', { accept: 'text/html' });
    // 503 where the web app was not built.
    expect([200, 503]).toContain(answer.status);
    expectHeaders(answer, 'page', isHttps);
  });

  test.each(['http://evil.example', 'https://sub.risk.example', 'null'])(
    'a preflight from %s gets nothing',
    async (origin) => {
      const headers = {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization',
      };
      const answer = await ask('OPTIONS', '/api/v1/portfolios', headers);
      expect(answer.status).toBe(403);
      expectHeaders(answer, 'data', isHttps);
    },
  );
});

describe('the API reference', () => {
  const reference = ['/docs', '/docs/', '/docs/static/swagger-ui.css', '/api/v1/openapi.json'];

  test.each(reference)('%s is there for this machine', async (path) => {
    expect((await local.ask('GET', path)).status).toBeLessThan(400);
    // Also where others come by a proxy.
    expect((await open.ask('GET', path)).status).toBeLessThan(400);
  });

  test.each(reference)('%s is not there for others', async (path) => {
    expect((await rawRequest(open.address, head('GET', path, proxied))).status).toBe(404);
  });

  test('unless it is made public', async () => {
    const published = await startTestApplication({
      on: local,
      environment: {
        RISKOPTIMIZER_PUBLIC_URL: 'https://risk.example',
        RISKOPTIMIZER_TRUSTED_PROXIES: '127.0.0.1',
        RISKOPTIMIZER_API_DOCS: 'public',
      },
    });
    expect((await rawRequest(published.address, head('GET', '/api/v1/openapi.json', proxied))).status).toBe(200);
    await published.stop();
  });
});
