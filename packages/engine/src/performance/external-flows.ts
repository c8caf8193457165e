/** Checks of values and external flows, shared by the returns that know them. */
import { EngineError } from '../validate/engine-error.ts';
import { requireFinite } from '../validate/numbers.ts';
import { requireFiniteVector, requireLength } from '../validate/vectors.ts';

/** What came in and what went out in each period, each as a number of at least 0. */
export interface PeriodFlows {
  readonly inflows: ArrayLike<number>;
  readonly outflows: ArrayLike<number>;
}

/** Returns the flows of every period, zeros where none are given. */
export function requireFlows(flows: Partial<PeriodFlows>, length: number): PeriodFlows {
  return {
    inflows: requireAmounts(flows.inflows, length, 'inflows'),
    outflows: requireAmounts(flows.outflows, length, 'outflows'),
  };
}

function requireAmounts(amounts: ArrayLike<number> | undefined, length: number, argument: string): ArrayLike<number> {
  if (amounts === undefined) return new Float64Array(length);
  requireLength(amounts, length, argument, 'one for each value');
  requireFiniteVector(amounts, argument);
  for (let period = 0; period < length; period += 1) requireAmount(amounts[period], `${argument}[${period}]`);
  return amounts;
}

/** Returns the amount when it is at least 0: the argument says which way it goes. */
export function requireAmount(amount: number, argument: string): number {
  if (requireFinite(amount, argument) >= 0) return amount;
  throw new EngineError(
    'out-of-range',
    argument,
    `${argument} is ${amount}; expected an amount of at least 0. What goes the other way belongs to the other argument.`,
  );
}
