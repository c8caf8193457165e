/** Published frontiers and portfolios: textbook examples from a fixture, PyPortfolioOpt's on its price file outside the repository. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import {
  type CovarianceOptions,
  covariance,
  createMatrix,
  efficientFrontier,
  expectedReturns,
  kktResidual,
  type MeanVarianceProblem,
  matrixFromRows,
  maximumSharpe,
  minimumVariance,
  type PortfolioSolution,
  type SolvedPortfolio,
  simpleReturns,
  targetReturn,
  targetRisk,
} from '../src/index.ts';
import { errorInTolerances, readPrices, referenceNumber } from './shared-reference.ts';

interface Oracle {
  readonly id: string;
  readonly data: {
    readonly expectedReturns?: number[];
    readonly covariance: number[][];
    readonly riskFree?: number;
    readonly lower?: number | number[];
    readonly upper?: number | number[];
  };
  readonly expected: unknown;
  readonly tolerance: number;
}

const oracles = (
  JSON.parse(readFileSync(new URL('./fixtures/frontier-oracles.json', import.meta.url), 'utf8')) as {
    entries: Oracle[];
  }
).entries;

/** Published to few digits, these covariances have a negative eigenvalue. */
const roundedToIndefinite = new Set(['lit.cla.issue8_bounds', 'lit.mv.vol_target_issue8', 'lit.msr.kwan_yuan']);

function oracle(id: string): Oracle {
  const found = oracles.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`No entry "${id}" in frontier-oracles.json.`);
  return found;
}

function problemOf({ id, data }: Oracle): MeanVarianceProblem {
  const size = data.covariance.length;
  const every = (bound: number | number[]) => (Array.isArray(bound) ? bound : Array<number>(size).fill(bound));
  return {
    // Minimum variance does not ask for returns.
    expectedReturns: data.expectedReturns ?? Array<number>(size).fill(0),
    covariance: matrixFromRows(data.covariance),
    bounds: { lower: every(data.lower ?? 0), upper: every(data.upper ?? 1) },
    indefiniteCovariance: roundedToIndefinite.has(id) ? 'accept' : 'refuse',
  };
}

function solved(solution: PortfolioSolution): SolvedPortfolio {
  expect(solution.status).toBe('optimal');
  return solution as SolvedPortfolio;
}

/** Largest distance of a weight from the published one; Infinity when the portfolio was not found. */
function worstWeight(weights: ArrayLike<number> | undefined, expected: unknown): number {
  const published = expected as number[];
  if (weights === undefined || weights.length !== published.length) return Number.POSITIVE_INFINITY;
  return Math.max(...published.map((weight, asset) => Math.abs(weights[asset] - weight)));
}

type PublishedCorner = [weights: number[], lambda: number];

describe('published corner portfolios', () => {
  test.each([
    'lit.cla.markowitz_ch8',
    'lit.cla.kwan',
    'lit.cla.kwan_bounded',
    'lit.cla.sharpe3',
    'lit.cla.bailey_lopez_de_prado10',
  ])('%s: all of them', (id) => {
    const entry = oracle(id);
    const frontier = efficientFrontier(problemOf(entry));
    if (frontier.status !== 'optimal') throw new Error(frontier.status);
    const published = entry.expected as PublishedCorner[];
    expect(frontier.corners).toHaveLength(published.length);
    published.forEach(([weights, lambda], index) => {
      expect(worstWeight(frontier.corners[index].weights, weights)).toBeLessThanOrEqual(entry.tolerance);
      expect(Math.abs(frontier.corners[index].lambda - lambda)).toBeLessThanOrEqual(entry.tolerance);
    });
  });

  test('lit.cla.issue8_bounds: 7 of 17, with two equal returns', () => {
    const entry = oracle('lit.cla.issue8_bounds');
    const frontier = efficientFrontier(problemOf(entry));
    if (frontier.status !== 'optimal') throw new Error(frontier.status);
    // Weights that rest while λ falls are one corner here, and were counted at both ends of the rest there.
    const resting = frontier.corners.filter(({ lambda, lambdaMax }) => lambdaMax < Infinity && lambda < lambdaMax);
    expect(frontier.corners.length + resting.length).toBe(17);
    for (const [weights, lambda] of entry.expected as PublishedCorner[]) {
      const corner = frontier.corners.find((one) => Math.abs(one.lambda - lambda) <= entry.tolerance);
      expect(worstWeight(corner?.weights, weights)).toBeLessThanOrEqual(entry.tolerance);
    }
  });
});

describe('published portfolios', () => {
  test.each([
    'lit.gmv.roncalli4',
    'lit.gmv.roncalli4_lb10',
    'lit.gmv.roncalli4_ub50',
    'lit.gmv.bai5',
    'lit.gmv.bai5_bounds',
  ])('%s: minimum variance', (id) => {
    const entry = oracle(id);
    const { weights } = solved(minimumVariance(problemOf(entry)));
    expect(worstWeight(weights, entry.expected)).toBeLessThanOrEqual(entry.tolerance);
  });

  test.each(['lit.msr.kwan_yuan', 'lit.msr.chen_tsai_lin'])('%s: maximum Sharpe', (id) => {
    const entry = oracle(id);
    const { weights } = solved(maximumSharpe(problemOf(entry), entry.data.riskFree as number));
    expect(worstWeight(weights, entry.expected)).toBeLessThanOrEqual(entry.tolerance);
  });

  test('lit.mv.vol_target_issue8: highest return at a volatility of 5.5 %', () => {
    const entry = oracle('lit.mv.vol_target_issue8');
    const { weights } = solved(targetRisk(problemOf(entry), 0.055));
    expect(worstWeight(weights, entry.expected)).toBeLessThanOrEqual(entry.tolerance);
  });
});

