/**
 * Contributions to historical value at risk and CVaR, from the same scenarios that make up the whole.
 *
 * The portfolio's worst scenarios are ranked once (ties in the order of their index); VaR is the loss of the boundary scenario, so each asset's
 * marginal VaR is its own loss in that scenario, and CVaR the mean over the tail, so each asset's marginal CVaR is its own mean loss there.
 * VaR contributions rest on one scenario and jump with it; prefer those of CVaR.
 * Reference: Tasche, Risk contributions and performance measurement (1999).
 */
import { type Matrix, matrixRow } from '../linalg/matrix.ts';
import { portfolioReturns } from '../returns/portfolio-returns.ts';
import { requireReturns } from '../validate/vectors.ts';
import { conditionalValueAtRisk } from './conditional-value-at-risk.ts';
import { lossTail, scenariosFromWorst } from './loss-tail.ts';
import { contributionsFromMarginal, type RiskContributions } from './risk-contributions.ts';
import { defaultConfidence } from './risk-measure-options.ts';
import { valueAtRisk } from './value-at-risk.ts';

/**
 * Contributions to the value at risk of a portfolio: marginal_i = −r_{s,i} in the boundary scenario s.
 *
 * @param returns T × N simple returns; a missing return of a held asset is refused.
 * @param weights N finite fractions, any sign.
 * @param confidence strictly between 0 and 1, default 0.95.
 */
export function valueAtRiskContributions(
  returns: Matrix,
  weights: ArrayLike<number>,
  confidence: number = defaultConfidence,
): RiskContributions {
  const portfolio = requireReturns(portfolioReturns(returns, weights), 1, 'portfolio returns');
  const { wholeCount } = lossTail(portfolio.length, confidence);
  const boundary = matrixRow(returns, scenariosFromWorst(portfolio)[wholeCount]);
  const total = valueAtRisk(portfolio, { confidence });
  return contributionsFromMarginal(
    total,
    boundary.map((value) => 0 - value),
    weights,
  );
}

/**
 * Contributions to the CVaR of a portfolio: marginal_i = −(1/k) (Σ_{tail} r_{t,i} + (k − ⌈k⌉ + 1) r_{s,i}), s the boundary scenario.
 *
 * @param returns T × N simple returns; a missing return of a held asset is refused.
 * @param weights N finite fractions, any sign.
 * @param confidence strictly between 0 and 1, default 0.95.
 */
export function conditionalValueAtRiskContributions(
  returns: Matrix,
  weights: ArrayLike<number>,
  confidence: number = defaultConfidence,
): RiskContributions {
  const portfolio = requireReturns(portfolioReturns(returns, weights), 1, 'portfolio returns');
  const { size, wholeCount } = lossTail(portfolio.length, confidence);
  const scenarios = scenariosFromWorst(portfolio);
  const boundary = matrixRow(returns, scenarios[wholeCount]);
  const excess = new Float64Array(returns.columns);
  for (let rank = 0; rank < wholeCount; rank += 1) {
    const scenario = matrixRow(returns, scenarios[rank]);
    for (let asset = 0; asset < excess.length; asset += 1) excess[asset] += boundary[asset] - scenario[asset];
  }
  const marginal = excess.map((value, asset) => 0 - boundary[asset] + value / size);
  return contributionsFromMarginal(conditionalValueAtRisk(portfolio, { confidence }), marginal, weights);
}
