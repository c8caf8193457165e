/**
 * The closed list of reasons for which the engine refuses its input, a sentence each.
 *
 * Callers may map a code to a status or a translated text; a new reason gets a new code here first.
 */
export const engineErrorCodes = {
  empty: 'An argument that must hold at least one value holds none.',
  'not-finite': 'A value that must be a finite number is NaN, Infinity or not a number at all.',
  'not-an-integer': 'A count, index or seed is not a whole number.',
  'out-of-range': 'A number lies outside the range in which the formula has a meaning.',
  'unknown-name': 'A method, measure or option name is not one of the published names.',
  'length-mismatch': 'Two vectors that belong together have different lengths.',
  'shape-mismatch': 'A matrix does not have the rows or columns that the other arguments demand.',
  'not-symmetric': 'A matrix that must be symmetric is not, beyond rounding.',
  'not-positive-definite': 'A matrix that must be positive definite (or semidefinite) is not, beyond rounding.',
  'too-few-observations': 'There are fewer observations than the estimate needs.',
  'missing-value': 'A value is missing (NaN) where the method cannot leave it out.',
  'bad-date': 'A date is not an ISO date of the form YYYY-MM-DD.',
  'unordered-dates': 'Dates are not strictly ascending, or one stands there twice.',
  'bad-price': 'A price is zero, negative or infinite; a missing price is NaN.',
  'bad-return': 'A simple return is below -1, a loss of more than everything, where returns are compounded.',
  'duplicate-asset': 'An asset is named twice.',
  'unknown-asset': 'An asset is named that the table does not hold.',
  'empty-window': 'No period is left after the window and the alignment were applied.',
  'no-convergence': 'An iteration did not settle within its limit.',
} as const;

export type EngineErrorCode = keyof typeof engineErrorCodes;

/** A refused argument: which one, why (a code of the closed list), and what to do, in the message. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  readonly argument: string;

  constructor(code: EngineErrorCode, argument: string, message: string) {
    super(message);
    this.code = code;
    this.argument = argument;
  }
}