describe.skipIf(partOrSkip('shared'))('PyPortfolioOpt on its price file, 20 stocks from 1989 to 2018', () => {
  const riskFree = 0.02;
  const longOnly: [number, number] = [0, 1];
  const longShort: [number, number] = [-1, 1];
  const noBounds: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const sample: CovarianceOptions = { method: 'sample' };
  const semi: CovarianceOptions = { method: 'semi-covariance', benchmark: 0, missing: 'as-zero' };

  const market = (): ReturnType<typeof simpleReturns> =>
    simpleReturns(readPrices('us-stocks-daily-1989-2018.csv'), { alignment: 'pairwise' });

  function problem([lower, upper]: [number, number], options: CovarianceOptions, budget = 1): MeanVarianceProblem {
    const { returns } = market();
    return {
      expectedReturns: expectedReturns(returns, { method: 'geometric', periodsPerYear: 252 }),
      covariance: covariance(returns, { periodsPerYear: 252, ...options }).covariance,
      bounds: {
        lower: Array<number>(returns.columns).fill(lower),
        upper: Array<number>(returns.columns).fill(upper),
      },
      budget,
    };
  }

  const portfolios: [
    id: string,
    solve: () => [MeanVarianceProblem, (problem: MeanVarianceProblem) => PortfolioSolution],
  ][] = [
    ['ppo.ef.min_vol', () => [problem(longOnly, sample), minimumVariance]],
    ['ppo.ef.max_sharpe_short', () => [problem(noBounds, sample), (p) => maximumSharpe(p, riskFree)]],
    ['ppo.ef.eff_risk_019_short', () => [problem(noBounds, sample), (p) => targetRisk(p, 0.19)]],
    ['ppo.ef.eff_return_025', () => [problem(longOnly, sample), (p) => targetReturn(p, 0.25)]],
    ['ppo.ef.eff_return_mn_025', () => [problem(longShort, sample, 0), (p) => targetReturn(p, 0.25)]],
    ['ppo.ef.max_sharpe_semicov', () => [problem(longOnly, semi), (p) => maximumSharpe(p, riskFree)]],
    ['ppo.ef.max_sharpe_semicov_short', () => [problem(longShort, semi), (p) => maximumSharpe(p, riskFree)]],
    [
      'ppo.ef.eff_ret_lw_sf',
      () => [
        problem(longOnly, { method: 'ledoit-wolf-single-factor', missing: 'as-zero' }),
        (p) => targetReturn(p, 0.22),
      ],
    ],
    [
      'ppo.ef.max_sharpe_expcov',
      () => [problem(longOnly, { method: 'exponentially-weighted', span: 180 }), (p) => maximumSharpe(p, riskFree)],
    ],
    // Their critical line maximises the ratio at a risk-free rate of zero, and reports it at 0.02.
    ['ppo.cla.max_sharpe', () => [problem(longOnly, sample), (p) => maximumSharpe(p, 0)]],
    ['ppo.cla.max_sharpe_short', () => [problem(longShort, sample), (p) => maximumSharpe(p, 0)]],
    [
      'ppo.ef.longshort_toy',
      () => {
        const { mu, cov_diag: variances } = referenceNumber('ppo.ef.longshort_toy').dataset.inline as {
          mu: number[];
          cov_diag: number[];
        };
        const size = mu.length;
        const diagonal = createMatrix(size, size);
        variances.forEach((variance, asset) => (diagonal.data[asset * size + asset] = variance));
        const bounds = { lower: Array<number>(size).fill(-1), upper: Array<number>(size).fill(1) };
        return [{ expectedReturns: mu, covariance: diagonal, bounds, budget: 0 }, (p) => targetReturn(p, 0.08)];
      },
    ],
  ];

  test.each(portfolios)('%s: return, volatility and Sharpe ratio', (id, prepare) => {
    const [asked, solve] = prepare();
    const { weights, expectedReturn, standardDeviation, lambda } = solved(solve(asked));
    const { expected, tolerance } = referenceNumber(id);
    const { ret, vol, sharpe } = expected as { ret: number; vol: number; sharpe: number };
    expect(errorInTolerances(expectedReturn, ret, tolerance), 'return').toBeLessThanOrEqual(1);
    expect(errorInTolerances(standardDeviation, vol, tolerance), 'volatility').toBeLessThanOrEqual(1);
    const ratio = (expectedReturn - riskFree) / standardDeviation;
    expect(errorInTolerances(ratio, sharpe, tolerance), 'Sharpe').toBeLessThanOrEqual(1);
    expect(kktResidual(asked, weights, lambda)).toBeLessThanOrEqual(1e-10);
  });

  test('ppo.ef.readme_weights: the weights of its quick example', () => {
    const { weights } = solved(maximumSharpe(problem(longOnly, sample), riskFree));
    const { expected, tolerance } = referenceNumber('ppo.ef.readme_weights');
    const published = expected as Record<string, number>;
    market().assets.forEach((asset, index) => {
      const error = errorInTolerances(weights[index], published[asset] ?? 0, tolerance);
      expect(error, asset).toBeLessThanOrEqual(1);
    });
  });
});
