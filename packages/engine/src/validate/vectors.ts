/** Checks of vectors; each returns its argument, so that it can stand where the vector is used. */

import { EngineError } from './engine-error.ts';
import { describeValue } from './numbers.ts';

/** Returns the vector when it has at least one element. */
export function requireNonEmpty<Vector extends ArrayLike<unknown>>(vector: Vector, argument: string): Vector {
  if (vector.length > 0) return vector;
  throw new EngineError('empty', argument, `${argument} is empty; expected at least one value.`);
}

/** Returns the vector when it has exactly `length` elements; `reason` says where the length comes from. */
export function requireLength<Vector extends ArrayLike<unknown>>(
  vector: Vector,
  length: number,
  argument: string,
  reason: string,
): Vector {
  if (vector.length === length) return vector;
  throw new EngineError(
    'length-mismatch',
    argument,
    `${argument} has ${vector.length} values; expected ${length}, ${reason}.`,
  );
}

/** Returns the vector when it is not empty and every element is a finite number. */
export function requireFiniteVector<Vector extends ArrayLike<number>>(vector: Vector, argument: string): Vector {
  requireNonEmpty(vector, argument);
  for (let index = 0; index < vector.length; index += 1) {
    if (!Number.isFinite(vector[index])) {
      throw new EngineError(
        'not-finite',
        argument,
        `${argument}[${index}] is ${describeValue(vector[index])}; expected a finite number. Leave missing values out or choose another window.`,
      );
    }
  }
  return vector;
}

/** Returns the vector when it has at least `minimum` elements. */
export function requireObservations<Vector extends ArrayLike<number>>(
  vector: Vector,
  minimum: number,
  argument: string,
): Vector {
  if (vector.length >= minimum) return vector;
  throw new EngineError(
    'too-few-observations',
    argument,
    `${argument} has ${vector.length} observation${vector.length === 1 ? '' : 's'}; expected at least ${minimum}. Choose a longer window.`,
  );
}

/**
 * Returns a series of returns when it has at least `minimum` values and all of them are finite.
 *
 * NaN marks a missing return and is refused rather than skipped: a measure of an incomplete series looks like one of a complete series.
 */
export function requireReturns<Vector extends ArrayLike<number>>(
  returns: Vector,
  minimum = 1,
  argument = 'returns',
): Vector {
  requireNonEmpty(returns, argument);
  for (let index = 0; index < returns.length; index += 1) {
    if (Number.isNaN(returns[index])) {
      throw new EngineError(
        'missing-value',
        argument,
        `${argument}[${index}] is missing (NaN). Choose a window without gaps, or leave missing returns out on purpose with withoutMissing().`,
      );
    }
  }
  requireFiniteVector(returns, argument);
  return requireObservations(returns, minimum, argument);
}
