import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Asset,
  Portfolio,
  PortfolioFrontier,
  PortfolioRisk,
  PortfolioSummary,
  PriceSeries,
  Problem,
} from '@riskoptimizer/contracts';
import {
  beta,
  conditionalValueAtRiskContributions,
  correlationFromCovariance,
  covariance,
  deepestDrawdowns,
  drawdownSeries,
  efficientFrontier,
  expectedReturns,
  matrixFromRows,
  maximumSharpe,
  minimumVariance,
  overlappingReturns,
  portfolioReturns,
  riskMeasure,
  riskMeasureNames,
  rollingStandardDeviation,
  sampleFrontier,
  sharpeRatio,
  simpleReturns,
  valueAtRiskContributions,
  volatilityContributions,
} from '@riskoptimizer/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { priceFile, upload } from './price-files.ts';
import { startTestApplication, type TestApplication } from './test-application.ts';

let application: TestApplication;
let demo: Portfolio;
let assets: Asset[];
const get = async <Body>(path: string) => (await application.ask<Body>('GET', path)).body;
const risk = (id: string, query = '') => get<PortfolioRisk>(`/api/v1/portfolios/${id}/risk${query}`);
const frontier = async (id: string, json: unknown = {}) =>
  (await application.ask<PortfolioFrontier & Problem>('POST', `/api/v1/portfolios/${id}/frontier`, { json })).body;

beforeAll(async () => {
  application = await startTestApplication();
  const { items } = await get<{ items: PortfolioSummary[] }>('/api/v1/portfolios');
  demo = await get<Portfolio>(`/api/v1/portfolios/${items[0]!.id}`);
  assets = (await get<{ items: Asset[] }>('/api/v1/assets')).items;
});
afterAll(() => application.stop());

/** Prices in dollars as a client of the API would put them together: closes times exchange rates, date by date. */
async function pricesOverTheApi(ids: readonly string[], from: string) {
  const rates = await application.owner.pool.query<{ base: string; date: string; rate: string }>(
    `select base, to_char(date, 'YYYY-MM-DD') as date, rate::text from exchange_rates where quote = 'USD'`,
  );
  const rateOf = new Map(rates.rows.map(({ base, date, rate }) => [`${base} ${date}`, Number(rate)]));
  const series = await Promise.all(ids.map((id) => get<PriceSeries>(`/api/v1/assets/${id}/prices?from=${from}`)));
  const dates = [...new Set(series.flatMap((each) => each.dates))].toSorted();
  const columns = series.map(({ currency, dates: own, closes }) => {
    const closeOn = new Map(own.map((date, index) => [date, Number(closes[index])]));
    return dates.map(
      (date) => (closeOn.get(date) ?? Number.NaN) * (currency === 'USD' ? 1 : rateOf.get(`${currency} ${date}`)!),
    );
  });
  const prices = matrixFromRows(dates.map((_, row) => columns.map((column) => column[row]!)));
  return { dates, assets: ids.map(String), prices };
}

