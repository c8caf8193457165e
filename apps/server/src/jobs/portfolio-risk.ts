import { refuseLikeEngine } from '../domain/calculation/engine-refusal.ts';
import {
  calculatePortfolioRisk,
  type PortfolioRiskInput,
  type PortfolioRiskNumbers,
} from '../domain/risk/portfolio-risk-calculation.ts';

/** Everything on the risk page of a portfolio. */
export function portfolioRiskJob(input: PortfolioRiskInput): PortfolioRiskNumbers {
  return refuseLikeEngine(() => calculatePortfolioRisk(input));
}
