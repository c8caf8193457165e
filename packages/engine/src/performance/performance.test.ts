import { describe, expect, test } from 'vitest';
import { alphaAnnual } from './alpha-annual.ts';
import { beta } from './beta.ts';
import { compoundAnnualGrowthRate } from './compound-annual-growth-rate.ts';
import { downsideDeviation } from './downside-deviation.ts';
import { sharpeRatio } from './sharpe-ratio.ts';
import { sortinoRatio } from './sortino-ratio.ts';
import { volatilityAnnual } from './volatility-annual.ts';

const returns = [0.1, -0.2, 0.4, -0.1];
const quarterly = { periodsPerYear: 4, riskFreeAnnual: 0.04 };

describe('performance', () => {
  test('Sharpe and Sortino are annual, against an annual risk-free return', () => {
    expect(sharpeRatio(returns, quarterly)).toBeCloseTo((0.2 - 0.04) / (Math.sqrt(0.07) * 2), 14);
    const downside = Math.sqrt((0.21 ** 2 + 0.11 ** 2) / 4);
    expect(downsideDeviation(returns, { target: 0.01 })).toBeCloseTo(downside, 15);
    expect(sortinoRatio(returns, quarterly)).toBeCloseTo((0.2 - 0.04) / (downside * 2), 14);
    expect(volatilityAnnual(returns, quarterly)).toBeCloseTo(Math.sqrt(0.07) * 2, 15);
  });

  test('ratios without risk are undefined, not infinite', () => {
    expect(sharpeRatio([0.1, 0.1, 0.1], quarterly)).toBeNaN();
    expect(sortinoRatio([0.1, 0.2], quarterly)).toBeNaN();
    expect(beta(returns, [0.1, 0.1, 0.1, 0.1])).toBeNaN();
    expect(alphaAnnual(returns, [0.1, 0.1, 0.1, 0.1], quarterly)).toBeNaN();
  });

  test('a leveraged benchmark has its leverage as beta and its financing as alpha', () => {
    const levered = returns.map((value) => 2 * value - 0.01);
    expect(beta(levered, returns)).toBeCloseTo(2, 14);
    // (m − rf) − 2 (m_b − rf) with m = 2 m_b − 0.01 and rf = 0.01 a quarter leaves nothing.
    expect(alphaAnnual(levered, returns, quarterly)).toBeCloseTo(0, 14);
    expect(alphaAnnual(levered, returns, { periodsPerYear: 4 })).toBeCloseTo(-0.04, 14);
    const compounded = alphaAnnual(levered, returns, { periodsPerYear: 4, annualisation: 'compounded' });
    expect(compounded).toBeCloseTo(0.99 ** 4 - 1, 14);
  });

  test('growth is the constant annual return with the same end', () => {
    expect(compoundAnnualGrowthRate(returns, { periodsPerYear: 4 })).toBeCloseTo(1.1 * 0.8 * 1.4 * 0.9 - 1, 15);
    expect(compoundAnnualGrowthRate([0.5, -1], { periodsPerYear: 4 })).toBe(-1);
    expect(() => compoundAnnualGrowthRate([-1.1], { periodsPerYear: 4 })).toThrow(/loss of more than everything/);
    expect(() => compoundAnnualGrowthRate(returns, { periodsPerYear: 4, periodCount: 3 })).toThrow(/periodCount is 3/);
  });

  test('refuse series that do not fit, missing values and no periods a year', () => {
    expect(() => beta(returns, [0.1, 0.2])).toThrow(/benchmark has 2 values; expected 4/);
    expect(() => beta(returns, [0.1, 0.2, Number.NaN, 0.1])).toThrow(/benchmark\[2\] is missing/);
    expect(() => sharpeRatio(returns, { periodsPerYear: -1 })).toThrow(/periodsPerYear is -1/);
  });
});