describe('risk over the API is what the engine says', () => {
  test('every figure of the demo portfolio, bit for bit', async () => {
    const answer = await risk(demo.id);
    const table = await pricesOverTheApi(
      demo.holdings.map(({ assetId }) => assetId),
      answer.coverage.from,
    );
    const weights = demo.holdings.map(({ weight }) => weight!);
    const { returns, window, dates } = simpleReturns(table);
    const portfolio = portfolioReturns(returns, weights);
    expect(answer.window).toMatchObject({
      from: window.from,
      to: window.to,
      periodCount: window.count,
      droppedPeriodCount: 0,
    });
    expect(answer.window.periodCount).toBeGreaterThan(1250);
    for (const name of riskMeasureNames) expect(answer.measures[name]).toBe(riskMeasure(name, portfolio));
    expect(answer.performance.sharpeRatio).toBe(sharpeRatio(portfolio, { periodsPerYear: 252 }));
    expect(answer.path.dates).toEqual(dates);
    expect(answer.path.drawdown).toEqual(Array.from(drawdownSeries(portfolio), (depth) => 0 - depth));
    expect(answer.drawdowns.map(({ depth }) => depth)).toEqual(
      deepestDrawdowns(portfolio, 10).map(({ depth }) => depth),
    );
    const rolling = rollingStandardDeviation(portfolio, 63);
    expect(answer.path.rollingVolatilityAnnual.slice(0, 62)).toEqual(Array.from({ length: 62 }, () => null));
    expect(answer.path.rollingVolatilityAnnual[62]).toBe(rolling[62]! * Math.sqrt(252));
    const moments = covariance(returns, { method: 'sample' }).covariance;
    expect(answer.correlation.matrix[3]![5]).toBe(correlationFromCovariance(moments).data[3 * weights.length + 5]);
    const split = {
      'standard-deviation': volatilityContributions(weights, moments),
      'value-at-risk': valueAtRiskContributions(returns, weights, 0.95),
      cvar: conditionalValueAtRiskContributions(returns, weights, 0.95),
    };
    for (const [name, expected] of Object.entries(split) as [keyof typeof split, (typeof split)['cvar']][]) {
      expect(answer.contributions.map(({ component }) => component[name])).toEqual(Array.from(expected.component));
      expect(answer.contributions.reduce((sum, { share }) => sum + share[name]!, 0)).toBeCloseTo(1, 12);
      expect(answer.contributions.reduce((sum, { component }) => sum + component[name], 0)).toBeCloseTo(
        answer.measures[name],
        14,
      );
    }
    const benchmark = await pricesOverTheApi([answer.benchmark!.items[0]!.assetId], answer.coverage.from);
    expect(answer.performance.beta).toBe(beta(portfolio, portfolioReturns(simpleReturns(benchmark).returns, [1])));
  });

  test('a horizon: contributions to compounded returns still sum to the whole', async () => {
    const answer = await risk(demo.id, '?horizon=10&confidence=0.99&window=3y&riskFree=0.02');
    const table = await pricesOverTheApi(
      demo.holdings.map(({ assetId }) => assetId),
      answer.coverage.from,
    );
    const weights = demo.holdings.map(({ weight }) => weight!);
    const single = simpleReturns(table).returns;
    const runs = overlappingReturns(single, 10);
    expect(answer).toMatchObject({ horizon: 10, confidence: 0.99 });
    expect(answer.measures.cvar).toBe(riskMeasure('cvar', portfolioReturns(runs, weights), { confidence: 0.99 }));
    expect(answer.measures['max-drawdown']).toBe(riskMeasure('max-drawdown', portfolioReturns(single, weights)));
    expect(answer.distribution.sampleCount).toBe(single.rows - 9);
    for (const name of ['standard-deviation', 'value-at-risk', 'cvar'] as const) {
      const total = answer.contributions.reduce((sum, { component }) => sum + component[name], 0);
      expect(Math.abs(total - answer.measures[name])).toBeLessThan(1e-14);
    }
    expect(answer.measures.cvar).toBeGreaterThanOrEqual(answer.measures['value-at-risk']);
  });

  test('the benchmark changes what names it, and nothing else', async () => {
    const [own, none] = [await risk(demo.id), await risk(demo.id, '?benchmark=none')];
    const other = await risk(demo.id, `?benchmark=${assets.find(({ symbol }) => symbol === 'NORTHW')!.id}`);
    expect(none).toMatchObject({
      benchmark: null,
      performance: { beta: null, alphaAnnual: null },
      path: { benchmarkCumulativeReturn: null },
    });
    expect(other.benchmark).toMatchObject({ symbol: 'NORTHW' });
    expect(other.performance.beta).not.toBe(own.performance.beta);
    for (const answer of [none, other]) {
      expect(answer.measures).toEqual(own.measures);
      expect(answer.contributions).toEqual(own.contributions);
      expect(answer.path.cumulativeReturn).toEqual(own.path.cumulativeReturn);
      expect(answer.performance.volatilityAnnual).toBe(own.performance.volatilityAnnual);
    }
  });

  test('the same question gives the same answer, certificate included', async () => {
    const first = await risk(demo.id, '?window=1y');
    expect(await risk(demo.id, '?window=1y')).toEqual(first);
    expect(first.birthCertificate.inputsHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await risk(demo.id, '?window=3y')).birthCertificate.inputsHash).not.toBe(first.birthCertificate.inputsHash);
  });

  test('the method on a birth certificate has its page', async () => {
    for (const { birthCertificate } of [await risk(demo.id), await frontier(demo.id)]) {
      const page = /docs\/methods\/[a-z-]+\.md/.exec(birthCertificate.method)![0];
      expect(existsSync(join(import.meta.dirname, '../../../..', page))).toBe(true);
    }
  });

  test('an answer that was forgotten is computed again, bit for bit', async () => {
    const first = await risk(demo.id, '?window=10y');
    const again = await startAgain(() => risk(demo.id, '?window=10y'));
    const { birthCertificate: born, ...numbers } = first;
    const { birthCertificate: bornAgain, ...sameNumbers } = again;
    expect(sameNumbers).toEqual(numbers);
    expect(bornAgain.inputsHash).toBe(born.inputsHash);
    expect(bornAgain.computedAt).not.toBe(born.computedAt);
  });

  test('risk of everything in one asset is the risk of that asset', async () => {
    const { id, currency } = assets.find(({ symbol }) => symbol === 'RHINEL')!;
    const whole = {
      name: 'One',
      baseCurrency: currency,
      allocation: { kind: 'weights', items: [{ assetId: id, weight: 1 }] },
    };
    const { body } = await application.ask<Portfolio>('POST', '/api/v1/portfolios', { json: whole });
    const answer = await risk(body.id);
    const { closes } = await get<PriceSeries>(`/api/v1/assets/${id}/prices?from=${answer.coverage.from}`);
    const returns = closes.slice(1).map((close, index) => Number(close) / Number(closes[index]) - 1);
    for (const name of riskMeasureNames) expect(answer.measures[name]).toBe(riskMeasure(name, returns));
    expect(answer.verdict).toMatch(/^Everything is in one .*RHINEL;/);
    for (const share of Object.values(answer.contributions[0]!.share)) expect(share).toBeCloseTo(1, 14);
  });
});

