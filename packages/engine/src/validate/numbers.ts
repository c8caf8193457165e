/** Checks of single numbers; each returns its argument, so that it can stand where the value is used. */
import { EngineError } from './engine-error.ts';

/** Writes a value for a message: numbers as they are, everything else by its type. */
export function describeValue(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}

/** Returns the number when it is finite. */
export function requireFinite(value: number, argument: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new EngineError('not-finite', argument, `${argument} is ${describeValue(value)}; expected a finite number.`);
}

/** Returns the number when it is a number or ±Infinity, but not NaN. */
export function requireNotNaN(value: number, argument: string): number {
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new EngineError('not-finite', argument, `${argument} is ${describeValue(value)}; expected a number.`);
}

/** Returns the number when it is finite and greater than zero. */
export function requirePositive(value: number, argument: string): number {
  requireFinite(value, argument);
  if (value > 0) return value;
  throw new EngineError('out-of-range', argument, `${argument} is ${value}; expected a number greater than 0.`);
}

/** Returns the number when minimum ≤ value ≤ maximum; either limit may be infinite. */
export function requireInRange(value: number, minimum: number, maximum: number, argument: string): number {
  requireFinite(value, argument);
  if (value >= minimum && value <= maximum) return value;
  const expected = maximum === Number.POSITIVE_INFINITY ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new EngineError('out-of-range', argument, `${argument} is ${value}; expected a number ${expected}.`);
}

/** Returns the integer when minimum ≤ value ≤ maximum. */
export function requireInteger(
  value: number,
  minimum: number,
  argument: string,
  maximum: number = Number.POSITIVE_INFINITY,
): number {
  requireFinite(value, argument);
  if (!Number.isInteger(value)) {
    throw new EngineError('not-an-integer', argument, `${argument} is ${value}; expected a whole number.`);
  }
  return requireInRange(value, minimum, maximum, argument);
}

/** Returns the confidence level when it lies strictly between 0 and 1 (0.95 means a tail of 5 %). */
export function requireConfidence(value: number, argument = 'confidence'): number {
  requireFinite(value, argument);
  if (value > 0 && value < 1) return value;
  const remedy = value > 1 && value < 100 ? ` Write ${value / 100} for ${value} %.` : '';
  throw new EngineError(
    'out-of-range',
    argument,
    `${argument} is ${value}; expected a number strictly between 0 and 1, such as 0.95.${remedy}`,
  );
}

/** Returns the name when it is one of the published names. */
export function requireOneOf<Name extends string>(value: string, names: readonly Name[], argument: string): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw new EngineError(
    'unknown-name',
    argument,
    `${argument} is ${describeValue(value)}; expected one of: ${names.join(', ')}.`,
  );
}
