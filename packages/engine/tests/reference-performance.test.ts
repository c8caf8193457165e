/**
 * Published numbers of empyrical and PerformanceAnalytics. Where a library's convention is not our default, the test says which option or
 * step gives it.
 */
import { describe, expect, test } from 'vitest';
import {
  alphaAnnual,
  beta,
  compoundAnnualGrowthRate,
  cumulativeReturns,
  downsideDeviation,
  maxDrawdown,
  meanAbsoluteDeviation,
  sharpeRatio,
  sortinoRatio,
  ulcerIndex,
  volatilityAnnual,
  withoutMissing,
} from '../src/index.ts';
import reference from './fixtures/performance-reference.json' with { type: 'json' };

interface Inline {
  returns?: (number | null)[];
  benchmark?: (number | null)[];
  risk_free?: number[];
  portfolio?: number[];
  window?: number;
}

const days = { periodsPerYear: 252 };
const months = { periodsPerYear: 12 };

const series = (values: readonly (number | null)[] | undefined): Float64Array =>
  Float64Array.from(values ?? [], (value) => value ?? Number.NaN);

/** Both series over the periods in which neither is missing. */
function common(left: Float64Array, right: Float64Array): [Float64Array, Float64Array] {
  const isKept = (_: number, period: number) => !Number.isNaN(left[period]) && !Number.isNaN(right[period]);
  return [left.filter(isKept), right.filter(isKept)];
}

const windowsOf = (values: Float64Array, length: number): Float64Array[] =>
  Array.from({ length: values.length - length + 1 }, (_, start) => values.slice(start, start + length));

function alphaAndBeta(returns: Float64Array, benchmark: Float64Array): [number, number] {
  const [left, right] = common(returns, benchmark);
  return [alphaAnnual(left, right, { ...days, annualisation: 'compounded' }), beta(left, right)];
}

const computations: Record<string, (data: Inline) => number | number[] | number[][]> = {
  'emp.cum_final': ({ returns }) => cumulativeReturns(withoutMissing(series(returns))).at(-1) ?? Number.NaN,
  'emp.max_dd': ({ returns }) => -maxDrawdown(withoutMissing(series(returns))),
  // empyrical counts missing periods as time that passed.
  'emp.annual_return': ({ returns }) =>
    compoundAnnualGrowthRate(withoutMissing(series(returns)), { ...days, periodCount: series(returns).length }),
  'emp.annual_return_monthly': ({ returns }) => compoundAnnualGrowthRate(series(returns), months),
  'emp.annual_vol': ({ returns }) => volatilityAnnual(withoutMissing(series(returns)), days),
  'emp.calmar': ({ returns }) => {
    const observed = withoutMissing(series(returns));
    const growth = compoundAnnualGrowthRate(observed, { ...days, periodCount: series(returns).length });
    return growth / maxDrawdown(observed);
  },
  'emp.sharpe_vs_bench': ({ returns, risk_free }) =>
    sharpeRatio(withoutMissing(series(returns).map((value, period) => value - series(risk_free)[period])), days),
  'emp.sharpe_pos': ({ returns }) => sharpeRatio(series(returns), days),
  'emp.sharpe_neg': ({ returns }) => sharpeRatio(series(returns), days),
  'emp.downside_risk': ({ returns }) => downsideDeviation(withoutMissing(series(returns))) * Math.sqrt(252),
  'emp.downside_risk_01': ({ returns }) =>
    downsideDeviation(withoutMissing(series(returns)), { target: 0.1 }) * Math.sqrt(252),
  'emp.sortino': ({ returns }) => sortinoRatio(withoutMissing(series(returns)), days),
  'emp.sortino_monthly': ({ returns }) => sortinoRatio(series(returns), months),
  'emp.excess_sharpe': ({ returns }) => sharpeRatio(withoutMissing(series(returns)), { periodsPerYear: 1 }),
  'emp.alpha_beta': ({ returns, benchmark }) => alphaAndBeta(series(returns), series(benchmark)),
  'emp.cagr_one': ({ returns }) => compoundAnnualGrowthRate(series(returns), days),
  'emp.roll_sharpe': ({ returns, window }) =>
    windowsOf(series(returns), window ?? 0).map((part) => sharpeRatio(withoutMissing(part), days)),
  'emp.roll_ab_1': ({ returns, benchmark, window }) => {
    const benchmarkWindows = windowsOf(series(benchmark), window ?? 0);
    return windowsOf(series(returns), window ?? 0).map((part, index) => alphaAndBeta(part, benchmarkWindows[index]));
  },
  'pa.MeanAbsoluteDeviation': ({ portfolio }) => meanAbsoluteDeviation(series(portfolio)),
  'pa.DownsideDeviation': ({ portfolio }) => downsideDeviation(series(portfolio), { target: 0.005 }),
  'pa.JensenAlpha': ({ portfolio, benchmark }) =>
    alphaAnnual(series(portfolio), series(benchmark), { ...months, annualisation: 'growth-rates' }),
  'pa.Selectivity': ({ portfolio, benchmark }) =>
    alphaAnnual(series(portfolio), series(benchmark), { ...months, annualisation: 'growth-rates' }),
  'pa.MartinRatio': ({ portfolio }) =>
    compoundAnnualGrowthRate(series(portfolio), months) / ulcerIndex(series(portfolio)),
};

describe('published performance numbers', () => {
  test('every fixture is computed', () => {
    expect(Object.keys(computations).toSorted()).toEqual(reference.entries.map((entry) => entry.id).toSorted());
  });

  test.each(reference.entries.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
    const computed = [computations[id](entry.dataset.inline as Inline)].flat(2);
    const expected = [entry.expected].flat(2);
    expect(computed).toHaveLength(expected.length);
    computed.forEach((value, index) =>
      expect(Math.abs(value - expected[index]), `${id}[${index}] is ${value}`).toBeLessThanOrEqual(entry.tolerance.abs),
    );
  });
});