/** Forgets what was remembered by starting a second application on the same database, and Redis where there is one. */
async function startAgain<Result>(ask: () => Promise<Result>): Promise<Result> {
  const first = application;
  await first.redis?.kill();
  await first.redis?.start();
  const second = await startTestApplication({ on: first });
  application = second;
  try {
    return await ask();
  } finally {
    application = first;
    await second.stop();
  }
}

describe('windows and coverage', () => {
  test('a short history shortens the window, and the answer says whose', async () => {
    const short = assets.toSorted((a, b) => (a.prices.firstDate! < b.prices.firstDate! ? 1 : -1))[0]!;
    const gapped = assets.find(({ prices }) => prices.gaps.length > 0)!;
    const items = [short, gapped, assets[0]!].map(({ id }) => ({ assetId: id, weight: 1 / 3 }));
    const { body } = await application.ask<Portfolio>('POST', '/api/v1/portfolios', {
      json: { name: 'Short and gapped', allocation: { kind: 'weights', items } },
    });
    const answer = await risk(body.id, '?window=max');
    expect(answer.coverage.from < short.prices.firstDate!).toBe(true);
    expect(answer.window.from).toBe(short.prices.firstDate);
    expect(answer.window.droppedPeriodCount).toBeGreaterThan(0);
    const shown = (symbol: string) => answer.coverage.assets.find((asset) => asset.symbol === symbol);
    expect(shown(short.symbol)).toMatchObject({ status: 'starts-late', limitsWindow: true });
    expect(shown(gapped.symbol)).toMatchObject({ status: 'has-gaps', limitsWindow: false, gaps: gapped.prices.gaps });
    expect(shown(assets[0]!.symbol)).toMatchObject({ limitsWindow: false });
    expect((await risk(body.id, '?window=1y')).window.periodCount).toBeGreaterThan(200);
  });

  test('dates go before names', async () => {
    const answer = await risk(demo.id, '?from=2024-01-01&to=2024-12-31&window=10y');
    expect(answer.window).toMatchObject({ from: '2024-01-01', to: '2024-12-31' });
    const year = await risk(demo.id, '?to=2020-06-30&window=1y');
    expect(year.window).toMatchObject({ from: '2019-07-01', to: '2020-06-30' });
  });

  test.each([
    ['?from=2024-01-02&to=2024-01-01', 400, 'request-invalid', /begins on 2024-01-02/],
    ['?from=2026-10-20', 422, 'data-insufficient', /too few prices between 2026-10-20 and 2026-10-30/],
    ['?to=1999-12-31', 422, 'data-insufficient', /has no price on or before 1999-12-31/],
    ['?from=2026-08-01&horizon=63', 422, 'data-insufficient', /returns? over 63 periods/],
    ['?benchmark=00000000-0000-4000-8000-00000000dead', 400, 'request-invalid', /no asset/],
  ])('%s is refused', async (query, status, code, detail) => {
    const answer = await application.ask<Problem>('GET', `/api/v1/portfolios/${demo.id}/risk${query}`);
    expect(answer).toMatchObject({ status, body: { code, detail: expect.stringMatching(detail) } });
  });

  test('a currency without any rate is refused with pair and date; a real asset is never converted at simulated rates', async () => {
    const { body: preview } = await upload(application, priceFile(['REALEUR'], 100));
    const commit = { currency: 'EUR', portfolio: { name: 'Real in euros', allocation: { kind: 'equal' } } };
    const { body: done } = await application.ask<{ assetIds: string[]; portfolioId: string }>(
      'POST',
      `/api/v1/price-imports/${preview.id}/commit`,
      { json: commit },
    );
    expect((await risk(done.portfolioId)).baseCurrency).toBe('EUR');
    const items = [{ assetId: done.assetIds[0], weight: 1 }];
    const { body } = await application.ask<Portfolio>('POST', '/api/v1/portfolios', {
      json: { name: 'Real in dollars', allocation: { kind: 'weights', items } },
    });
    const answer = await application.ask<Problem>('GET', `/api/v1/portfolios/${body.id}/risk`);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'exchange-rate-missing',
        detail: expect.stringMatching(/no exchange rate from EUR to USD on 2024-05-17/),
      },
    });
  });

  test('a missing rate is a gap that is seen, never a price that is made up', async () => {
    const foreign = demo.holdings.find(({ currency }) => currency !== 'USD')!;
    const away = `where base = '${foreign.currency}' and date between '2025-03-03' and '2025-03-07'`;
    await application.owner.pool.query(`create table kept as select * from exchange_rates ${away}`);
    const changed = 'update users set exchange_rates_version = exchange_rates_version + 1';
    await application.owner.pool.query(`delete from exchange_rates ${away}; ${changed}`);
    try {
      const answer = await risk(demo.id, '?window=3y');
      const gaps = answer.coverage.assets.find(({ assetId }) => assetId === foreign.assetId)!.gaps;
      expect(gaps).toEqual([{ from: '2025-03-03', to: '2025-03-07', missingCount: 5 }]);
      expect(answer.window.droppedPeriodCount).toBe(6);
      const runs = await risk(demo.id, '?window=3y&horizon=5');
      expect(runs.distribution.sampleCount).toBe(answer.window.periodCount + 6 - 4 - (6 + 4));
    } finally {
      await application.owner.pool.query(`insert into exchange_rates select * from kept; drop table kept; ${changed}`);
    }
  });

  test('prices that never move: no risk, no ratio, no invented share', async () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) => `${new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10)},7`,
    );
    const { body: preview } = await upload(application, `date,FLATLINE\n${lines.join('\n')}\n`);
    const { body: done } = await application.ask<{ portfolioId: string }>(
      'POST',
      `/api/v1/price-imports/${preview.id}/commit`,
      {
        json: { portfolio: { name: 'Flat', allocation: { kind: 'equal' } } },
      },
    );
    const answer = await risk(done.portfolioId);
    expect(answer).toMatchObject({
      verdict: expect.stringMatching(/^Nothing moved/),
      measures: { variance: 0, 'value-at-risk': 0 },
      performance: { sharpeRatio: null, sortinoRatio: null },
      correlation: { matrix: [[null]] },
      concentration: { effectiveRiskCount: null },
      window: { periodsPerYear: 365 },
    });
    expect(answer.contributions[0]!.share['standard-deviation']).toBeNull();
  });
});

