/** What each asset adds to the measures that are split: standard deviation, VaR and CVaR. */
import type { RiskContribution } from '@riskoptimizer/contracts';
import {
  conditionalValueAtRiskContributions,
  covariance,
  type Matrix,
  type RiskContributions,
  valueAtRiskContributions,
  volatilityContributions,
} from '@riskoptimizer/engine';
import { nullIfUndefined } from '../calculation/missing.ts';

export interface AssetContribution extends Pick<RiskContribution, 'component' | 'marginal' | 'share'> {
  readonly volatilityAnnual: number;
}

export const contributionMeasures = ['standard-deviation', 'value-at-risk', 'cvar'] as const;
export type ContributionMeasure = (typeof contributionMeasures)[number];

/** Contributions of every asset to the three measures that are split. */
export function contributionsByMeasure(
  returns: Matrix,
  weights: Float64Array,
  confidence: number,
): Record<ContributionMeasure, RiskContributions> {
  return {
    'standard-deviation': volatilityContributions(weights, covariance(returns, { method: 'sample' }).covariance),
    'value-at-risk': valueAtRiskContributions(returns, weights, confidence),
    cvar: conditionalValueAtRiskContributions(returns, weights, confidence),
  };
}

/** Contributions of each asset by measure, beside its own volatility. */
export function contributionsPerAsset(
  contributions: Record<ContributionMeasure, RiskContributions>,
  covarianceOfPeriods: Matrix,
  periodsPerYear: number,
): AssetContribution[] {
  const size = covarianceOfPeriods.rows;
  return Array.from({ length: size }, (_, asset) => ({
    volatilityAnnual: Math.sqrt(covarianceOfPeriods.data[asset * size + asset]! * periodsPerYear),
    component: byMeasure((name) => contributions[name].component[asset]!),
    marginal: byMeasure((name) => nullIfUndefined(contributions[name].marginal[asset]!)),
    share: byMeasure((name) => nullIfUndefined(contributions[name].share[asset]!)),
  }));
}

/** An object with one value for each measure that is split. */
export function byMeasure<Value>(value: (name: ContributionMeasure) => Value): Record<ContributionMeasure, Value> {
  return {
    'standard-deviation': value('standard-deviation'),
    'value-at-risk': value('value-at-risk'),
    cvar: value('cvar'),
  };
}
