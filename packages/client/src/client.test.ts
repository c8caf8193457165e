import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { configureStore } from '@reduxjs/toolkit';
import { apiPrefix, type Portfolio, type RouteName, routes } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem } from './api-problem.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { createRiskOptimizerApi } from './react/index.ts';

interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}
interface Answer {
  status: number;
  body?: unknown;
  text?: string;
  contentType?: string;
  delayMs?: number;
}

const portfolioId = '0b0f4b3e-8a52-4b5e-9c39-6a1f0b7f2c11';
const portfolio: Portfolio = {
  id: portfolioId,
  name: 'Balanced',
  baseCurrency: 'USD',
  benchmark: null,
  state: 'active',
  allocationKind: 'weights',
  access: 'owner',
  ownerName: 'Ada',
  version: 3,
  simulated: false,
  valueDate: null,
  totalValue: null,
  unvalued: null,
  holdings: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
};

let server: Server;
let client: HttpClient;
let received: Received[] = [];
let answers: Map<string, Answer>;

/** A server on a real socket that answers what a test lays out, and keeps what it was asked. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    received.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
    const answer = answers.get(`${method} ${url.split('?')[0]}`) ?? { status: 418, body: { teapot: true } };
    if (answer.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    response.writeHead(answer.status, { 'content-type': answer.contentType ?? 'application/json' });
    response.end(answer.body === undefined ? answer.text : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = createHttpClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  received = [];
  answers = new Map();
});

/** A WebSocket is opened by `LiveStream`, and no request. */
type CallName = Exclude<RouteName, 'openStream'>;
const callNames = (Object.keys(routes) as RouteName[]).filter((name): name is CallName => name !== 'openStream');

async function problemOf(call: Promise<unknown>): Promise<ApiProblem> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiProblem);
  return error as ApiProblem;
}

const uploads: ReadonlySet<string> = new Set([
  'createPriceImport',
  'createTransactionImport',
  'previewEverything',
  'importEverything',
]);
/** Calls that answer a file. */
const files: ReadonlySet<string> = new Set(['exportAudit', 'exportEverything', 'exportTransactions']);

describe('every route of the contracts', () => {
  it.each(callNames)('%s has a client function that asks its method and path', async (name) => {
    const call = client[name] as (args: Record<string, unknown>) => Promise<unknown>;
    const names = [...routes[name].path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter!);
    const ids = Object.fromEntries(names.map((parameter) => [parameter, `${parameter}/1`]));
    const isUpload = uploads.has(name);
    const parameters = isUpload ? { ...ids, file: new Blob(['x']), fileName: 'x' } : ids;
    await problemOf(call(parameters));
    const path = routes[name].path.replaceAll(/:(\w+)/g, '$1%2F1');
    expect(received.map(({ method, url }) => [method, url.split('?')[0]])).toEqual([
      [routes[name].method, apiPrefix + path],
    ]);
  });

  it('has a client function and a hook, and there are no others', () => {
    const api = createRiskOptimizerApi(client);
    // A file is nothing to keep in a store.
    const hooked = callNames.filter((name) => !files.has(name));
    // One that asks for every page of a list.
    expect(Object.keys(client).sort()).toEqual([...callNames, 'listAllPortfolios'].sort());
    expect(Object.keys(api.endpoints).sort()).toEqual([...hooked, 'listAllPortfolios'].sort());
    const hooks = api as unknown as Record<string, unknown>;
    const hookless = hooked.filter((name) => {
      const noun = `${name[0]?.toUpperCase()}${name.slice(1)}`;
      return typeof (hooks[`use${noun}Query`] ?? hooks[`use${noun}Mutation`]) !== 'function';
    });
    expect(hookless).toEqual([]);
  });
});

