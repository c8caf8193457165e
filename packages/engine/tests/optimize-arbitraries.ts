/** Mean-variance problems for property tests: small whole numbers, so that ties, copies and riskless mixes are the rule. */
import * as fc from 'fast-check';
import { covariance, type MeanVarianceProblem, matrixFromRows } from '../src/index.ts';

export interface FiniteProblem extends MeanVarianceProblem {
  readonly expectedReturns: number[];
  readonly bounds: { readonly lower: number[]; readonly upper: number[] };
  readonly budget: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** B Bᵀ of whole factor loadings: exactly semidefinite, often singular, with copies (equal rows), opposites and cash (zero rows). */
const wholeCovariance = (size: number) =>
  fc
    .record({
      loadings: fc.integer({ min: 0, max: size + 1 }).chain((factors) =>
        fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: factors, maxLength: factors }), {
          minLength: size,
          maxLength: size,
        }),
      ),
      specific: fc.array(fc.constantFrom(0, 0, 0, 1, 3), { minLength: size, maxLength: size }),
      copies: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1), fc.constantFrom(1, 1, -1)), { maxLength: 2 }),
    })
    .map(({ loadings, specific, copies }) => {
      const rows = loadings.map((row, asset) => [
        ...row,
        ...specific.map((value, other) => (other === asset ? value : 0)),
      ]);
      for (const [from, to, sign] of copies) rows[to] = rows[from].map((value) => sign * value);
      return matrixFromRows(rows.map((row) => rows.map((other) => sum(row.map((value, k) => value * other[k])))));
    });

/** Lower bounds and widths on a coarse grid; a width of zero fixes the weight. */
const gridBounds = (size: number) =>
  fc.array(fc.tuple(fc.constantFrom(0, 0, 0, -1, -0.5, 0.25), fc.constantFrom(1, 1, 0, 0.25, 0.5, 2)), {
    minLength: size,
    maxLength: size,
  });

/** A feasible problem with finite bounds. Budgets: 1 where the bounds allow it, 0, and both ends of what they allow. */
export const finiteProblem = (sizeMin = 1, sizeMax = 7): fc.Arbitrary<FiniteProblem> =>
  fc.integer({ min: sizeMin, max: sizeMax }).chain((size) =>
    fc
      .record({
        expectedReturns: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: size, maxLength: size }),
        covariance: wholeCovariance(size),
        bounds: gridBounds(size),
        budget: fc.constantFrom(1, 1, 1, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0.3),
      })
      .map(({ expectedReturns, covariance, bounds, budget }) => {
        const lower = bounds.map(([low]) => low);
        const upper = bounds.map(([low, width]) => low + width);
        return {
          expectedReturns,
          covariance,
          bounds: { lower, upper },
          budget: Math.min(Math.max(budget, sum(lower)), sum(upper)),
        };
      }),
  );

/** Sample moments of N assets over T periods, mostly N > T, as floating-point noise makes them; long-only, capped or long-short. */
export const sampleProblem = (sizeMax = 24): fc.Arbitrary<FiniteProblem> =>
  fc.tuple(fc.integer({ min: 2, max: sizeMax }), fc.integer({ min: 2, max: 16 })).chain(([size, periods]) =>
    fc
      .record({
        returns: fc.array(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: size, maxLength: size }), {
          minLength: periods,
          maxLength: periods,
        }),
        market: fc.array(fc.integer({ min: -500, max: 500 }), { minLength: periods, maxLength: periods }),
        // A hundredth of the market's movement of their own: correlations of 0.9999.
        specific: fc.constantFrom(1, 1, 0.1, 0.01),
        kind: fc.constantFrom({ low: 0, high: 1 }, { low: 0, high: 1 }, { low: 0, high: 0.6 }, { low: -1, high: 1 }),
        budget: fc.constantFrom(1, 1, 0),
      })
      .map(({ returns, market, specific, kind, budget }) => {
        const rows = returns.map((row, period) => row.map((value) => (market[period] + specific * value) / 1e4));
        const matrix = matrixFromRows(rows);
        const lower = Array<number>(size).fill(kind.low);
        return {
          expectedReturns: Array.from({ length: size }, (_, asset) => sum(rows.map((row) => row[asset])) / periods),
          covariance: covariance(matrix, { method: 'sample' }).covariance,
          bounds: { lower, upper: Array<number>(size).fill(kind.high) },
          budget: kind.low < 0 ? budget : 1,
        };
      }),
  );

/** A point of a range: 0 its beginning, 1 its end. To nine digits: of 1e-320 arithmetic does not keep the digits. */
export const share = fc.integer({ min: 0, max: 1e9 }).map((billionths) => billionths / 1e9);
