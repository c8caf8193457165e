import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFrontier } from '../../platform/engine-worker.ts';
import { type BoundsChoice, boundArrays, boundOf, formatBounds, longOnly, parseBounds, withBound } from './bounds.ts';
import { loosenBounds } from './nearest-bounds.ts';

const symbols = ['A', 'B', 'C', 'D'];

/** Asks the engine itself. */
function isFeasible(choice: BoundsChoice): boolean {
  const problem = {
    symbols,
    expectedReturns: [0.01, 0.02, 0.03, 0.04],
    covariance: symbols.map((_, row) => symbols.map((__, column) => (row === column ? 0.04 * (row + 1) : 0))),
    own: { weights: [0.25, 0.25, 0.25, 0.25], expectedReturn: 0.025, volatility: 0.1 },
    riskFree: 0,
  };
  const question = { problem, bounds: boundArrays(choice, symbols), pointCount: 2 };
  return answerFrontier(question, () => 0).status !== 'infeasible';
}

describe('loosening bounds that no portfolio meets', () => {
  it('raises all upper bounds by the same when together they stay below the budget', () => {
    const { choice, changedCount } = loosenBounds(parseBounds('0~20'), symbols);
    expect(symbols.map((symbol) => boundOf(choice, symbol))).toEqual(symbols.map(() => ({ lower: 0, upper: 0.25 })));
    expect(changedCount).toBe(4);
  });

  it('does not raise a bound past the budget', () => {
    const { choice } = loosenBounds(parseBounds('0~0,A:0~90'), symbols);
    expect(symbols.map((symbol) => boundOf(choice, symbol).upper)).toEqual([0.925, 0.025, 0.025, 0.025]);
    expect(boundOf(loosenBounds(parseBounds('0~0,A:0~99.99'), ['A']).choice, 'A').upper).toBe(1);
  });

  it('lowers the lower bounds above nought when they ask for too much', () => {
    const { choice, changedCount } = loosenBounds(parseBounds('0~100,A:60~100,B:60~80'), symbols);
    expect([boundOf(choice, 'A').lower, boundOf(choice, 'B').lower, boundOf(choice, 'C').lower]).toEqual([0.5, 0.5, 0]);
    expect(changedCount).toBe(2);
  });

  it('exchanges bounds that cross', () => {
    const { choice } = loosenBounds(parseBounds('0~100,A:50~20'), symbols);
    expect(boundOf(choice, 'A')).toEqual({ lower: 0.2, upper: 0.5 });
  });

  it('changes nothing when a portfolio meets the bounds', () => {
    const fine = parseBounds('0~50,A:10~30');
    expect(loosenBounds(fine, symbols)).toEqual({ choice: fine, changedCount: 0 });
  });

  it('always ends with bounds that the engine can meet, also after a detour through the address, and never tightens one', () => {
    const percentage = fc.integer({ min: -5000, max: 12_000 }).map((hundredths) => hundredths / 10_000);
    const bound = fc.record({ lower: percentage, upper: percentage });
    fc.assert(
      fc.property(bound, fc.array(bound, { minLength: 4, maxLength: 4 }), (others, own) => {
        const start = symbols.reduce(
          (choice, symbol, index) => withBound(choice, symbol, own[index] ?? others),
          withBound(longOnly, null, others),
        );
        const { choice } = loosenBounds(start, symbols);
        expect(isFeasible(parseBounds(formatBounds(choice) ?? null))).toBe(true);
        for (const symbol of symbols) {
          const [was, is] = [boundOf(start, symbol), boundOf(choice, symbol)];
          expect(is.lower).toBeLessThanOrEqual(Math.min(was.lower ?? 0, was.upper ?? 0));
          expect(is.upper).toBeGreaterThanOrEqual(Math.max(was.lower ?? 0, was.upper ?? 0));
        }
      }),
    );
  });
});
