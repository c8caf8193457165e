import type { EfficientFrontierResponse, Problem, RiskMetrics } from '@riskoptimizer/contracts';
import {
  covariance,
  createRandom,
  efficientFrontier,
  expectedReturns,
  matrixFromRows,
  portfolioReturns,
  riskMeasure,
  riskMeasureNames,
  simpleReturns,
} from '@riskoptimizer/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from './test-application.ts';

let application: TestApplication;
beforeAll(async () => {
  application = await startTestApplication();
});
afterAll(() => application.stop());

const random = createRandom(7);
const returns = Array.from({ length: 120 }, () => [
  random.normal() * 0.01,
  random.normal() * 0.02,
  random.normal() * 0.03,
]);
const assets = ['A', 'B', 'constructor'];
const metrics = (json: unknown) => application.ask<RiskMetrics & Problem>('POST', '/api/v1/risk/metrics', { json });
const frontier = (json: unknown) =>
  application.ask<EfficientFrontierResponse & Problem>('POST', '/api/v1/risk/efficient-frontier', { json });

describe('risk of a table', () => {
  test('is what the engine says, and nothing is stored', async () => {
    const before = await application.countRows();
    const weights = [0.5, 0.2, 0.3];
    const { status, body, headers } = await metrics({ assets, returns, weights, confidence: 0.9 });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    const portfolio = portfolioReturns(matrixFromRows(returns), weights);
    for (const name of riskMeasureNames) {
      expect(body.measures[name]).toBe(riskMeasure(name, portfolio, { confidence: 0.9 }));
    }
    expect(body.contributions.reduce((sum, { component }) => sum + component.cvar, 0)).toBeCloseTo(
      body.measures.cvar!,
      14,
    );
    expect(body.window).toMatchObject({ from: null, to: null, periodCount: 120, frequency: 'unknown' });
    expect(body.birthCertificate).toMatchObject({ parameters: { confidence: 0.9 }, currency: null, seed: null });
    expect(await application.countRows()).toEqual(before);
  });

  test('prices with gaps and dates: the periods without a price are left out and counted', async () => {
    const prices: (number | null)[][] = [[100, 50, 20]];
    for (const step of returns.slice(0, 60)) {
      prices.push(prices.at(-1)!.map((price, asset) => price! * (1 + step[asset]!)));
    }
    prices[30]![1] = null;
    const dates = prices.map((_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
    const { body } = await metrics({ assets, prices, dates, measures: ['cvar'] });
    const table = {
      dates,
      assets,
      prices: matrixFromRows(prices.map((row) => row.map((price) => price ?? Number.NaN))),
    };
    const portfolio = portfolioReturns(simpleReturns(table).returns, [1 / 3, 1 / 3, 1 / 3]);
    expect(body.measures).toEqual({ cvar: riskMeasure('cvar', portfolio) });
    expect(body.window).toMatchObject({
      from: '2024-01-01',
      to: dates.at(-1),
      periodCount: 58,
      droppedPeriodCount: 2,
      frequency: 'daily',
    });
  });

  test('a benchmark has one return for each period', async () => {
    const benchmarkReturns = returns.map(([first]) => first);
    const { body } = await metrics({ assets, returns, benchmarkReturns, weights: [1, 0, 0] });
    expect(body.annualised.beta).toBeCloseTo(1, 12);
    expect(await metrics({ assets, returns, benchmarkReturns: [0.1] })).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            field: '/benchmarkReturns',
            message: 'has 1 returns; expected 120, one for each period of the common window',
          },
        ],
      },
    });
  });

  test.each<[string, object, number, string, string]>([
    ['neither returns nor prices', { assets }, 400, 'request-invalid', '/returns'],
    [
      'both',
      {
        assets,
        returns,
        prices: [
          [1, 1, 1],
          [1, 1, 1],
        ],
      },
      400,
      'request-invalid',
      '/returns',
    ],
    ['a row of the wrong width', { assets, returns: [...returns, [0.1]] }, 400, 'request-invalid', '/returns/120'],
    ['an asset twice', { assets: ['A', 'B', 'A'], returns }, 400, 'request-invalid', '/assets/2'],
    ['dates that do not fit', { assets, returns, dates: ['2024-01-01'] }, 400, 'request-invalid', '/dates'],
    [
      'dates out of order',
      { assets, returns, dates: returns.map(() => '2024-01-01') },
      400,
      'request-invalid',
      '/dates/1',
    ],
    [
      'a date that is none',
      { assets, returns, dates: returns.map(() => '2024-02-30') },
      400,
      'request-invalid',
      '/dates/0',
    ],
    ['weights that do not sum', { assets, returns, weights: [0.5, 0.2, 0.2] }, 400, 'request-invalid', '/weights'],
    ['too few weights', { assets, returns, weights: [1] }, 400, 'request-invalid', '/weights'],
    ['a return below -1', { assets, returns: [[-1.5, 0, 0], ...returns] }, 400, 'request-invalid', '/returns/0/0'],
    ['a negative price', { assets: ['A'], prices: [[1], [-1]] }, 400, 'request-invalid', '/prices/1/0'],
    ['a price of zero', { assets: ['A'], prices: [[1], [0]] }, 400, 'request-invalid', '/prices/1/0'],
    ['no assets', { assets: [], returns: [[]] }, 400, 'request-invalid', '/assets'],
    ['a confidence of one', { assets, returns, confidence: 1 }, 400, 'request-invalid', '/confidence'],
    ['an unknown measure', { assets, returns, measures: ['evar'] }, 400, 'request-invalid', '/measures/0'],
    ['an unknown key', { assets, returns, weigths: [1, 0, 0] }, 400, 'request-invalid', '/'],
  ])('%s is refused with its place', async (_, json, status, code, field) => {
    const answer = await metrics(json);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.errors![0]!.field).toBe(field);
  });

  test('too few returns, one asset, assets that never move', async () => {
    expect(await metrics({ assets, returns: returns.slice(0, 19) })).toMatchObject({
      status: 422,
      body: { code: 'data-insufficient' },
    });
    expect(await metrics({ assets: ['A'], returns: returns.map(([first]) => [first]) })).toMatchObject({ status: 200 });
    const still = await metrics({ assets: ['A'], returns: returns.map(() => [0]) });
    expect(still).toMatchObject({
      status: 200,
      body: {
        measures: { variance: 0 },
        annualised: { sharpeRatio: null },
        contributions: [{ share: { cvar: null } }],
      },
    });
  });

  test('a loss of everything cannot be compounded further than that', async () => {
    const ruin = [...returns.slice(0, 40), [-1, -1, -1], ...returns.slice(40)];
    expect(await metrics({ assets, returns: ruin })).toMatchObject({
      status: 200,
      body: { measures: { 'worst-realization': 1, 'max-drawdown': 1 }, annualised: { totalReturn: -1 } },
    });
    const short = await metrics({ assets, returns: [[0.9, 0, 0], ...returns], weights: [-2, 2, 1] });
    expect(short).toMatchObject({
      status: 422,
      body: { code: 'calculation-refused', detail: expect.stringMatching(/more than everything/) },
    });
  });
});

