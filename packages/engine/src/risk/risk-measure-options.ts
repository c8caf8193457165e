/** Options of the risk measures, with their defaults. */
import { EngineError } from '../validate/engine-error.ts';
import { describeValue } from '../validate/numbers.ts';

export interface RiskMeasureOptions {
  /** Of 'value-at-risk' and 'cvar': 0.95 (default) means a tail of 5 %. */
  readonly confidence?: number;
  /** Of the drawdown measures: returns on returns (default true), or sums of returns. */
  readonly compounded?: boolean;
  /** Of variance, standard and semi-deviation: 1 (default) divides by n − 1, 0 by n. */
  readonly ddof?: 0 | 1;
}

export const defaultConfidence = 0.95;

/** The delta degrees of freedom, 1 by default. */
export function requireDdof(ddof: 0 | 1 | undefined): 0 | 1 {
  if (ddof === undefined) return 1;
  if (ddof === 0 || ddof === 1) return ddof;
  throw new EngineError('out-of-range', 'ddof', `ddof is ${describeValue(ddof)}; expected 0 or 1.`);
}
