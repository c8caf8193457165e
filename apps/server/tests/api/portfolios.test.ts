import type { Asset, Portfolio, PortfolioSummary, Problem } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from './test-application.ts';

let application: TestApplication;
let assets: Asset[];
const idOf = (symbol: string) => assets.find((asset) => asset.symbol === symbol)!.id;
const path = '/api/v1/portfolios';
const nobody = '00000000-0000-4000-8000-00000000dead';

beforeAll(async () => {
  application = await startTestApplication();
  assets = (await application.ask<{ items: Asset[] }>('GET', '/api/v1/assets')).body.items;
});
afterAll(() => application.stop());

const halves = (name: string) => ({
  name,
  allocation: {
    kind: 'weights',
    items: [
      { assetId: idOf('NORTHW'), weight: 0.5 },
      { assetId: idOf('GOVLNG'), weight: 0.5 },
    ],
  },
});

async function create(name: string): Promise<Portfolio> {
  const created = await application.ask<Portfolio>('POST', path, { json: halves(name) });
  expect(created.status).toBe(201);
  return created.body;
}

describe('the life of a portfolio', () => {
  test('made, read, changed, deleted', async () => {
    const created = await application.ask<Portfolio>('POST', path, { json: halves('Life') });
    expect(created).toMatchObject({
      status: 201,
      body: { name: 'Life', version: 1, baseCurrency: 'USD', simulated: true },
    });
    expect(created.headers.get('etag')).toBe('"1"');
    expect(created.headers.get('location')).toBe(`${path}/${created.body.id}`);
    expect(created.headers.get('cache-control')).toBe('no-store');
    const one = `${path}/${created.body.id}`;

    const read = await application.ask<Portfolio>('GET', one);
    expect(read.body).toEqual(created.body);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(read.body.holdings.map(({ symbol, weight, quantity, value }) => [symbol, weight, quantity, value])).toEqual([
      ['NORTHW', 0.5, null, null],
      ['GOVLNG', 0.5, null, null],
    ]);

    const quantities = { kind: 'quantities', items: [{ assetId: idOf('NORTHW'), quantity: '12.5' }] };
    const changed = await application.ask<Portfolio>('PUT', one, {
      json: {
        name: 'Life, changed',
        baseCurrency: 'EUR',
        benchmark: { kind: 'asset', assetId: idOf('WORLDX') },
        allocation: quantities,
      },
      headers: { 'if-match': '"1"' },
    });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, name: 'Life, changed', baseCurrency: 'EUR' } });
    expect(changed.headers.get('etag')).toBe('"2"');
    const [holding] = changed.body.holdings;
    expect(holding).toMatchObject({ symbol: 'NORTHW', quantity: '12.5', weight: 1, priceDate: changed.body.valueDate });
    expect(changed.body.totalValue).toBe(holding!.value);

    const listed = await application.ask<{ items: PortfolioSummary[] }>('GET', path);
    expect(listed.body.items.find(({ id }) => id === created.body.id)).toMatchObject({ version: 2, holdingCount: 1 });

    expect(await application.ask('DELETE', one, { headers: { 'if-match': '"2"' } })).toMatchObject({
      status: 204,
      text: '',
    });
    expect(await application.ask('GET', one)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('the demo portfolio is by quantity, its values add up and its weights sum to one', async () => {
    const list = await application.ask<{ items: PortfolioSummary[] }>('GET', path);
    const demo = list.body.items.find(({ name }) => name.startsWith('Demo'))!;
    const { body } = await application.ask<Portfolio>('GET', `${path}/${demo.id}`);
    expect(body).toMatchObject({ allocationKind: 'quantities', simulated: true, valueDate: '2026-10-30' });
    const cents = body.holdings.reduce((sum, { value }) => sum + Math.round(Number(value) * 100), 0);
    expect((cents / 100).toFixed(2)).toBe(body.totalValue);
    expect(body.holdings.reduce((sum, { weight }) => sum + weight!, 0)).toBeCloseTo(1, 12);
    expect(body.holdings.some(({ currency }) => currency !== 'USD')).toBe(true);
  });
});