describe('answers', () => {
  it('parses a portfolio and refuses one that is not as agreed', async () => {
    answers.set(`GET ${apiPrefix}/portfolios/${portfolioId}`, { status: 200, body: portfolio });
    expect(await client.getPortfolio({ portfolioId })).toEqual(portfolio);
    answers.set(`GET ${apiPrefix}/portfolios/${portfolioId}`, { status: 200, body: { ...portfolio, version: '3' } });
    const problem = await problemOf(client.getPortfolio({ portfolioId }));
    expect(problem.code).toBe('response-invalid');
    expect(problem.detail).toContain('/version');
  });

  it('answers null for a 204', async () => {
    answers.set(`DELETE ${apiPrefix}/assets/1`, { status: 204 });
    expect(await client.deleteAsset({ assetId: '1' })).toBeNull();
  });

  it('gives an exported file byte for byte, and the problem when it is refused', async () => {
    const lines = '{"sequence":1}\n{"sequence":2,"text":"ü"}\n';
    answers.set(`POST ${apiPrefix}/audit/exports`, { status: 200, text: lines, contentType: 'application/x-ndjson' });
    const file = await client.exportAudit({ fromSequence: 1 });
    expect(await file.text()).toBe(lines);
    const refusal = { type: 'x', title: 'No', status: 403, detail: 'No.', code: 'permission-denied', requestId: 'r' };
    answers.set(`POST ${apiPrefix}/audit/exports`, { status: 403, body: refusal });
    expect((await problemOf(client.exportAudit({}))).code).toBe('permission-denied');
  });

  it('takes a readiness of 503 as an answer, and any other 503 as a problem', async () => {
    const notReady = { status: 'not-ready', version: '0.1.0', checks: { database: { status: 'failed' } } };
    answers.set(`GET ${apiPrefix}/health/ready`, { status: 503, body: notReady });
    expect(await client.ready()).toEqual(notReady);
    answers.set(`GET ${apiPrefix}/health/ready`, { status: 503, body: 'starting' });
    expect((await problemOf(client.ready())).code).toBe('response-invalid');
  });
});