describe('the frontier of a table', () => {
  test('is what the engine says', async () => {
    const { body } = await frontier({ assets, returns, periodsPerYear: 12, pointCount: 7, riskFree: 0.01 });
    const matrix = matrixFromRows(returns);
    const exact = efficientFrontier({
      expectedReturns: expectedReturns(matrix, { method: 'mean', periodsPerYear: 12 }),
      covariance: covariance(matrix, { method: 'sample', periodsPerYear: 12 }).covariance,
      bounds: { lower: [0, 0, 0], upper: [1, 1, 1] },
    });
    if (body.frontier.status !== 'optimal' || exact.status !== 'optimal') throw new Error('no frontier');
    expect(body.frontier.corners.map(({ volatilityAnnual }) => volatilityAnnual)).toEqual(
      exact.corners.map(({ standardDeviation }) => standardDeviation),
    );
    expect(body.frontier.points).toHaveLength(7);
    expect(body.birthCertificate.parameters).toMatchObject({ periodsPerYear: 12, covarianceMethod: 'sample' });
  });

  test('bounds by name, an asset called constructor among them', async () => {
    const bounds = { default: [0, 1], assets: { constructor: [0.4, 0.4] } };
    const { body } = await frontier({ assets, returns, bounds });
    if (body.frontier.status !== 'optimal') throw new Error('no frontier');
    for (const { weights } of body.frontier.corners) expect(weights[2]).toBeCloseTo(0.4, 12);
  });

  test('impossible bounds are an answer', async () => {
    const { status, body } = await frontier({ assets, returns, bounds: { default: [0, 0.2] } });
    expect(status).toBe(200);
    expect(body.frontier).toMatchObject({
      status: 'infeasible',
      conflict: { constraints: expect.arrayContaining(['A <= 0.2']), feasibleBudget: [0, expect.closeTo(0.6, 12)] },
    });
    const open = await frontier({ assets, returns, bounds: { default: [0.5, null] } });
    expect(open.body.frontier).toMatchObject({ conflict: { feasibleBudget: [1.5, null] } });
  });

  test('more assets than periods', async () => {
    const wide = Array.from({ length: 25 }, () => Array.from({ length: 40 }, () => random.normal() * 0.01));
    const { body } = await frontier({ assets: wide[0]!.map((_, asset) => `A${asset}`), returns: wide });
    if (body.frontier.status !== 'optimal') throw new Error('no frontier');
    expect(body.frontier.maximumResidual).toBeLessThanOrEqual(1e-10);
  });
});

