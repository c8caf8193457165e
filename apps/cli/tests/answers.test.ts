/** What the commands answer: figures that can be worked out by hand, identities, windows, and the rule of the unit. */
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, runJson, writeInput } from './support/run-cli.ts';

const prices = [
  'date,A,B,SHORT',
  '2024-01-02,100,50,',
  '2024-01-03,110,49,',
  '2024-01-04,99,51,10',
  '2024-01-05,103,52,11',
  '2024-01-08,101,55,12',
  '2024-01-09,108,54,11.5',
  '2024-01-10,111,56,13',
];

beforeAll(() => {
  writeInput('prices.csv', `${prices.join('\n')}\n`);
  writeInput('weights.json', { B: 0.75, A: 0.25 });
  writeInput('moments.json', {
    assets: ['A', 'B'],
    expectedReturns: [0.1, 0.2],
    covariance: [
      [0.04, 0],
      [0, 0.09],
    ],
  });
});

interface Contributions {
  total: number;
  assets: Record<string, { component: number; share: number }>;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const returnsOf = (values: number[]) => values.slice(1).map((value, index) => value / (values[index] as number) - 1);
const a = returnsOf([100, 110, 99, 103, 101, 108, 111]);
const b = returnsOf([50, 49, 51, 52, 55, 54, 56]);
const mean = (values: number[]) => sum(values) / values.length;
const covarianceOf = (one: number[], other: number[]) =>
  sum(one.map((value, index) => (value - mean(one)) * ((other[index] as number) - mean(other)))) / (one.length - 1);

describe('risk', () => {
  it('measures, annual figures and contributions of given weights', async () => {
    const answer = await runJson([
      'risk',
      'prices.csv',
      '--weights',
      'weights.json',
      '--risk-free',
      '0.02',
      '--confidence',
      '0.8',
    ]);
    const portfolio = a.map((value, index) => 0.25 * value + 0.75 * (b[index] as number));
    const deviation = Math.sqrt(covarianceOf(portfolio, portfolio));
    expect(Object.keys(answer.measures)).toHaveLength(10);
    expect(answer.measures['standard-deviation']).toBeCloseTo(deviation, 14);
    expect(answer.measures.variance).toBeCloseTo(deviation ** 2, 14);
    expect(answer.measures['worst-realization']).toBeCloseTo(-Math.min(...portfolio), 14);
    expect(answer.measures.cvar).toBeGreaterThanOrEqual(answer.measures['value-at-risk']);
    expect(answer.annualised.annualVolatility).toBeCloseTo(deviation * Math.sqrt(252), 12);
    expect(answer.annualised.annualSharpeRatio).toBeCloseTo(
      (252 * mean(portfolio) - 0.02) / (deviation * Math.sqrt(252)),
      10,
    );
    expect(answer.annualised.beta).toBe(null);
    expect(answer.weights).toEqual({ B: 0.75, A: 0.25 });
    expect(answer.window).toEqual({
      from: '2024-01-02',
      to: '2024-01-10',
      count: 6,
      droppedPeriods: 0,
      alignment: 'common',
      periodsPerYear: 252,
    });
    for (const [name, { total, assets }] of Object.entries<Contributions>(answer.contributions)) {
      const parts = Object.values(assets);
      expect([name, total]).toEqual([name, expect.closeTo(answer.measures[name], 14)]);
      expect([name, sum(parts.map(({ component }) => component))]).toEqual([name, expect.closeTo(total, 14)]);
      expect([name, sum(parts.map(({ share }) => share))]).toEqual([name, expect.closeTo(1, 12)]);
    }
  });

  it('without weights takes equal weights of all assets, over the periods that all have', async () => {
    const answer = await runJson(['risk', 'prices.csv']);
    expect(answer.weights).toEqual({ A: 1 / 3, B: 1 / 3, SHORT: 1 / 3 });
    expect(answer.window).toMatchObject({ from: '2024-01-04', count: 4, droppedPeriods: 2 });
    expect(answer.coverage[2]).toMatchObject({ asset: 'SHORT', firstDate: '2024-01-04', priceCount: 5 });
    expect(await runJson(['risk', 'prices.csv', '--weights', 'equal'])).toEqual(answer);
  });

  it('selects measures, assets and the window', async () => {
    const parameters = [
      '--measures',
      'max-drawdown,variance',
      '--assets',
      'B,A',
      '--from',
      '2024-01-03',
      '--to',
      '2024-01-09',
    ];
    const answer = await runJson(['risk', 'prices.csv', ...parameters, '--last', '3', '--periods-per-year', '52']);
    expect(Object.keys(answer.measures)).toEqual(['max-drawdown', 'variance']);
    expect(Object.keys(answer.weights)).toEqual(['B', 'A']);
    expect(answer.window).toMatchObject({ from: '2024-01-04', to: '2024-01-09', count: 3, periodsPerYear: 52 });
  });

  it('beta and alpha against a column of the file, which is not part of the portfolio', async () => {
    const answer = await runJson(['risk', 'prices.csv', '--assets', 'A', '--benchmark', 'B']);
    expect(answer.weights).toEqual({ A: 1 });
    expect(answer.annualised.beta).toBeCloseTo(covarianceOf(a, b) / covarianceOf(b, b), 12);
    expect(answer.annualised.annualAlpha).toBeCloseTo(252 * (mean(a) - answer.annualised.beta * mean(b)), 10);
    const all = await runJson(['risk', 'prices.csv', '--benchmark', 'B']);
    expect(Object.keys(all.weights)).toEqual(['A', 'SHORT']);
    const short = await runJson(['risk', 'prices.csv', '--assets', 'A', '--benchmark', 'SHORT']);
    expect(short.window.count).toBe(4);
  });

  it('carries its birth certificate: the same call gives the same bytes', async () => {
    const answer = await runJson(['risk', 'prices.csv', '--weights', 'weights.json', '--seed', '7']);
    expect(answer.birthCertificate).toMatchObject({
      method: 'risk',
      parameters: { confidence: 0.95, periodsPerYear: 252, riskFreeAnnual: 0, alignment: 'common' },
      inputs: [{ file: 'prices.csv' }, { file: 'weights.json' }],
      seed: 7,
    });
    expect(answer.birthCertificate.inputs[0].sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await runJson(['risk', 'prices.csv', '--weights', 'weights.json', '--seed', '7'])).toEqual(answer);
  });

  it('is a table for people', async () => {
    const { status, stdout, stderr } = await runCli(['risk', 'prices.csv', '--assets', 'A,B']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('6 returns from 2024-01-02 to 2024-01-10 (common), 252 a year');
    expect(stdout).toMatch(/^standard-deviation +2\.51 %$/m);
    expect(stdout).toMatch(/^A +50\.00 % +129\.75 % /m);
  });
});

describe('estimate', () => {
  it('per period, and per year with --annual', async () => {
    const answer = await runJson(['estimate', 'prices.csv', '--assets', 'A,B']);
    expect(answer.assets).toEqual(['A', 'B']);
    expect(answer.expectedReturns[0]).toBeCloseTo(mean(a), 14);
    expect(answer.covariance[0][1]).toBeCloseTo(covarianceOf(a, b), 14);
    const annual = await runJson(['estimate', 'prices.csv', '--assets', 'A,B', '--annual', '--returns', 'geometric']);
    expect(annual.annualExpectedReturns[0]).toBeCloseTo(1.11 ** (252 / 6) - 1, 8);
    expect(annual.annualCovariance[1][1]).toBeCloseTo(252 * covarianceOf(b, b), 12);
    expect(annual.conditionNumber).toBeCloseTo(answer.conditionNumber, 6);
    expect(annual.expectedReturns).toBe(undefined);
  });

  it('pairwise takes what each pair has, common what all have', async () => {
    const pairwise = await runJson(['estimate', 'prices.csv']);
    const common = await runJson(['estimate', 'prices.csv', '--alignment', 'common']);
    expect([pairwise.window.count, common.window.count]).toEqual([6, 4]);
    expect(pairwise.covariance[0][0]).toBeCloseTo(covarianceOf(a, a), 14);
    expect(common.covariance[0][0]).toBeCloseTo(covarianceOf(a.slice(2), a.slice(2)), 14);
  });
});

describe('optimize', () => {
  const optimize = (...parameters: string[]) =>
    runJson(['optimize', '--moments', 'moments.json', '--objective', ...parameters]);

  it('every objective of two assets, as worked out by hand', async () => {
    expect((await optimize('min-risk')).weights.A).toBeCloseTo(9 / 13, 14);
    expect((await optimize('max-return')).weights).toEqual({ A: 0, B: 1 });
    const tangency = 0.1 / 0.04 / (0.1 / 0.04 + 0.2 / 0.09);
    expect((await optimize('max-ratio')).weights.A).toBeCloseTo(tangency, 13);
    expect((await optimize('target-return', '--target', '0.16')).weights.A).toBeCloseTo(0.4, 13);
    const limit = await optimize('target-risk', '--target', '0.2');
    expect(limit.risk).toBeCloseTo(0.2, 13);
    expect(limit.expectedReturn).toBeGreaterThan(0.13);
    // d/dw of 0.1 w + 0.2 (1 − w) − (a/2)(0.04 w² + 0.09 (1 − w)²) is zero
    const utility = await optimize('max-utility', '--risk-aversion', '4');
    expect(utility.weights.A).toBeCloseTo((0.09 - 0.1 / 4) / 0.13, 13);
  });

  it('by variance: risk and target are variances, the ratio stays per standard deviation', async () => {
    const byVariance = await optimize('target-risk', '--target', '0.04', '--risk', 'variance');
    const byDeviation = await optimize('target-risk', '--target', '0.2');
    expect(byVariance.risk).toBeCloseTo(0.04, 14);
    expect(byVariance.weights.A).toBeCloseTo(byDeviation.weights.A, 13);
    expect(byVariance.ratio).toBeCloseTo(byDeviation.ratio, 12);
  });

  it('one rule for the unit: per period, per year with --annual', async () => {
    const command = ['optimize', 'prices.csv', '--assets', 'A,B', '--objective', 'max-ratio', '--risk-free', '0.03'];
    const period = await runJson(command);
    const annual = await runJson([...command, '--annual']);
    expect(annual.weights.A).toBeCloseTo(period.weights.A, 12);
    expect(annual.annualExpectedReturn).toBeCloseTo(252 * period.expectedReturn, 12);
    expect(annual.annualRisk).toBeCloseTo(Math.sqrt(252) * period.risk, 12);
    expect(period.ratio).toBeCloseTo((period.expectedReturn - 0.03 / 252) / period.risk, 12);
    expect(annual.annualRatio).toBeCloseTo(Math.sqrt(252) * period.ratio, 10);
    expect([annual.expectedReturn, period.annualRisk]).toEqual([undefined, undefined]);
  });

  it('a moments file is per year, unless --periods-per-year says otherwise', async () => {
    const asYear = await optimize('max-ratio', '--risk-free', '0.05');
    const asMonth = await optimize('max-ratio', '--risk-free', '0.6', '--periods-per-year', '12');
    expect(asMonth.weights.A).toBeCloseTo(asYear.weights.A, 12);
    expect(asYear.ratio).toBeCloseTo((asYear.expectedReturn - 0.05) / asYear.risk, 14);
  });

  it('multipliers tell what the constraints cost', async () => {
    const { duals, risk, weights } = await optimize('min-risk');
    expect(duals).toMatchObject({ lambda: 0, lower: {}, upper: {} });
    expect(duals.budget).toBeCloseTo(risk ** 2, 14);
    const capped = writeInput('capped.json', { bounds: { A: [0, 0.5] } });
    const held = await optimize('min-risk', '--constraints', capped);
    expect(held.weights).toEqual({ A: 0.5, B: 0.5 });
    expect(held.duals.upper.A).toBeCloseTo(0.09 * 0.5 - 0.04 * 0.5, 14);
    expect(sum(Object.values(weights))).toBeCloseTo(1, 14);
  });

  it('out of reach is an answer with the range and the nearest portfolio', async () => {
    expect(await optimize('target-return', '--target', '0.3')).toMatchObject({
      status: 'infeasible',
      conflict: ['expected return >= 0.3', 'sum of weights = 1', 'bounds of the weights'],
      feasibleRange: { of: 'expected return', maximum: 0.2 },
      nearest: { A: 0, B: 1 },
    });
    expect(await optimize('target-risk', '--target', '0.01', '--risk', 'variance')).toMatchObject({
      status: 'infeasible',
      feasibleRange: { of: 'variance', maximum: 0.09 },
    });
    const free = writeInput('free.json', { bounds: { default: [null, null] } });
    expect(await optimize('max-return', '--constraints', free)).toMatchObject({ status: 'unbounded', nearest: null });
    const { status, stdout } = await runCli([
      'optimize',
      '--moments',
      'moments.json',
      '--objective',
      'target-return',
      '--target',
      '0.3',
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('No portfolio (infeasible): The target return 0.3 is above 0.2');
  });

  it('selects and orders the assets of a moments file', async () => {
    const answer = await optimize('min-risk', '--assets', 'B,A');
    expect(Object.keys(answer.weights)).toEqual(['B', 'A']);
    expect(answer.weights.A).toBeCloseTo(9 / 13, 14);
  });

  it('an asset may have any name', async () => {
    const names = ['__proto__', 'constructor', 'a "b", c'];
    const file = writeInput(
      'names.json',
      `{"assets":${JSON.stringify(names)},"expectedReturns":[1,2,3],"covariance":[[1,0,0],[0,1,0],[0,0,1]]}`,
    );
    const { stdout } = await runCli(['optimize', '--moments', file, '--objective', 'min-risk', '--json']);
    expect(stdout).toMatch(/"weights":\{"__proto__":0\.3+,"constructor":0\.3+\d?,"a \\"b\\", c":0\.3+\d?\}/);
  });
});

describe('frontier', () => {
  it('points evenly spaced in return with both ends, and the corners', async () => {
    const answer = await runJson(['frontier', '--moments', 'moments.json', '--points', '5']);
    expect(answer.status).toBe('optimal');
    expect(answer.points).toHaveLength(5);
    expect(answer.corners).toHaveLength(2);
    expect(answer.corners[0]).toMatchObject({ expectedReturn: 0.2, weights: { A: 0, B: 1 } });
    const returns: number[] = answer.points.map((point: { expectedReturn: number }) => point.expectedReturn);
    const steps = returns.slice(1).map((value, index) => value - (returns[index] as number));
    for (const step of steps) expect(step).toBeCloseTo(steps[0] as number, 14);
    expect(returns[0]).toBeCloseTo(answer.corners[1].expectedReturn, 14);
    expect(returns[4]).toBe(0.2);
    for (const { weights, risk } of answer.points) {
      expect(risk).toBeCloseTo(Math.sqrt(0.04 * weights.A ** 2 + 0.09 * weights.B ** 2), 14);
    }
  });

  it('--exact gives the corners as points, 50 points come without it', async () => {
    const exact = await runJson(['frontier', '--moments', 'moments.json', '--exact']);
    expect(exact.points.map((point: { risk: number }) => point.risk)).toEqual(
      exact.corners.map((corner: { risk: number }) => corner.risk).toReversed(),
    );
    expect((await runJson(['frontier', '--moments', 'moments.json'])).points).toHaveLength(50);
    expect(
      (await runJson(['frontier', '--moments', 'moments.json', '--risk', 'variance'])).points[49].risk,
    ).toBeCloseTo(0.09, 14);
  });

  it('with infinite bounds says in which direction it goes on', async () => {
    const free = writeInput('endless.json', { bounds: { default: [null, null] } });
    const answer = await runJson(['frontier', '--moments', 'moments.json', '--constraints', free]);
    expect(answer.ray.direction.A).toBeCloseTo(-answer.ray.direction.B, 12);
    expect(answer.ray.direction.B).toBeGreaterThan(0);
  });

  it('from prices, per year', async () => {
    const answer = await runJson(['frontier', 'prices.csv', '--annual', '--exact']);
    expect(answer.corners[0].annualExpectedReturn).toBeGreaterThan(answer.corners.at(-1).annualExpectedReturn);
    expect(answer.window.count).toBe(6);
    expect(answer.maximumResidual).toBeLessThan(1e-10);
    const { stdout } = await runCli(['frontier', 'prices.csv', '--annual']);
    expect(stdout).toMatch(/^\d+ corner portfolios?, from the highest expected return to the least risk$/m);
  });
});
