import type { RiskContribution } from '@riskoptimizer/contracts';

/** The measures that are split over the assets, as in the address. */
export const contributionMeasures = [
  { name: 'standard-deviation', label: 'Volatility' },
  { name: 'value-at-risk', label: 'VaR' },
  { name: 'cvar', label: 'CVaR' },
] as const;
export type ContributionMeasure = keyof RiskContribution['share'];

export function parseContributionMeasure(written: string | null): ContributionMeasure {
  return contributionMeasures.find(({ name }) => name === written)?.name ?? 'standard-deviation';
}
