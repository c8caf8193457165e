import { requireOneOf } from '../validate/numbers.ts';
import { requireFiniteVector, requireObservations } from '../validate/vectors.ts';
import { type PeriodFlows, requireFlows } from './external-flows.ts';

/**
 * When within a period its flows are taken to happen.
 *
 * `differentiated` (default): inflows at its start, outflows at its end. Money works from the moment it is there until it goes,
 * and an unlevered long-only portfolio cannot lose more than everything. `start`: all flows at the start. `end`: all at the
 * end; a loss on money that came in during the period then counts against the old capital alone and can pass −100 %.
 */
export const flowTimings = ['differentiated', 'start', 'end'] as const;
export type FlowTiming = (typeof flowTimings)[number];

export interface TimeWeightedReturnInput extends Partial<PeriodFlows> {
  /** T ≥ 2 values at the ends of periods, oldest first, each after the flows of its period. */
  readonly values: ArrayLike<number>;
  readonly timing?: FlowTiming;
}

export interface TimeWeightedReturn {
  /** T − 1 returns, [t − 1] from value t − 1 to value t; NaN without capital and where undefined. */
  readonly returns: Float64Array;
  /** Π (1 + r) − 1 over the periods with capital; NaN when a period is undefined or none has capital. */
  readonly total: number;
  /** Indices into `returns` of periods without any capital: they are left out, nothing was invested. */
  readonly emptyPeriods: readonly number[];
  /** Indices into `returns` of periods that end with value but have no positive capital to relate it to. */
  readonly undefinedPeriods: readonly number[];
}

/**
 * Time-weighted return: the growth of one unit that was invested throughout, whatever came in and went out.
 *
 *     differentiated: 1 + r_t = (V_t + out_t) / (V_{t−1} + in_t)
 *     start:          1 + r_t = V_t / (V_{t−1} + in_t − out_t)
 *     end:            1 + r_t = (V_t − in_t + out_t) / V_{t−1}
 *     total = Π (1 + r_t) − 1
 *
 * It is exact (a "true" time-weighted return) when every period holds at most the flows at its stated moment, as with daily
 * values. Flows of index 0 are in the first value already and are ignored. Flows are amounts of at least 0; a missing value or
 * flow (NaN) is refused: choose a window without gaps. Values that never change give 0.
 *
 * References: CFA Institute, Global Investment Performance Standards (GIPS) for Firms (2020), section 2.A; Bacon, Practical
 * Portfolio Performance Measurement and Attribution, 2nd ed. (2008), ch. 2 (timing of cash flows).
 */
export function timeWeightedReturn(input: TimeWeightedReturnInput): TimeWeightedReturn {
  const { values, timing = 'differentiated' } = input;
  requireObservations(requireFiniteVector(values, 'values'), 2, 'values');
  requireOneOf(timing, flowTimings, 'timing');
  const flows = requireFlows(input, values.length);
  const returns = new Float64Array(values.length - 1);
  const emptyPeriods: number[] = [];
  const undefinedPeriods: number[] = [];
  let growth = 1;
  for (let period = 1; period < values.length; period += 1) {
    const { capital, outcome } = relatedValues(values, flows, period, timing);
    const isDefined = capital > 0;
    returns[period - 1] = isDefined ? outcome / capital - 1 : Number.NaN;
    if (isDefined) growth *= outcome / capital;
    else if (capital === 0 && outcome === 0) emptyPeriods.push(period - 1);
    else undefinedPeriods.push(period - 1);
  }
  const isKnown = undefinedPeriods.length === 0 && emptyPeriods.length < returns.length;
  return { returns, total: isKnown ? growth - 1 : Number.NaN, emptyPeriods, undefinedPeriods };
}

/** What worked during a period, and what became of it. */
function relatedValues(
  values: ArrayLike<number>,
  { inflows, outflows }: PeriodFlows,
  period: number,
  timing: FlowTiming,
): { capital: number; outcome: number } {
  const [before, after, inflow, outflow] = [values[period - 1], values[period], inflows[period], outflows[period]];
  switch (timing) {
    case 'differentiated':
      return { capital: before + inflow, outcome: after + outflow };
    case 'start':
      return { capital: before + inflow - outflow, outcome: after };
    case 'end':
      return { capital: before, outcome: after - inflow + outflow };
  }
}