describe('versions', () => {
  test('without If-Match nothing is changed', async () => {
    const { id } = await create('Unversioned');
    for (const method of ['PUT', 'DELETE']) {
      const asked = method === 'PUT' ? { json: halves('x') } : {};
      expect(await application.ask('PUT', `${path}/${id}`, { json: halves('x') })).toMatchObject({ status: 428 });
      expect(await application.ask<Problem>(method, `${path}/${id}`, asked)).toMatchObject({
        status: 428,
        body: { code: 'version-required' },
      });
    }
    expect((await application.ask<Portfolio>('GET', `${path}/${id}`)).body).toMatchObject({
      version: 1,
      name: 'Unversioned',
    });
  });

  test('an old version is told the present one', async () => {
    const { id } = await create('Old version');
    const headers = { 'if-match': '"1"' };
    await application.ask('PUT', `${path}/${id}`, { json: halves('Newer'), headers });
    const late = await application.ask<Problem>('PUT', `${path}/${id}`, { json: halves('Late'), headers });
    expect(late).toMatchObject({
      status: 412,
      body: { code: 'version-conflict', detail: expect.stringContaining('version 2') },
    });
    expect(await application.ask('DELETE', `${path}/${id}`, { headers })).toMatchObject({ status: 412 });
    expect((await application.ask<Portfolio>('GET', `${path}/${id}`)).body).toMatchObject({
      name: 'Newer',
      version: 2,
    });
  });

  test('of twenty changes of one version exactly one is made', async () => {
    const { id } = await create('Race');
    const racers = Array.from({ length: 20 }, (_, index) => `Race ${index}`);
    const answers = await Promise.all(
      racers.map((name) =>
        application.ask('PUT', `${path}/${id}`, { json: halves(name), headers: { 'if-match': '"1"' } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19);
    const winner = racers[answers.findIndex(({ status }) => status === 200)];
    expect((await application.ask<Portfolio>('GET', `${path}/${id}`)).body).toMatchObject({ version: 2, name: winner });
  });

  test('a counter that twenty writers raise, each reading again after a conflict, loses no step', async () => {
    const { id } = await create('Counter 0');
    const raise = async (): Promise<void> => {
      const { body } = await application.ask<Portfolio>('GET', `${path}/${id}`);
      const next = Number(body.name.split(' ')[1]) + 1;
      const answer = await application.ask('PUT', `${path}/${id}`, {
        json: halves(`Counter ${next}`),
        headers: { 'if-match': `"${body.version}"` },
      });
      expect([200, 412]).toContain(answer.status);
      if (answer.status === 412) await raise();
    };
    await Promise.all(Array.from({ length: 8 }, raise));
    expect((await application.ask<Portfolio>('GET', `${path}/${id}`)).body).toMatchObject({
      name: 'Counter 8',
      version: 9,
    });
  });
});

describe('refusals', () => {
  test.each([
    [
      'weights that do not sum to one',
      { items: [['NORTHW', 0.5]] },
      400,
      'request-invalid',
      /sum to 0\.5/,
      '/allocation/items',
    ],
    [
      'an asset twice',
      {
        items: [
          ['NORTHW', 0.5],
          ['NORTHW', 0.5],
        ],
      },
      400,
      'request-invalid',
      /already/,
      '/allocation/items/1/assetId',
    ],
    [
      'an unknown asset',
      {
        items: [
          ['NORTHW', 0.5],
          [nobody, 0.5],
        ],
      },
      400,
      'request-invalid',
      new RegExp(nobody),
      '/allocation/items/1/assetId',
    ],
    ['no asset at all', { items: [] }, 400, 'request-invalid', /at least one asset/, '/allocation/items'],
  ] as const)('%s', async (_, { items }, status, code, detail, field) => {
    const before = await application.countRows();
    const allocation = {
      kind: 'weights',
      items: items.map(([symbol, weight]) => ({ assetId: symbol === nobody ? nobody : idOf(symbol), weight })),
    };
    const answer = await application.ask<Problem>('POST', path, { json: { name: 'Refused', allocation } });
    expect(answer).toMatchObject({ status, body: { code, detail: expect.stringMatching(detail) } });
    expect(answer.body.errors!.map((error) => error.field)).toContain(field);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await application.countRows()).toEqual(before);
  });

  test('a benchmark that is not there', async () => {
    const answer = await application.ask<Problem>('POST', path, {
      json: { ...halves('B'), benchmark: { kind: 'asset', assetId: nobody } },
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: '/benchmark/assetId' }] } });
  });

  test('a name that is taken', async () => {
    await create('Taken');
    expect(await application.ask('POST', path, { json: halves('Taken') })).toMatchObject({
      status: 409,
      body: { code: 'already-exists', errors: [{ field: '/name', value: 'Taken' }] },
    });
    const other = await create('Not taken');
    const renamed = { json: halves('Taken'), headers: { 'if-match': '"1"' } };
    expect(await application.ask('PUT', `${path}/${other.id}`, renamed)).toMatchObject({ status: 409 });
    expect((await application.ask<Portfolio>('GET', `${path}/${other.id}`)).body).toMatchObject({
      name: 'Not taken',
      version: 1,
    });
  });

  test('quantities that are worth nothing, and a currency without a rate', async () => {
    const allocation = { kind: 'quantities', items: [{ assetId: idOf('NORTHW'), quantity: '-3' }] };
    expect(await application.ask('POST', path, { json: { name: 'Short', allocation } })).toMatchObject({
      status: 422,
      body: { code: 'calculation-refused' },
    });
    const held = { kind: 'quantities', items: [{ assetId: idOf('NORTHW'), quantity: '3' }] };
    expect(
      await application.ask('POST', path, { json: { name: 'Zloty', baseCurrency: 'PLN', allocation: held } }),
    ).toMatchObject({
      status: 422,
      body: { code: 'exchange-rate-missing', detail: expect.stringMatching(/USD to PLN on 2026-10-30/) },
    });
  });

  test('an asset that is held cannot be deleted, and the answer names who holds it', async () => {
    await create('Holder');
    expect(await application.ask('DELETE', `/api/v1/assets/${idOf('NORTHW')}`)).toMatchObject({
      status: 409,
      body: { code: 'state-conflict', detail: expect.stringMatching(/"Demo portfolio \(simulated\)".*"Holder"/) },
    });
    expect(await application.ask('DELETE', `/api/v1/assets/${nobody}`)).toMatchObject({ status: 404 });
  });

  test.each(['not-a-uuid', nobody, '%00', '..'])('nothing is at /portfolios/%s', async (id) => {
    expect((await application.ask<Problem>('GET', `${path}/${id}`)).status).toBeGreaterThanOrEqual(400);
    expect((await application.ask<Problem>('GET', `${path}/${id}`)).status).toBeLessThan(500);
  });
});
