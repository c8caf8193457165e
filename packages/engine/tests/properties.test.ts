/** What must hold for every input, not only for the examples. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  averageDrawdown,
  conditionalValueAtRisk,
  conditionalValueAtRiskContributions,
  covariance,
  createMatrix,
  deepestDrawdowns,
  drawdownSeries,
  type Matrix,
  matrixColumn,
  matrixFromRows,
  matrixToRows,
  maxDrawdown,
  portfolioReturns,
  type RiskContributions,
  type RiskMeasureName,
  riskMeasure,
  simpleReturns,
  standardDeviation,
  ulcerIndex,
  valueAtRisk,
  valueAtRiskContributions,
  volatilityContributions,
} from '../src/index.ts';

/** Sums of at most a few hundred numbers of size 1, taken in another order. */
const roundingTolerance = 1e-12;

/**
 * A return to nine digits, or one of few values so that ties occur. Not any double: the square of 1e-162 is no longer a number that arithmetic
 * keeps the digits of, and no price moves by that.
 */
const oneReturn = fc.oneof(
  fc.integer({ min: -500_000_000, max: 500_000_000 }).map((billionths) => billionths / 1e9),
  fc.integer({ min: -5, max: 5 }).map((tenths) => tenths / 10),
);
const seriesOf = (minLength: number, maxLength = 120) => fc.array(oneReturn, { minLength, maxLength });
const confidence = fc.double({ min: 0.01, max: 0.995, noNaN: true });

/** T × N returns with N weights; long-only weights that sum to 1 when asked. */
const portfolio = (isLongOnly: boolean) =>
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 60 }))
    .chain(([assets, periods]) =>
      fc.record({
        returns: fc
          .array(fc.array(oneReturn, { minLength: assets, maxLength: assets }), {
            minLength: periods,
            maxLength: periods,
          })
          .map(matrixFromRows),
        weights: fc.array(fc.double({ min: isLongOnly ? 0.01 : -1, max: 1, noNaN: true }), {
          minLength: assets,
          maxLength: assets,
        }),
      }),
    )
    .map(({ returns, weights }) => {
      if (!isLongOnly) return { returns, weights };
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return { returns, weights: weights.map((weight) => weight / total) };
    });

const sumOf = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
const close = (left: number, right: number) =>
  Math.abs(left - right) <= roundingTolerance * Math.max(1, Math.abs(left), Math.abs(right));

/** Measures that do not change when a constant is added to every return, and those that fall by it. */
const translationInvariant: RiskMeasureName[] = [
  'variance',
  'standard-deviation',
  'semi-deviation',
  'mean-absolute-deviation',
];
const translationEquivariant: RiskMeasureName[] = ['value-at-risk', 'cvar', 'worst-realization'];
const homogeneous: RiskMeasureName[] = [...translationInvariant.slice(1), ...translationEquivariant];
const uncompoundedDrawdowns: RiskMeasureName[] = ['max-drawdown', 'average-drawdown', 'ulcer-index'];

