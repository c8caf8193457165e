import { describe, expect, test } from 'vitest';
import { matrixFromRows } from '../linalg/matrix.ts';
import { expectedReturns } from './expected-returns.ts';

const missing = Number.NaN;
const returns = matrixFromRows([
  [missing, 0.1],
  [0.1, -0.5],
  [-0.1, 0.2],
  [0.3, 0.1],
]);

describe('expectedReturns', () => {
  test('mean: missing returns are left out asset by asset', () => {
    const [first, second] = expectedReturns(returns, { method: 'mean', periodsPerYear: 2 });
    expect(first).toBeCloseTo(0.2, 15);
    expect(second).toBeCloseTo(-0.05, 15);
  });

  test('geometric: compounds what there is to a year', () => {
    const [first] = expectedReturns(returns, { method: 'geometric', periodsPerYear: 6 });
    expect(first).toBeCloseTo((1.1 * 0.9 * 1.3) ** 2 - 1, 14);
    expect(expectedReturns(matrixFromRows([[-1], [0.5]]), { method: 'geometric' })[0]).toBe(-1);
  });

  test('exponentially weighted: the newest return weighs most; compounding is an option', () => {
    const weights = [1, 2 / 3, 4 / 9];
    const weighted = (0.3 * weights[0] - 0.1 * weights[1] + 0.1 * weights[2]) / (1 + 2 / 3 + 4 / 9);
    const options = { method: 'exponentially-weighted', span: 5, periodsPerYear: 12 } as const;
    expect(expectedReturns(returns, options)[0]).toBeCloseTo(12 * weighted, 14);
    expect(expectedReturns(returns, { ...options, compounded: true })[0]).toBeCloseTo((1 + weighted) ** 12 - 1, 14);
  });

  test('a constant asset has exactly its constant as mean', () => {
    expect(expectedReturns(matrixFromRows(Array.from({ length: 10 }, () => [0.1])), { method: 'mean' })[0]).toBe(0.1);
  });

  test('refuses an asset without returns, and compounding a loss of more than everything', () => {
    expect(() => expectedReturns(matrixFromRows([[1, missing]]), { method: 'mean' })).toThrow(
      /Column 1 of returns has no return/,
    );
    expect(() => expectedReturns(matrixFromRows([[-1.5]]), { method: 'geometric' })).toThrow(
      /loss of more than everything/,
    );
  });
});
