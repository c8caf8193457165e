/** What turns numbers per period into numbers per year. */
import { requireFinite, requirePositive } from '../validate/numbers.ts';

export interface AnnualOptions {
  /** 252 for trading days, 12 for months, 365 for crypto. */
  readonly periodsPerYear: number;
  /** Risk-free return a year, 0.02 = 2 %; default 0. A period earns the riskFreeAnnual / periodsPerYear part of it. */
  readonly riskFreeAnnual?: number;
}

/** The options with defaults, checked. */
export function requireAnnualOptions(options: AnnualOptions): { periodsPerYear: number; riskFreeAnnual: number } {
  return {
    periodsPerYear: requirePositive(options.periodsPerYear, 'periodsPerYear'),
    riskFreeAnnual: requireFinite(options.riskFreeAnnual ?? 0, 'riskFreeAnnual'),
  };
}
