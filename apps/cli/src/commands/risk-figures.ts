import {
  alphaAnnual,
  beta,
  compoundAnnualGrowthRate,
  conditionalValueAtRiskContributions,
  covariance,
  type RiskContributions,
  type RiskMeasureName,
  riskMeasure,
  sharpeRatio,
  sortinoRatio,
  valueAtRiskContributions,
  volatilityAnnual,
  volatilityContributions,
} from '@riskoptimizer/engine';
import type { Portfolio } from '../input/portfolio.ts';

/** Figures per year; null where a figure is not asked for or not defined. */
export interface AnnualFigures {
  readonly annualVolatility: number;
  readonly annualCompoundGrowthRate: number;
  readonly annualSharpeRatio: number;
  readonly annualSortinoRatio: number;
  readonly beta: number | null;
  readonly annualAlpha: number | null;
}

export function measuresOf(
  portfolio: Portfolio,
  names: readonly RiskMeasureName[],
  confidence: number,
): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, riskMeasure(name, portfolio.portfolioReturns, { confidence })]));
}

export function annualFigures(portfolio: Portfolio, riskFreeAnnual: number): AnnualFigures {
  const { portfolioReturns, benchmarkReturns, periodsPerYear } = portfolio;
  const options = { periodsPerYear, riskFreeAnnual };
  return {
    annualVolatility: volatilityAnnual(portfolioReturns, options),
    annualCompoundGrowthRate: compoundAnnualGrowthRate(portfolioReturns, { periodsPerYear }),
    annualSharpeRatio: sharpeRatio(portfolioReturns, options),
    annualSortinoRatio: sortinoRatio(portfolioReturns, options),
    beta: benchmarkReturns === null ? null : beta(portfolioReturns, benchmarkReturns),
    annualAlpha: benchmarkReturns === null ? null : alphaAnnual(portfolioReturns, benchmarkReturns, options),
  };
}

/** What each asset adds to one risk measure; the components sum to the total. */
export interface AssetContributions {
  readonly total: number;
  readonly assets: Readonly<Record<string, { weight: number; marginal: number; component: number; share: number }>>;
}

export type NamedContributions = Readonly<Record<'standard-deviation' | 'value-at-risk' | 'cvar', AssetContributions>>;

export function contributionsOf(portfolio: Portfolio, confidence: number): NamedContributions {
  const { weights } = portfolio;
  const { returns } = portfolio.returns;
  const held = covariance(returns, { method: 'sample' }).covariance;
  return {
    'standard-deviation': byAsset(portfolio, volatilityContributions(weights, held)),
    'value-at-risk': byAsset(portfolio, valueAtRiskContributions(returns, weights, confidence)),
    cvar: byAsset(portfolio, conditionalValueAtRiskContributions(returns, weights, confidence)),
  };
}

function byAsset(portfolio: Portfolio, contributions: RiskContributions): AssetContributions {
  const { total, marginal, component, share } = contributions;
  const entries = portfolio.assets.map((asset, index) => [
    asset,
    {
      weight: portfolio.weights[index] as number,
      marginal: marginal[index] as number,
      component: component[index] as number,
      share: share[index] as number,
    },
  ]);
  return { total, assets: Object.fromEntries(entries) };
}
