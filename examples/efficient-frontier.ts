/** The exact efficient frontier with bounds, its best ratio, and the answer when the bounds leave no portfolio. */
import { efficientFrontier, type MeanVarianceProblem, matrixFromRows, maximumSharpe } from '@riskoptimizer/engine';

/** Annual expected returns and covariance of three assets (Markowitz, Portfolio Selection, 1959, chapter VIII). */
const problem: MeanVarianceProblem = {
  assets: ['A', 'B', 'C'],
  expectedReturns: [0.062, 0.146, 0.128],
  covariance: matrixFromRows([
    [0.0146, 0.0187, 0.0145],
    [0.0187, 0.0854, 0.0104],
    [0.0145, 0.0104, 0.0289],
  ]),
  bounds: { lower: [0, 0, 0], upper: [1, 1, 1] },
};
const percents = (weights: Float64Array): string =>
  Array.from(weights, (weight) => `${(100 * weight).toFixed(1)} %`).join('  ');

const frontier = efficientFrontier(problem);
if (frontier.status !== 'infeasible') {
  console.log(`${frontier.corners.length} corner portfolios (return, risk, weights of A, B, C)`);
  for (const { expectedReturn, standardDeviation, weights } of frontier.corners) {
    console.log(
      `${(100 * expectedReturn).toFixed(2)} %  ${(100 * standardDeviation).toFixed(2)} %  ${percents(weights)}`,
    );
  }
}

const best = maximumSharpe(problem, 0.03);
if (best.status === 'optimal') console.log(`highest Sharpe ratio over 3 %: ${percents(best.weights)}`);

const tooTight = efficientFrontier({ ...problem, bounds: { lower: [0, 0, 0], upper: [0.3, 0.3, 0.3] } });
if (tooTight.status === 'infeasible') console.log(tooTight.conflict.message);