describe('contributions', () => {
  const decompositions: [string, (returns: Matrix, weights: number[]) => RiskContributions][] = [
    [
      'volatility',
      (returns, weights) => volatilityContributions(weights, covariance(returns, { method: 'sample' }).covariance),
    ],
    ['value at risk', (returns, weights) => valueAtRiskContributions(returns, weights, 0.9)],
    ['CVaR', (returns, weights) => conditionalValueAtRiskContributions(returns, weights, 0.9)],
  ];

  test.each(decompositions)('%s: components sum to the total', (_, decompose) => {
    fc.assert(
      fc.property(portfolio(false), ({ returns, weights }) => {
        const { total, component } = decompose(returns, weights);
        expect(close(sumOf(component), total)).toBe(true);
      }),
    );
  });

  test('totals are the measures of the portfolio', () => {
    fc.assert(
      fc.property(portfolio(false), confidence, ({ returns, weights }, level) => {
        const whole = portfolioReturns(returns, weights);
        expect(valueAtRiskContributions(returns, weights, level).total).toBe(valueAtRisk(whole, { confidence: level }));
        expect(conditionalValueAtRiskContributions(returns, weights, level).total).toBe(
          conditionalValueAtRisk(whole, { confidence: level }),
        );
        const volatility = volatilityContributions(weights, covariance(returns, { method: 'sample' }).covariance).total;
        // A variance is only known to its rounding, so its root only to the root of it.
        expect(Math.abs(volatility ** 2 - standardDeviation(whole) ** 2)).toBeLessThanOrEqual(roundingTolerance);
      }),
    );
  });

  test.each(decompositions)('%s: everything in one asset is the risk of that asset', (_, decompose) => {
    fc.assert(
      fc.property(portfolio(false), fc.nat(), ({ returns }, pick) => {
        const held = pick % returns.columns;
        const weights = Array.from({ length: returns.columns }, (__, asset) => (asset === held ? 1 : 0));
        const alone = createMatrix(returns.rows, 1, matrixColumn(returns, held));
        const { total, component } = decompose(returns, weights);
        expect(close(total, decompose(alone, [1]).total)).toBe(true);
        expect(close(component[held], total)).toBe(true);
      }),
    );
  });

  test.each(decompositions)('%s: permuting the assets permutes the components and nothing else', (_, decompose) => {
    fc.assert(
      fc.property(portfolio(true), ({ returns, weights }) => {
        const backwards = matrixFromRows(matrixToRows(returns).map((row) => row.toReversed()));
        const original = decompose(returns, weights);
        const permuted = decompose(backwards, weights.toReversed());
        expect(close(original.total, permuted.total)).toBe(true);
        expect(close(sumOf(permuted.component), original.total)).toBe(true);
      }),
    );
  });

  test('volatility components follow their assets through a permutation', () => {
    fc.assert(
      fc.property(portfolio(true), ({ returns, weights }) => {
        const matrix = (rows: Matrix) => covariance(rows, { method: 'ledoit-wolf-single-factor' }).covariance;
        fc.pre(
          standardDeviation(
            portfolioReturns(
              returns,
              weights.map(() => 1 / weights.length),
            ),
          ) > 1e-3,
        );
        const backwards = matrixFromRows(matrixToRows(returns).map((row) => row.toReversed()));
        const original = volatilityContributions(weights, matrix(returns)).component;
        const permuted = volatilityContributions(weights.toReversed(), matrix(backwards)).component.toReversed();
        original.forEach((value, asset) => expect(Math.abs(value - permuted[asset])).toBeLessThanOrEqual(1e-9));
      }),
    );
  });
});

describe('measures', () => {
  test('CVaR is at least VaR, and the worst realization at least CVaR, to the last bit', () => {
    fc.assert(
      fc.property(seriesOf(1, 400), confidence, (returns, level) => {
        const value = valueAtRisk(returns, { confidence: level });
        const conditional = conditionalValueAtRisk(returns, { confidence: level });
        expect(conditional).toBeGreaterThanOrEqual(value);
        expect(riskMeasure('worst-realization', returns) - conditional).toBeGreaterThanOrEqual(-roundingTolerance);
      }),
    );
  });

  test('both rise with the confidence', () => {
    fc.assert(
      fc.property(seriesOf(1), confidence, confidence, (returns, a, b) => {
        const [lower, upper] = a < b ? [a, b] : [b, a];
        expect(valueAtRisk(returns, { confidence: upper })).toBeGreaterThanOrEqual(
          valueAtRisk(returns, { confidence: lower }),
        );
        expect(
          conditionalValueAtRisk(returns, { confidence: upper }) -
            conditionalValueAtRisk(returns, { confidence: lower }),
        ).toBeGreaterThanOrEqual(-roundingTolerance);
      }),
    );
  });

  test('CVaR is subadditive: a mix is at most as risky as its parts', () => {
    fc.assert(
      fc.property(portfolio(true), confidence, ({ returns, weights }, level) => {
        const mixed = conditionalValueAtRisk(portfolioReturns(returns, weights), { confidence: level });
        const parts = weights.map(
          (weight, asset) => weight * conditionalValueAtRisk(matrixColumn(returns, asset), { confidence: level }),
        );
        expect(mixed).toBeLessThanOrEqual(sumOf(parts) + roundingTolerance);
      }),
    );
  });

  test.each([...homogeneous, ...uncompoundedDrawdowns])('%s: doubles when every return doubles', (name) => {
    fc.assert(
      fc.property(seriesOf(2), (returns) => {
        const doubled = returns.map((value) => 2 * value);
        const options = { compounded: false };
        expect(riskMeasure(name, doubled, options)).toBe(2 * riskMeasure(name, returns, options));
      }),
    );
  });

  test.each([...homogeneous, ...uncompoundedDrawdowns])('%s: scales with any positive factor', (name) => {
    fc.assert(
      fc.property(seriesOf(2), fc.double({ min: 0.01, max: 10, noNaN: true }), (returns, factor) => {
        const scaled = returns.map((value) => factor * value);
        const expected = factor * riskMeasure(name, returns, { compounded: false });
        expect(Math.abs(riskMeasure(name, scaled, { compounded: false }) - expected)).toBeLessThanOrEqual(
          1e-11 * factor,
        );
      }),
    );
  });

  test.each(translationInvariant)('%s: adding a constant to every return changes nothing', (name) => {
    fc.assert(
      fc.property(seriesOf(2), oneReturn, (returns, constant) => {
        const moved = returns.map((value) => value + constant);
        expect(close(riskMeasure(name, moved), riskMeasure(name, returns))).toBe(true);
      }),
    );
  });

  test.each(translationEquivariant)('%s: adding a constant to every return lowers it by the constant', (name) => {
    fc.assert(
      fc.property(seriesOf(2), oneReturn, (returns, constant) => {
        const moved = returns.map((value) => value + constant);
        expect(close(riskMeasure(name, moved), riskMeasure(name, returns) - constant)).toBe(true);
      }),
    );
  });

  test('the order of time matters to drawdowns only', () => {
    fc.assert(
      fc.property(seriesOf(2), (returns) => {
        for (const name of [...translationInvariant, ...translationEquivariant]) {
          expect(
            close(
              riskMeasure(name, returns),
              riskMeasure(
                name,
                returns.toSorted((a, b) => a - b),
              ),
            ),
          ).toBe(true);
        }
      }),
    );
  });

  test('an unlevered long-only mix is at most as volatile as its most volatile asset', () => {
    fc.assert(
      fc.property(portfolio(true), ({ returns, weights }) => {
        const assets = weights.map((_, asset) => standardDeviation(matrixColumn(returns, asset)));
        expect(standardDeviation(portfolioReturns(returns, weights))).toBeLessThanOrEqual(
          Math.max(...assets) + roundingTolerance,
        );
      }),
    );
  });
});

