/** Published numbers of skfolio and PyPortfolioOpt on their price files. */
import { describe, expect, test } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import {
  averageDrawdown,
  correlationFromCovariance,
  covariance,
  cumulativeReturns,
  dotProduct,
  drawdownSeries,
  expectedReturns,
  isPositiveSemiDefinite,
  matrixColumn,
  matrixFromRows,
  matrixToRows,
  meanAbsoluteDeviation,
  multiplyMatrixVector,
  repairPositiveSemiDefinite,
  semiDeviation,
  simpleReturns,
  standardDeviation,
  ulcerIndex,
  variance,
  withoutMissing,
  worstRealization,
} from '../src/index.ts';
import { errorInTolerances, readPrices, referenceNumber } from './shared-reference.ts';

/** The largest error of computed numbers against published ones, as a share of the tolerance; at most 1 is a pass. */
function worstError(id: string, computed: unknown): number {
  const { expected, tolerance } = referenceNumber(id);
  const flat = (value: unknown): unknown[] => (Array.isArray(value) ? value.flatMap(flat) : [value]);
  const published = flat(expected);
  const values = flat(computed) as number[];
  if (values.length !== published.length) return Number.POSITIVE_INFINITY;
  return Math.max(
    ...values.map((value, index) => {
      if (published[index] === null) return Number.isNaN(value) ? 0 : Number.POSITIVE_INFINITY;
      return errorInTolerances(value, published[index] as number, tolerance);
    }),
  );
}

const inlineRows = (id: string, name: string): number[][] => referenceNumber(id).dataset.inline?.[name] as number[][];

/** Simple returns of prices that need not be positive (the published example holds a negative one, which simpleReturns refuses). */
const returnsOfRows = (rows: number[][]) =>
  matrixFromRows(rows.slice(1).map((row, period) => row.map((price, asset) => price / rows[period][asset] - 1)));

