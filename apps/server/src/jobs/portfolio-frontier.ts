import { refuseLikeEngine } from '../domain/calculation/engine-refusal.ts';
import {
  calculatePortfolioFrontier,
  type PortfolioFrontierInput,
  type PortfolioFrontierNumbers,
} from '../domain/frontier/portfolio-frontier-calculation.ts';

/** The efficient frontier of a portfolio's assets. */
export function portfolioFrontierJob(input: PortfolioFrontierInput): PortfolioFrontierNumbers {
  return refuseLikeEngine(() => calculatePortfolioFrontier(input));
}
