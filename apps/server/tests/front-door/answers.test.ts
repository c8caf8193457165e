/** What holds for every answer, whoever asks for what: cookies, types, redirects; and requests that should have no effect at all. */
import { apiPrefix, routes } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { Person } from '../identity/people.ts';
import { head, rawRequest } from './raw-request.ts';

let application: TestApplication;
const cookies: string[] = [];

beforeAll(async () => {
  application = await startTestApplication();
});
afterAll(() => application.stop());

const raw = (text: string) => rawRequest(application.address, text);
const ask = (method: string, path: string, headers: Record<string, string> = {}) => raw(head(method, path, headers));

test('every cookie is __Host-, Secure, HttpOnly and SameSite=Strict', async () => {
  const keep = ({ headers }: { headers: Headers }) => cookies.push(...headers.getSetCookie());
  const demo = new Person(application, 'web');
  keep(await demo.startDemo());
  const ada = new Person(application, 'web');
  keep(await ada.setUp());
  keep(await ada.ask('POST', '/auth/refresh', {}, { origin: application.address }));
  const again = new Person(application, 'web');
  keep(await again.signIn('ada@example.com', 'quiet harbour lantern'));
  keep(await again.ask('POST', '/auth/sign-out'));
  expect(cookies.length).toBeGreaterThanOrEqual(4);
  for (const cookie of cookies) {
    const [pair = '', ...attributes] = cookie.split('; ');
    expect(pair).toMatch(/^__Host-riskoptimizer-[0-9a-f]{8}(-device)?=/);
    expect(pair.length).toBeLessThan(200);
    expect(attributes.filter((one) => !one.startsWith('Max-Age=')).toSorted()).toEqual([
      'HttpOnly',
      'Path=/',
      'SameSite=Strict',
      'Secure',
    ]);
  }
});