describe.skipIf(partOrSkip('shared'))('published numbers on price files', () => {
  test('skfolio: measures of AAPL (and AMD), 1990 to 2022', () => {
    const { returns, window } = simpleReturns(readPrices('sp500_dataset.csv.gz'), { assets: ['AAPL', 'AMD'] });
    expect(window.count).toBe(8312);
    const [apple, amd] = [matrixColumn(returns, 0), matrixColumn(returns, 1)];
    expect(
      worstError('sk.m.mean', Array.from(expectedReturns(returns, { method: 'mean' }))),
      'sk.m.mean',
    ).toBeLessThanOrEqual(1);
    expect(worstError('sk.m.mad', meanAbsoluteDeviation(apple)), 'sk.m.mad').toBeLessThanOrEqual(1);
    expect(worstError('sk.m.var_biased', variance(apple, { ddof: 0 })), 'sk.m.var_biased').toBeLessThanOrEqual(1);
    expect(worstError('sk.m.var', variance(apple)), 'sk.m.var').toBeLessThanOrEqual(1);
    expect(worstError('sk.m.semivar', semiDeviation(apple) ** 2), 'sk.m.semivar').toBeLessThanOrEqual(1);
    expect(worstError('sk.m.semidev', semiDeviation(apple)), 'sk.m.semidev').toBeLessThanOrEqual(1);
    expect(worstError('sk.m.std', standardDeviation(apple)), 'sk.m.std').toBeLessThanOrEqual(1);
    expect(
      worstError('sk.m.worst', [worstRealization(apple), worstRealization(amd)]),
      'sk.m.worst',
    ).toBeLessThanOrEqual(1);
    // skfolio's first peak is the first cumulative return; it was a gain, so the starting value as first peak gives the same.
    expect(
      worstError('sk.m.add', [averageDrawdown(apple, { compounded: false }), averageDrawdown(apple)]),
      'sk.m.add',
    ).toBeLessThanOrEqual(1);
    expect(
      worstError('sk.m.ulcer', [ulcerIndex(apple, { compounded: false }), ulcerIndex(apple)]),
      'sk.m.ulcer',
    ).toBeLessThanOrEqual(1);
    const correlation = correlationFromCovariance(covariance(returns, { method: 'sample' }).covariance);
    expect(worstError('sk.m.corr', correlation.data[1]), 'sk.m.corr').toBeLessThanOrEqual(1);
  });

  test('skfolio: measures of a series with missing returns, left out on purpose', () => {
    const raw = Float64Array.from(inlineRows('sk.nan.mean', 'returns').flat(), (value) => value ?? Number.NaN);
    const observed = withoutMissing(raw);
    const spread = (values: Float64Array) => {
      let next = 0;
      return Array.from(raw, (value) => (Number.isNaN(value) ? Number.NaN : values[next++]));
    };
    const depths = (compounded: boolean) => spread(drawdownSeries(observed, { compounded }).map((depth) => 0 - depth));
    const single = matrixFromRows(Array.from(raw, (value) => [value]));
    expect(
      worstError('sk.nan.mean', expectedReturns(single, { method: 'mean' })[0]),
      'sk.nan.mean',
    ).toBeLessThanOrEqual(1);
    expect(worstError('sk.nan.mad', meanAbsoluteDeviation(observed)), 'sk.nan.mad').toBeLessThanOrEqual(1);
    expect(
      worstError('sk.nan.variance_biased', variance(observed, { ddof: 0 })),
      'sk.nan.variance_biased',
    ).toBeLessThanOrEqual(1);
    expect(
      worstError('sk.nan.semivar_biased', semiDeviation(observed, { ddof: 0 }) ** 2),
      'sk.nan.semivar_biased',
    ).toBeLessThanOrEqual(1);
    expect(
      worstError('sk.nan.cum_uncomp', spread(cumulativeReturns(observed, { compounded: false }))),
      'sk.nan.cum_uncomp',
    ).toBeLessThanOrEqual(1);
    expect(worstError('sk.nan.dd_uncomp', depths(false)), 'sk.nan.dd_uncomp').toBeLessThanOrEqual(1);
    expect(worstError('sk.nan.dd_comp', depths(true)), 'sk.nan.dd_comp').toBeLessThanOrEqual(1);
  });

  test('skfolio: exponentially weighted mean with a half-life of 40 days', () => {
    const { returns } = simpleReturns(readPrices('sp500_dataset.csv.gz'), { from: '2014-01-01' });
    const alpha = 1 - 0.5 ** (1 / 40);
    const span = 2 / alpha - 1;
    expect(
      worstError('sk.mu.ew', Array.from(expectedReturns(returns, { method: 'exponentially-weighted', span }))),
      'sk.mu.ew',
    ).toBeLessThanOrEqual(1);
  });

  test('PyPortfolioOpt: expected returns and covariance of its examples', () => {
    const returns = returnsOfRows(inlineRows('ppo.er.dummy_geometric', 'prices'));
    expect(
      worstError('ppo.er.dummy_geometric', Array.from(expectedReturns(returns, { method: 'geometric' }))),
      'ppo.er.dummy_geometric',
    ).toBeLessThanOrEqual(1);
    expect(
      worstError('ppo.er.dummy_arithmetic', Array.from(expectedReturns(returns, { method: 'mean' }))),
      'ppo.er.dummy_arithmetic',
    ).toBeLessThanOrEqual(1);
    const three = returnsOfRows(inlineRows('ppo.rm.sample_cov_dummy', 'prices'));
    expect(
      worstError('ppo.rm.sample_cov_dummy', matrixToRows(covariance(three, { method: 'sample' }).covariance)),
      'ppo.rm.sample_cov_dummy',
    ).toBeLessThanOrEqual(1);
  });

  test('PyPortfolioOpt: spectral repair', () => {
    const matrix = matrixFromRows(inlineRows('ppo.rm.psd_fix', 'matrix'));
    const { expected, tolerance } = referenceNumber('ppo.rm.psd_fix');
    const published = expected as { is_psd: boolean; spectral: number[][] };
    expect(isPositiveSemiDefinite(matrix)).toBe(published.is_psd);
    const errors = matrixToRows(repairPositiveSemiDefinite(matrix))
      .flat()
      .map((value, index) => errorInTolerances(value, published.spectral.flat()[index], tolerance));
    expect(Math.max(...errors)).toBeLessThanOrEqual(1);
  });

  test('PyPortfolioOpt: variance of equal weights from pairwise covariances, 1989 to 2018', () => {
    const { returns } = simpleReturns(readPrices('us-stocks-daily-1989-2018.csv'), { alignment: 'pairwise' });
    const estimate = covariance(returns, { method: 'sample', periodsPerYear: 252 });
    const equal = Array.from({ length: 20 }, () => 1 / 20);
    expect(
      worstError('ppo.obj.var_ew', dotProduct(equal, multiplyMatrixVector(estimate.covariance, equal))),
      'ppo.obj.var_ew',
    ).toBeLessThanOrEqual(1);
    const active = equal.map((weight, asset) => (asset < 5 ? 0.2 : 0) - weight);
    // Their tracking error is a variance.
    expect(
      worstError('ppo.obj.te_exante', dotProduct(active, multiplyMatrixVector(estimate.covariance, active))),
      'ppo.obj.te_exante',
    ).toBeLessThanOrEqual(1);
  });

  test('PyPortfolioOpt: Ledoit-Wolf single-factor intensity, with its convention that a missing return is zero', () => {
    const { returns } = simpleReturns(readPrices('us-stocks-daily-1989-2018.csv'), { alignment: 'pairwise' });
    const estimate = covariance(returns, { method: 'ledoit-wolf-single-factor', missing: 'as-zero' });
    const published = /delta=([\d.]+)/.exec(String(referenceNumber('ppo.ef.eff_ret_lw_sf').params.S));
    expect(estimate.shrinkageIntensity).toBeCloseTo(Number(published?.[1]), 12);
  });
});