describe('what is sent', () => {
  it('sends the version as a strong entity tag in If-Match', async () => {
    answers.set(`PUT ${apiPrefix}/portfolios/${portfolioId}`, { status: 200, body: { ...portfolio, version: 4 } });
    const allocation = { kind: 'weights' as const, items: [{ assetId: portfolioId, weight: 1 }] };
    const changed = await client.updatePortfolio({ portfolioId, version: 3, name: 'Balanced', allocation });
    expect(changed.version).toBe(4);
    expect(received[0]?.headers['if-match']).toBe('"3"');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({ name: 'Balanced', allocation });
  });

  it('writes only the query parameters that were given', async () => {
    await problemOf(client.getPortfolioRisk({ portfolioId, confidence: 0.99, horizon: 10 }));
    expect(received[0]?.url).toBe(`${apiPrefix}/portfolios/${portfolioId}/risk?confidence=0.99&horizon=10`);
  });

  it('names a content type only where there is a body', async () => {
    await problemOf(client.beginTotp());
    await problemOf(client.endSession({ sessionId: 'x' }));
    await problemOf(client.confirmTotp({ code: '123456' }));
    expect(received.map(({ headers }) => headers['content-type'])).toEqual([undefined, undefined, 'application/json']);
  });

  it('sends a file as multipart with its name', async () => {
    await problemOf(client.createPriceImport({ file: new Blob(['date,A\n2026-01-02,1\n']), fileName: 'prices.csv' }));
    expect(received[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(received[0]?.body).toContain('name="file"; filename="prices.csv"');
    expect(received[0]?.body).toContain('2026-01-02,1');
  });

  it('tells how much of a file is sent', async () => {
    const shares: number[] = [];
    const file = new Blob(['date,A\n', '2026-01-02,1\n'.repeat(100_000)]);
    const onUploadProgress = (share: number) => shares.push(share);
    await problemOf(client.createPriceImport({ file, fileName: 'prices.csv' }, { onUploadProgress }));
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});

describe('failures', () => {
  it('turns a problem document into an ApiProblem with every detail', async () => {
    const body = {
      type: 'about:blank',
      title: 'The price file cannot be imported',
      status: 422,
      detail: 'Two prices cannot be read.',
      code: 'price-file-invalid',
      requestId: 'r-1',
      errors: [{ message: 'expected a number', line: 3, column: 2, value: 'abc' }],
      errorCount: 2,
    };
    answers.set(`POST ${apiPrefix}/price-imports`, { status: 422, body, contentType: 'application/problem+json' });
    const problem = await problemOf(client.createPriceImport({ file: new Blob(['x']), fileName: 'x.csv' }));
    expect(problem.toData()).toEqual({
      code: 'price-file-invalid',
      status: 422,
      title: body.title,
      detail: body.detail,
      errors: body.errors,
      errorCount: 2,
      requestId: 'r-1',
    });
    expect(problem.message).toBe('Two prices cannot be read.');
  });

  it('says so when an error has no problem document', async () => {
    answers.set(`GET ${apiPrefix}/assets`, { status: 502, body: '<html>Bad gateway</html>' });
    const problem = await problemOf(client.listAssets());
    expect([problem.code, problem.status]).toEqual(['response-invalid', 502]);
  });

  it('says that the server cannot be reached', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const problem = await problemOf(createHttpClient({ baseUrl: `http://127.0.0.1:${port}` }).live());
    expect([problem.code, problem.status]).toEqual(['unreachable', 0]);
    expect(problem.detail).toContain(`127.0.0.1:${port}`);
  });

  it('stops waiting after the time limit', async () => {
    answers.set(`GET ${apiPrefix}/assets`, { status: 200, body: { items: [] }, delayMs: 400 });
    const { port } = server.address() as AddressInfo;
    const impatient = createHttpClient({ baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 50 });
    expect((await problemOf(impatient.listAssets())).code).toBe('unreachable');
  });

  it('is cancelled by its signal', async () => {
    answers.set(`GET ${apiPrefix}/assets`, { status: 200, body: { items: [] }, delayMs: 400 });
    const controller = new AbortController();
    const call = client.listAssets(undefined, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    expect((await problemOf(call)).code).toBe('aborted');
  });
});

describe('the RTK Query API', () => {
  function createStore() {
    const api = createRiskOptimizerApi(client);
    const store = configureStore({
      reducer: { [api.reducerPath]: api.reducer },
      middleware: (standard) => standard().concat(api.middleware),
    });
    return { api, store };
  }

  it('keeps a problem in the store in its plain form', async () => {
    const { api, store } = createStore();
    const result = await store.dispatch(api.endpoints.listAssets.initiate());
    expect(result.error).toMatchObject({ code: 'response-invalid', status: 418 });
  });

  it('asks again for what a change made stale', async () => {
    const { api, store } = createStore();
    const summary = {
      id: portfolioId,
      name: 'Balanced',
      baseCurrency: 'USD',
      state: 'active',
      access: 'owner',
      ownerName: 'Ada',
      version: 3,
      allocationKind: 'weights',
      holdingCount: 0,
      simulated: false,
      updatedAt: portfolio.updatedAt,
      deletedAt: null,
      restorableUntil: null,
    };
    answers.set(`GET ${apiPrefix}/portfolios`, { status: 200, body: { items: [summary], nextCursor: null } });
    answers.set(`DELETE ${apiPrefix}/portfolios/${portfolioId}`, { status: 204 });
    const subscription = store.dispatch(api.endpoints.listPortfolios.initiate());
    expect((await subscription).data?.items).toEqual([summary]);
    answers.set(`GET ${apiPrefix}/portfolios`, { status: 200, body: { items: [], nextCursor: null } });
    await store.dispatch(api.endpoints.deletePortfolio.initiate({ portfolioId, version: 3 }));
    await expect.poll(() => api.endpoints.listPortfolios.select()(store.getState()).data?.items).toEqual([]);
    expect(received.filter(({ method }) => method === 'GET')).toHaveLength(2);
    subscription.unsubscribe();
  });
});