describe('drawdowns', () => {
  test('lie between 0 and 1, and average ≤ ulcer ≤ maximum', () => {
    fc.assert(
      fc.property(seriesOf(1), (returns) => {
        const depths = drawdownSeries(returns);
        expect(Math.min(...depths)).toBeGreaterThanOrEqual(0);
        expect(maxDrawdown(returns)).toBeLessThanOrEqual(1);
        expect(averageDrawdown(returns)).toBeLessThanOrEqual(ulcerIndex(returns) + roundingTolerance);
        expect(ulcerIndex(returns)).toBeLessThanOrEqual(maxDrawdown(returns) + roundingTolerance);
      }),
    );
  });

  test('the deepest is the maximum, and drawdowns neither overlap nor leave out a period below the peak', () => {
    fc.assert(
      fc.property(seriesOf(1), (returns) => {
        const depths = drawdownSeries(returns);
        const found = deepestDrawdowns(returns, returns.length);
        expect(found[0]?.depth ?? 0).toBe(maxDrawdown(returns));
        const below = Array.from(depths, (depth) => (depth > 0 ? 1 : 0));
        for (const { peakIndex, recoveryIndex, troughIndex, depth } of found) {
          expect(depths[troughIndex]).toBe(depth);
          for (let period = peakIndex + 1; period < (recoveryIndex ?? depths.length); period += 1) below[period] -= 1;
        }
        expect(below.every((count) => count === 0)).toBe(true);
      }),
    );
  });
});

describe('returns', () => {
  test('compound back to the prices they came from, in any unit of money', () => {
    const prices = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 2, maxLength: 28 });
    // 1 + r is rounded by half a unit in the last place of 1, which is a thousand times as much of a price that fell to a thousandth.
    const tolerance = 1000 * 28 * Number.EPSILON;
    fc.assert(
      fc.property(prices, fc.double({ min: 0.001, max: 1000, noNaN: true }), (path, unit) => {
        const dates = path.map((_, day) => `2024-01-${String(day + 1).padStart(2, '0')}`);
        const inUnits = (factor: number) =>
          simpleReturns({ dates, assets: ['A'], prices: matrixFromRows(path.map((price) => [price * factor])) });
        const { returns } = inUnits(1);
        const grown = returns.data.reduce((value, step) => value * (1 + step), path[0]);
        expect(Math.abs(grown / path[path.length - 1] - 1)).toBeLessThanOrEqual(tolerance);
        const scaled = inUnits(unit).returns.data;
        expect(scaled.every((step, period) => close(step, returns.data[period]))).toBe(true);
      }),
    );
  });
});