describe('types', () => {
  const addresses = Object.entries(routes).map(([name, { method, path }]) => {
    return [name, method, apiPrefix + path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-00000000dead')] as const;
  });
  const elsewhere = [
    ['a page', 'GET', '/'],
    ['a page that is not there', 'GET', '/nothing.js'],
    ['the reference', 'GET', '/docs/'],
    ['a style sheet of the reference', 'GET', '/docs/static/swagger-ui.css'],
  ] as const;

  test.each([...addresses, ...elsewhere])(
    'every answer with a body says its type and character set: %s',
    async (_, method, path) => {
      const signedIn = { authorization: `Bearer ${await application.demoToken()}` };
      for (const headers of [{}, signedIn]) {
        const length: Record<string, string> = method === 'GET' ? {} : { 'content-length': '0' };
        const answer = await ask(method, path, { ...headers, ...length, accept: 'text/html, application/json' });
        if (answer.body === '') continue;
        const types = answer.headers.get('content-type') ?? [];
        expect(types).toHaveLength(1);
        expect(types[0]).toMatch(
          path.startsWith(apiPrefix)
            ? /^application\/(problem\+)?json; charset=utf-8$/
            : /^(text\/(html|css|plain)|application\/(problem\+)?json); charset=utf-8$/i,
        );
        if (types[0]!.includes('json')) expect(() => JSON.parse(unchunked(answer.body))).not.toThrow();
      }
    },
  );
});

test.each([
  '//evil.example',
  '//evil.example/%2e%2e',
  '/\\evil.example',
  '/docs',
  '/docs?next=//evil.example',
  '//evil.example/docs',
  '/docs//evil.example',
  '/https://evil.example',
])('no answer redirects to another host: %s', async (path) => {
  const { status, headers } = await ask('GET', path, { accept: 'text/html' });
  expect(status).toBeLessThan(500);
  for (const location of headers.get('location') ?? []) expect(location).toMatch(/^(\.?\/(?![/\\])|[\w.])(?!.*:\/\/)/);
});

describe('a request whose end is not clear', () => {
  const smuggled = 'GET /api/v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const chunked = `0\r\n\r\n${smuggled}`;

  test.each([
    ['both lengths', 'Content-Length: 6\r\nTransfer-Encoding: chunked'],
    ['two lengths', `Content-Length: 0\r\nContent-Length: ${smuggled.length}`],
    ['a list of lengths', 'Content-Length: 0, 6'],
    ['a length with a sign', 'Content-Length: +6'],
    ['a length in another system', 'Content-Length: 0x6'],
    ['a coding that is hidden', 'Transfer-Encoding: xchunked'],
    ['a coding after another', 'Transfer-Encoding: chunked, identity'],
    ['a space before the colon', 'Transfer-Encoding : chunked'],
    ['a header on two lines', 'Transfer-Encoding:\r\n chunked\r\nContent-Length: 6'],
    ['a line that ends in one character', 'X: y\nTransfer-Encoding: chunked'],
  ])('a request whose end is not clear is refused: %s', async (_, headers) => {
    const text = `POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${chunked}`;
    const { status, body, headers: answered } = await raw(text);
    expect(status).toBe(400);
    expect(answered.get('connection')).toEqual(['close']);
    expect(body).not.toContain('HTTP/1.1');
    expect(body).not.toContain('"live"');
  });
});

test.each([
  '/.git/HEAD',
  '/.git/config',
  '/.gitignore',
  '/package.json',
  '/package-lock.json',
  '/src/main.tsx',
  '/src/',
  '/assets/',
  '/assets',
  '/docs/static/',
  '/node_modules/',
  '/secrets/',
  '/logs/server.log',
])('nothing of the repository is served, and no folder is listed: %s', async (path) => {
  for (const accept of ['*/*', 'text/html']) {
    const { status, body } = await ask('GET', path, { accept });
    expect(status === 200 ? /<div id="(root|swagger-ui)">/.test(body) : status >= 300 && status < 600).toBe(true);
    expect(body).not.toMatch(
      /ref: refs|\[core\]|"workspaces"|"lockfileVersion"|createRoot|Index of|<li>|main-\w+\.js\.map/,
    );
  }
});

test.each(['TRACE', 'CONNECT', 'PROPFIND', 'LINK', 'PURGE', 'QUERY', 'get', 'BREW'])(
  'TRACE and methods that nobody serves are refused: %s',
  async (method) => {
    for (const path of ['/', '/api/v1/health/live', '/api/v1/portfolios']) {
      const { status, body } = await ask(method, path, { 'x-canary': 'echo-of-a-header', 'content-length': '0' });
      // Node closes the connection of a CONNECT without a word.
      expect(method === 'CONNECT' ? ['NaN'] : ['400', '404', '405', '501']).toContain(String(status));
      expect(body).not.toContain('echo-of-a-header');
    }
  },
);

test('no address carries a secret but the ticket of a live connection', async () => {
  interface Description {
    readonly paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
  }
  const { body } = await application.ask<Description>('GET', '/api/v1/openapi.json');
  const operations = Object.values(body.paths).flatMap((path) => Object.values(path));
  const inAddress = operations
    .flatMap(({ parameters = [] }) => parameters)
    .filter((parameter) => parameter.in === 'query' || parameter.in === 'path')
    .map(({ name }) => name);
  expect(inAddress.length).toBeGreaterThan(30);
  const secret = /token|password|secret|ticket|code|key|mail|wallet|session(?!Id)|proof|cookie/i;
  expect([
    ...new Set(inAddress.filter((name) => secret.test(name) && name !== 'apiKeyId' && name !== 'passkeyId')),
  ]).toEqual(['ticket']);
});

/** Without the sizes of chunks, where there are any. */
function unchunked(body: string): string {
  if (!/^[0-9a-f]+\r\n/i.test(body)) return body;
  let rest = body;
  let text = '';
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.slice(0, end), 16);
    if (!(size > 0)) return text;
    text += rest.slice(end + 2, end + 2 + size);
    rest = rest.slice(end + 2 + size + 2);
  }
}