describe('bodies', () => {
  test('a body over the limit is refused with the limit, and the connection goes on', async () => {
    const body = `{"assets":["A"],"returns":[${'[0.001],'.repeat(2_100_000)}[0]]}`;
    const answer = await application.ask<Problem>('POST', '/api/v1/risk/metrics', {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer).toMatchObject({
      status: 413,
      body: { code: 'body-too-large', detail: expect.stringContaining('16 MB') },
    });
    expect(await application.ask('GET', '/api/v1/health/live')).toMatchObject({ status: 200 });
  });

  test('megabytes are read, and checked to the last key', async () => {
    const row = `[${Array.from({ length: 100 }, () => (random.normal() / 100).toFixed(17)).join(',')}]`;
    const names = Array.from({ length: 100 }, (_, asset) => `"A${asset}"`).join(',');
    const rows = Array.from({ length: 6000 }, () => row).join(',');
    const send = (last: string) => {
      const body = `{"assets":[${names}],"returns":[${rows}],"measures":["variance"]${last}}`;
      expect(body.length).toBeGreaterThan(11_000_000);
      return application.ask<RiskMetrics & Problem>('POST', '/api/v1/risk/metrics', {
        body,
        headers: { 'content-type': 'application/json' },
      });
    };
    expect(await send('')).toMatchObject({ status: 200, body: { window: { periodCount: 6000 } } });
    expect(await send(',"x":1')).toMatchObject({ status: 400, body: { detail: expect.stringContaining('"x"') } });
  });

  test.each([
    ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), /not UTF-8/],
    ['no JSON', '{"assets":', /not JSON/],
    ['a key twice', '{"assets":["A"],"assets":["B"]}', /"assets" twice/],
    ['nothing', '', /empty/],
  ])('%s', async (_, body, detail) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await application.ask<Problem>('POST', '/api/v1/risk/metrics', { body: body as BodyInit, headers });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'request-malformed', detail: expect.stringMatching(detail) },
    });
  });
});
