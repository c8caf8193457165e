import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../src/api/app.ts';
import type { Services } from '../../src/api/services.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createMemoryCounters } from '../../src/infrastructure/request-counting/memory-counters.ts';

let folder: string;
const options = {
  log: pino({ level: 'silent' }),
  version: '0',
  isUnavailable: () => false,
  frontDoor: { isLocal: true, publicUrl: null, trustedProxies: [] },
  apiDocs: 'local',
  installationId: '0199f0a0-0000-7000-8000-000000000000',
  authenticator: { authenticate: () => Promise.reject(new Error('Pages ask for nobody.')) },
  counters: createMemoryCounters(systemClock),
  refusals: { note: () => {}, flush: async () => {}, close: async () => {} },
  requestProof: { issue: () => '', matches: () => false },
  repeatedRequests: { once: () => Promise.reject(new Error('Pages repeat nothing.')), forgetOld: async () => 0 },
  clock: systemClock,
  drain: { isDraining: false },
} as const;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>RiskOptimizer</title>');
  await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'assets/main-1a2b3c.js'), 'export {};');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Pages need none of the services; routes are only told where they would be. */
const noServices = new Proxy(() => noServices, { get: () => noServices }) as unknown as Services;

async function get(
  url: string,
  asked: { webFolder?: string | null; headers?: Record<string, string>; method?: 'GET' | 'HEAD' | 'POST' } = {},
) {
  const webFolder = asked.webFolder === undefined ? folder : asked.webFolder;
  const app = await createApi(noServices, { ...options, webFolder });
  try {
    const headers = { host: 'localhost', accept: 'text/html', ...asked.headers };
    return await app.inject({ method: asked.method ?? 'GET', url, headers });
  } finally {
    await app.close();
  }
}

describe('the web app', () => {
  test.each(['/', '/risk', '/risk/0b0f4b3e?window=5y', '/frontier/', '/anything/else'])(
    '%s is its one page, asked again each time',
    async (url) => {
      const answer = await get(url);
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache']);
      expect(answer.headers['content-type']).toMatch(/^text\/html; charset=utf-8/i);
      expect(answer.body).toContain('<title>RiskOptimizer</title>');
      expect((await get(url, { method: 'HEAD' })).statusCode).toBe(200);
    },
  );

  test('files named by their content are kept for ever, others are asked again', async () => {
    expect((await get('/assets/main-1a2b3c.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  test('its policy lets no script in from elsewhere, and frames nothing', async () => {
    const policy = String((await get('/')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('upgrade-insecure-requests');
  });

  test.each(['/missing.js', '/assets/old-9f.js', '/api/v1/x', '/api', '/docs/x', '/.env'])(
    '%s is not a page',
    async (url) => {
      const answer = await get(url);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.body).not.toMatch(/root:|"name": "riskoptimizer"|<title>/);
    },
  );

  test.each([
    '/assets/../../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%5c..%5cetc%5cpasswd',
    '/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  ])('%s leads to no file outside', async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).not.toMatch(/root:|"name": "riskoptimizer"/);
  });

  test('a program that wants no HTML, and a POST, get no page', async () => {
    expect((await get('/risk', { headers: { accept: 'application/json' } })).statusCode).toBe(404);
    expect((await get('/risk', { method: 'POST' })).statusCode).toBe(404);
  });

  test('a page that was not built says what to do, and the API goes on', async () => {
    const answer = await get('/', { webFolder: null });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('npm run build');
    expect((await get('/docs/', { webFolder: null })).statusCode).toBe(200);
    expect((await get('/api/v1/health/live', { webFolder: null })).json()).toEqual({ status: 'live' });
  });
});

test('a request that never comes to an end is given up: Node is told every limit', async () => {
  const app = await createApi(noServices, { ...options, webFolder: null });
  const { headersTimeout, keepAliveTimeout, maxHeadersCount, requestTimeout, timeout } = app.server;
  expect({ headersTimeout, keepAliveTimeout, maxHeadersCount, requestTimeout, timeout }).toEqual({
    keepAliveTimeout: 72_000,
    maxHeadersCount: 100,
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    timeout: 130_000,
  });
  await app.close();
});
