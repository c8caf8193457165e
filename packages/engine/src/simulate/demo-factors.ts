/**
 * The common factors of the demo market: what moves many prices at once.
 *
 * Volatilities are annual (252 trading days), correlations are of the daily shocks.
 */
import type { GarchParameters } from './garch.ts';

export type FactorName =
  | 'world-equity'
  | 'technology'
  | 'europe'
  | 'asia'
  | 'rates'
  | 'credit'
  | 'commodity'
  | 'dollar'
  | 'crypto';

export const factorNames: readonly FactorName[] = [
  'world-equity',
  'technology',
  'europe',
  'asia',
  'rates',
  'credit',
  'commodity',
  'dollar',
  'crypto',
];

interface Factor {
  readonly volatilityAnnual: number;
  readonly garch: GarchParameters;
}

/** Falls of equity and credit raise volatility more than rises; rates, currencies and commodities react to both alike. */
const leveraged: GarchParameters = { shock: 0.05, asymmetry: 0.12, persistence: 0.86 };
const symmetric: GarchParameters = { shock: 0.08, asymmetry: 0, persistence: 0.89 };

/**
 * 'rates' is the return of a ten-year government bond (positive when yields fall), 'credit' that of a corporate bond beyond its government bond,
 * 'dollar' that of the dollar against a basket, the regional and technology factors what they add to world equity.
 */
export const factors: Readonly<Record<FactorName, Factor>> = {
  'world-equity': { volatilityAnnual: 0.145, garch: leveraged },
  technology: { volatilityAnnual: 0.1, garch: leveraged },
  europe: { volatilityAnnual: 0.06, garch: symmetric },
  asia: { volatilityAnnual: 0.08, garch: symmetric },
  rates: { volatilityAnnual: 0.06, garch: symmetric },
  credit: { volatilityAnnual: 0.035, garch: leveraged },
  commodity: { volatilityAnnual: 0.17, garch: symmetric },
  dollar: { volatilityAnnual: 0.065, garch: symmetric },
  crypto: { volatilityAnnual: 0.6, garch: symmetric },
};

/** Correlations of the shocks that are not zero. */
export const factorCorrelations: readonly (readonly [FactorName, FactorName, number])[] = [
  ['world-equity', 'technology', 0.25],
  ['world-equity', 'rates', -0.2],
  ['world-equity', 'credit', 0.6],
  ['world-equity', 'commodity', 0.3],
  ['world-equity', 'dollar', -0.25],
  ['world-equity', 'crypto', 0.3],
  ['technology', 'crypto', 0.2],
  ['technology', 'rates', 0.1],
  ['rates', 'credit', -0.1],
  ['commodity', 'dollar', -0.3],
  ['europe', 'dollar', -0.15],
];

/** Degrees of freedom of the multivariate t shocks: one common divisor a day, so that extreme days come to all factors together. */
export const factorDegreesOfFreedom = 8;

/** A stretch of days in which the factors drift, and move more than usual. */
export interface MarketEpisode {
  readonly name: string;
  /** First day (row of the prices) and number of days. */
  readonly start: number;
  readonly length: number;
  /** What multiplies the standard deviation of every factor. */
  readonly volatilityFactor: number;
  /** Sum of the extra log returns over the episode, by factor. */
  readonly totalDrift: Readonly<Partial<Record<FactorName, number>>>;
}

/** Two falls of different kinds, each with its recovery: a sudden one that bonds cushion, and a slow one that they do not. */
export const episodes: readonly MarketEpisode[] = [
  {
    name: 'sudden crash',
    start: 700,
    length: 24,
    volatilityFactor: 2.2,
    totalDrift: { 'world-equity': -0.3, rates: 0.04, credit: -0.08, commodity: -0.22, dollar: 0.05, crypto: -0.45 },
  },
  {
    name: 'rebound',
    start: 724,
    length: 150,
    volatilityFactor: 1.2,
    totalDrift: { 'world-equity': 0.33, technology: 0.08, credit: 0.08, commodity: 0.15, dollar: -0.06, crypto: 0.6 },
  },
  {
    name: 'slow decline with rising interest rates',
    start: 1450,
    length: 200,
    volatilityFactor: 1.15,
    totalDrift: { 'world-equity': -0.2, technology: -0.12, rates: -0.13, credit: -0.03, dollar: 0.08, crypto: -0.9 },
  },
  {
    name: 'recovery',
    start: 1650,
    length: 300,
    volatilityFactor: 0.9,
    totalDrift: { 'world-equity': 0.2, technology: 0.12, rates: 0.02, credit: 0.03, dollar: -0.07, crypto: 0.7 },
  },
];
