/** The demo portfolio: whole quantities worth about a quarter of a million dollars at the last prices. */

export const demoPortfolioValue = 250_000;

export const demoBenchmark = 'WORLDX';

/**
 * Share of each holding in the value, before quantities are rounded. Two technology names hold a fifth of the money and, being volatile and alike,
 * about a third of the risk.
 */
export const demoTargetWeights: readonly (readonly [symbol: string, weight: number])[] = [
  ['WORLDX', 0.19],
  ['NORTHW', 0.1],
  ['PIXELF', 0.07],
  ['OAKBNK', 0.05],
  ['MEDIVA', 0.05],
  ['HELVEX', 0.05],
  ['RHINEL', 0.04],
  ['KUMOSH', 0.04],
  ['BREADL', 0.04],
  ['GOVLNG', 0.1],
  ['CORPIG', 0.13],
  ['GOLDLF', 0.07],
  ['HOMEST', 0.05],
  ['GLIMMR', 0.02],
];
