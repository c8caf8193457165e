import { describe, expect, test } from 'vitest';
import { matrixFromRows } from '../linalg/matrix.ts';
import { conditionalValueAtRisk } from './conditional-value-at-risk.ts';
import { lossTail } from './loss-tail.ts';
import { conditionalValueAtRiskContributions, valueAtRiskContributions } from './tail-contributions.ts';
import { valueAtRisk } from './value-at-risk.ts';

/** −0.50, −0.49, …, 0.49 in a mixed order. */
const hundred = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) / 100 - 0.5);

describe('lossTail', () => {
  test.each([
    // 0.05 × 100 is 5.000000000000004, 0.01 × 300 is 3.0000000000000027: whole numbers behind rounding.
    [100, 0.95, 5, 4],
    [300, 0.99, 3, 2],
    [1000, 0.999, 1, 0],
    [8312, 0.95, 415.6, 415],
    [10, 0.95, 0.5, 0],
    [3, 0.5, 1.5, 1],
  ])('%i scenarios at %f: k = %f, %i whole ones before the boundary', (count, confidence, size, wholeCount) => {
    const tail = lossTail(count, confidence);
    expect(tail.size).toBeCloseTo(size, 10);
    expect(tail.wholeCount).toBe(wholeCount);
  });
});

describe('value at risk and CVaR', () => {
  test('are those of the definition', () => {
    expect(valueAtRisk(hundred)).toBe(0.46);
    expect(conditionalValueAtRisk(hundred)).toBeCloseTo(0.48, 15);
    // k = 7.5: seven whole scenarios and half of the eighth.
    expect(valueAtRisk(hundred, { confidence: 0.925 })).toBe(0.43);
    const expected = (0.5 + 0.49 + 0.48 + 0.47 + 0.46 + 0.45 + 0.44 + 0.43 / 2) / 7.5;
    expect(conditionalValueAtRisk(hundred, { confidence: 0.925 })).toBeCloseTo(expected, 15);
  });

  test('a tail smaller than one scenario is the worst one', () => {
    expect(valueAtRisk([0.1, -0.3, 0.2])).toBe(0.3);
    expect(conditionalValueAtRisk([0.1, -0.3, 0.2])).toBe(0.3);
  });

  test('are not floored at zero: a series of gains has negative values', () => {
    expect(valueAtRisk([0.01, 0.02, 0.03])).toBe(-0.01);
    expect(conditionalValueAtRisk([0.02, 0.02])).toBe(-0.02);
    expect(Object.is(valueAtRisk([0, 0]), 0)).toBe(true);
  });

  test('refuse missing and empty series, and confidence levels out of range', () => {
    expect(() => valueAtRisk([0.1, Number.NaN])).toThrow(/returns\[1\] is missing/);
    expect(() => conditionalValueAtRisk([])).toThrow(/returns is empty/);
    expect(() => valueAtRisk([0.1], { confidence: 95 })).toThrow(/confidence is 95; expected .* Write 0.95 for 95 %/);
    expect(() => conditionalValueAtRisk([0.1], { confidence: 1 })).toThrow(/strictly between 0 and 1/);
  });
});

describe('tail contributions', () => {
  const returns = matrixFromRows([
    [-0.4, 0.1],
    [-0.1, -0.3],
    [0.2, 0.1],
    [0.1, 0.2],
  ]);

  test('come from the scenarios of the whole', () => {
    // Portfolio: −0.15, −0.2, 0.15, 0.15; at 0.625 k = 1.5: the whole of scenario 1 and half of scenario 0.
    const value = valueAtRiskContributions(returns, [0.5, 0.5], 0.625);
    expect(value.total).toBeCloseTo(0.15, 15);
    expect(Array.from(value.marginal)).toEqual([0.4, -0.1]);
    const conditional = conditionalValueAtRiskContributions(returns, [0.5, 0.5], 0.625);
    expect(conditional.marginal[0]).toBeCloseTo((0.1 + 0.4 / 2) / 1.5, 15);
    expect(conditional.marginal[1]).toBeCloseTo((0.3 - 0.1 / 2) / 1.5, 15);
    expect(conditional.total).toBeCloseTo((0.2 + 0.15 / 2) / 1.5, 15);
  });

  test('ties are broken by the index, so that value at risk and its parts speak of the same scenario', () => {
    const tied = matrixFromRows([
      [-0.1, -0.3],
      [-0.3, -0.1],
      [0, 0],
    ]);
    const { marginal, total } = valueAtRiskContributions(tied, [0.5, 0.5], 0.6);
    expect(total).toBeCloseTo(0.2, 15);
    expect(Array.from(marginal)).toEqual([0.3, 0.1]);
  });

  test('an asset that is not held adds nothing even when its return is missing; a held one is refused', () => {
    const gap = matrixFromRows([
      [-0.1, Number.NaN],
      [0.1, 0.2],
    ]);
    expect(Array.from(conditionalValueAtRiskContributions(gap, [1, 0]).component)).toEqual([0.1, 0]);
    expect(() => conditionalValueAtRiskContributions(gap, [0.5, 0.5])).toThrow(/portfolio returns\[0\] is missing/);
  });

  test('shares of a risk of zero are undefined', () => {
    const flat = matrixFromRows([
      [0.1, -0.1],
      [0, 0],
    ]);
    expect(Array.from(valueAtRiskContributions(flat, [0.5, 0.5]).share)).toEqual([Number.NaN, Number.NaN]);
  });
});
