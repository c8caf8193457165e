/** Estimates of the return that each asset will have, from the returns that it had. */
import { type Matrix, matrixColumn } from '../linalg/matrix.ts';
import { requireCompoundable } from '../returns/cumulative-returns.ts';
import { withoutMissing } from '../returns/without-missing.ts';
import { EngineError } from '../validate/engine-error.ts';
import { requireFilled } from '../validate/matrices.ts';
import { requireOneOf, requirePositive } from '../validate/numbers.ts';
import { requireFiniteVector } from '../validate/vectors.ts';
import { exponentialWeights } from './exponential-weights.ts';
import { mean } from './mean.ts';

export type ExpectedReturnsMethod = 'mean' | 'geometric' | 'exponentially-weighted';

export const expectedReturnsMethods: readonly ExpectedReturnsMethod[] = ['mean', 'geometric', 'exponentially-weighted'];

export interface ExpectedReturnsOptions {
  readonly method: ExpectedReturnsMethod;
  /** Span of the exponential weights in periods; default 500. */
  readonly span?: number;
  /** 1 (default) gives returns per period, 252 a year from trading days. */
  readonly periodsPerYear?: number;
  /** 'exponentially-weighted' only: (1 + m)^P − 1 instead of m P. Default false. */
  readonly compounded?: boolean;
}

const defaultSpan = 500;

/**
 * The expected return of each asset.
 *
 *     mean                    P Σ r / n
 *     geometric               Π (1 + r)^(P/n) − 1
 *     exponentially-weighted  P Σ w r / Σ w,  w_t = (1 − 2/(span + 1))^(T−1−t)
 *
 * @param returns T × N simple returns, row = period (oldest first), column = asset; missing returns (NaN) are left out asset by asset, n counts
 * the others.
 * @returns N numbers, per period, or per year when periodsPerYear (P) is given.
 * @throws EngineError 'too-few-observations' for an asset without any return, 'bad-return' for a geometric mean over a return below −1.
 */
export function expectedReturns(returns: Matrix, options: ExpectedReturnsOptions): Float64Array {
  requireFilled(returns, 'returns');
  const method = requireOneOf(options.method, expectedReturnsMethods, 'method');
  const periodsPerYear = requirePositive(options.periodsPerYear ?? 1, 'periodsPerYear');
  const weights = exponentialWeights(returns.rows, options.span ?? defaultSpan);
  const expected = new Float64Array(returns.columns);
  for (let asset = 0; asset < returns.columns; asset += 1) {
    const column = matrixColumn(returns, asset);
    const observed = observedReturns(column, asset);
    if (method === 'mean') expected[asset] = mean(observed) * periodsPerYear;
    else if (method === 'geometric') expected[asset] = geometricMean(observed, periodsPerYear);
    else {
      const weighted = weightedMean(column, weights);
      expected[asset] = options.compounded === true ? (1 + weighted) ** periodsPerYear - 1 : weighted * periodsPerYear;
    }
  }
  return expected;
}

function observedReturns(column: Float64Array, asset: number): Float64Array {
  const observed = withoutMissing(column);
  if (observed.length > 0) return requireFiniteVector(observed, `column ${asset} of returns`);
  throw new EngineError(
    'too-few-observations',
    'returns',
    `Column ${asset} of returns has no return at all; leave the asset out or choose another window.`,
  );
}

/** Π (1 + r)^(P/n) − 1. */
function geometricMean(observed: Float64Array, periodsPerYear: number): number {
  requireCompoundable(observed);
  let growth = 1;
  for (const value of observed) growth *= 1 + value;
  return growth ** (periodsPerYear / observed.length) - 1;
}

/** Σ w r / Σ w over the returns that are not missing. */
function weightedMean(column: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let period = 0; period < column.length; period += 1) {
    if (Number.isNaN(column[period])) continue;
    sum += weights[period] * column[period];
    total += weights[period];
  }
  return sum / total;
}
