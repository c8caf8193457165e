import { describe, expect, test } from 'vitest';
import { matrixFromRows } from '../linalg/matrix.ts';
import { meanAbsoluteDeviation } from './mean-absolute-deviation.ts';
import { type RiskMeasureName, riskMeasure, riskMeasureNames } from './risk-measure.ts';
import { rollingStandardDeviation } from './rolling-standard-deviation.ts';
import { semiDeviation } from './semi-deviation.ts';
import { standardDeviation } from './standard-deviation.ts';
import { variance } from './variance.ts';
import { volatilityContributions } from './volatility-contributions.ts';
import { worstRealization } from './worst-realization.ts';

const returns = [0.1, -0.2, 0.4, -0.1];

describe('dispersion measures', () => {
  test('are those of the definition', () => {
    expect(variance(returns)).toBeCloseTo(0.21 / 3, 15);
    expect(variance(returns, { ddof: 0 })).toBeCloseTo(0.21 / 4, 15);
    expect(standardDeviation(returns)).toBeCloseTo(Math.sqrt(0.07), 15);
    expect(semiDeviation(returns)).toBeCloseTo(Math.sqrt((0.0625 + 0.0225) / 3), 15);
    expect(meanAbsoluteDeviation(returns)).toBeCloseTo(0.2, 15);
    expect(worstRealization(returns)).toBe(0.2);
  });

  test('a constant series has exactly no dispersion', () => {
    const constant = Array.from({ length: 7 }, () => 0.1);
    for (const measure of [variance, standardDeviation, semiDeviation, meanAbsoluteDeviation]) {
      expect(measure(constant)).toBe(0);
    }
    expect(worstRealization(constant)).toBe(-0.1);
  });

  test('one observation has no sample variance', () => {
    expect(() => variance([0.1])).toThrow(/returns has 1 observation; expected at least 2/);
    expect(variance([0.1], { ddof: 0 })).toBe(0);
    expect(() => variance([0.1, 0.2], { ddof: 2 as never })).toThrow(/ddof is 2; expected 0 or 1/);
  });
});

describe('riskMeasure', () => {
  test('knows the measures by the names of the design', () => {
    expect(riskMeasureNames).toHaveLength(10);
    for (const name of riskMeasureNames) expect(riskMeasure(name, returns)).toBeGreaterThan(0);
    expect(riskMeasure('variance', returns, { ddof: 0 })).toBe(variance(returns, { ddof: 0 }));
  });

  test.each(riskMeasureNames)('%s refuses missing, infinite and empty series', (name) => {
    expect(() => riskMeasure(name, [0.1, Number.NaN])).toThrow(expect.objectContaining({ code: 'missing-value' }));
    expect(() => riskMeasure(name, [0.1, Number.POSITIVE_INFINITY])).toThrow(
      expect.objectContaining({ code: 'not-finite' }),
    );
    expect(() => riskMeasure(name, [])).toThrow(expect.objectContaining({ code: 'empty' }));
  });

  test('names the measures it knows when asked for another', () => {
    expect(() => riskMeasure('beta' as RiskMeasureName, returns)).toThrow(
      /name is "beta"; expected one of: variance, /,
    );
  });
});

describe('rollingStandardDeviation', () => {
  test('is missing until the window is full and over every gap', () => {
    const rolling = rollingStandardDeviation([0.1, -0.2, 0.4, Number.NaN, 0.1, 0.2, 0.3], 3);
    expect(Array.from(rolling, Number.isNaN)).toEqual([true, true, false, true, true, true, false]);
    expect(rolling[2]).toBe(standardDeviation([0.1, -0.2, 0.4]));
    expect(rolling[6]).toBe(standardDeviation([0.1, 0.2, 0.3]));
  });

  test('a window longer than the series never fills; shorter than 2 it has no deviation', () => {
    expect(Array.from(rollingStandardDeviation([0.1, 0.2], 3), Number.isNaN)).toEqual([true, true]);
    expect(() => rollingStandardDeviation(returns, 1)).toThrow(/windowLength is 1; expected a number of at least 2/);
  });
});

describe('volatilityContributions', () => {
  test('two assets by hand', () => {
    const result = volatilityContributions(
      [0.6, 0.4],
      matrixFromRows([
        [0.04, 0.01],
        [0.01, 0.09],
      ]),
    );
    const total = Math.sqrt(0.36 * 0.04 + 2 * 0.24 * 0.01 + 0.16 * 0.09);
    expect(result.total).toBeCloseTo(total, 15);
    expect(result.component[0]).toBeCloseTo((0.6 * (0.6 * 0.04 + 0.4 * 0.01)) / total, 15);
    expect(result.share[0] + result.share[1]).toBeCloseTo(1, 15);
  });

  test('without risk the marginals are undefined and nothing contributes', () => {
    const hedged = volatilityContributions(
      [0.5, -0.5],
      matrixFromRows([
        [0.04, 0.04],
        [0.04, 0.04],
      ]),
    );
    expect(hedged.total).toBe(0);
    expect(Array.from(hedged.component)).toEqual([0, 0]);
    expect(Array.from(hedged.share)).toEqual([Number.NaN, Number.NaN]);
  });

  test('refuses a covariance with a negative variance and weights that do not fit', () => {
    const indefinite = matrixFromRows([
      [1, 2],
      [2, 1],
    ]);
    expect(() => volatilityContributions([1, -1], indefinite)).toThrow(
      /variance of -2; covariance is not positive semidefinite/,
    );
    expect(() => volatilityContributions([1], indefinite)).toThrow(/weights has 1 values; expected 2/);
  });
});