describe('the frontier over the API is what the engine says', () => {
  test('corners, points and named portfolios, bit for bit', async () => {
    const answer = await frontier(demo.id, { window: '5y', riskFree: 0.02, pointCount: 11 });
    const from = (await risk(demo.id)).coverage.from;
    const table = await pricesOverTheApi(
      demo.holdings.map(({ assetId }) => assetId),
      from,
    );
    const { returns } = simpleReturns(table);
    const problem = {
      expectedReturns: expectedReturns(returns, { method: 'mean', periodsPerYear: 252 }),
      covariance: covariance(returns, { method: 'sample', periodsPerYear: 252 }).covariance,
      bounds: { lower: table.assets.map(() => 0), upper: table.assets.map(() => 1) },
    };
    const exact = efficientFrontier(problem);
    if (exact.status !== 'optimal' || answer.frontier.status !== 'optimal') throw new Error('no frontier');
    expect(answer.moments.expectedReturnsAnnual).toEqual(Array.from(problem.expectedReturns));
    expect(answer.moments.covarianceAnnual.flat()).toEqual(Array.from(problem.covariance.data));
    expect(answer.frontier.corners.map(({ weights }) => weights)).toEqual(
      exact.corners.map(({ weights }) => Array.from(weights)),
    );
    expect(answer.frontier.points.map(({ volatilityAnnual }) => volatilityAnnual)).toEqual(
      sampleFrontier(exact, 11).map(({ standardDeviation }) => standardDeviation),
    );
    expect(answer.frontier.maximumResidual).toBeLessThanOrEqual(1e-10);
    expect(answer.frontier.maximumSharpe).toMatchObject({ weights: Array.from(solved(maximumSharpe(problem, 0.02))) });
    expect(answer.frontier.minimumVariance.weights).toEqual(Array.from(solved(minimumVariance(problem))));
    expect(answer.own.volatilityAnnual).toBeCloseTo((await risk(demo.id)).performance.volatilityAnnual, 12);
    expect(answer.verdict).toMatch(/^At the same risk/);
  });

  const solved = (solution: { status: string; weights?: Float64Array }): Float64Array => solution.weights!;

  test('impossible bounds are an answer that names them by symbol', async () => {
    const [first, second] = demo.holdings;
    const crossed = await frontier(demo.id, { bounds: { default: [0, 1], assets: { [first!.assetId]: [0.5, 0.2] } } });
    expect(crossed.frontier).toMatchObject({
      status: 'infeasible',
      conflict: { constraints: [`0.5 <= ${first!.symbol} <= 0.2`], feasibleBudget: null },
    });
    const low = await frontier(demo.id, { bounds: { default: [0, 0.01], assets: { [second!.assetId]: [0, 0.3] } } });
    expect(low.frontier).toMatchObject({
      status: 'infeasible',
      conflict: { message: expect.stringMatching(/add up to 0\.43/) },
    });
    expect(low.verdict).toMatch(/^No mix meets these bounds\. /);
    if (low.frontier.status !== 'infeasible') throw new Error('feasible');
    expect(low.frontier.conflict.constraints).toContain(`${second!.symbol} <= 0.3`);
    expect(low.frontier.conflict.feasibleBudget![1]).toBeCloseTo(0.43, 12);
  });

  test('bounds for an asset that is not held, and bounds of a wrong shape', async () => {
    const stranger = '00000000-0000-4000-8000-00000000dead';
    expect(await frontier(demo.id, { bounds: { assets: { [stranger]: [0, 1] } } })).toMatchObject({
      status: 400,
      errors: [{ field: `/bounds/assets/${stranger}` }],
    });
    expect(await frontier(demo.id, { bounds: { default: [0] } })).toMatchObject({ status: 400 });
    expect(await frontier(demo.id, { bounds: { default: ['0', 1] } })).toMatchObject({ status: 400 });
  });

  test('no bounds at all: the curve is drawn as far as the best asset', async () => {
    const answer = await frontier(demo.id, { bounds: { default: [null, null] }, pointCount: 5 });
    if (answer.frontier.status !== 'optimal') throw new Error('no frontier');
    expect(answer.frontier.points).toHaveLength(5);
    const best = Math.max(...answer.moments.expectedReturnsAnnual);
    expect(answer.frontier.points.at(-1)!.expectedReturnAnnual).toBeCloseTo(best, 10);
    expect(answer.frontier.points.at(-1)!.weights.some((weight) => weight < 0)).toBe(true);
  });
});
