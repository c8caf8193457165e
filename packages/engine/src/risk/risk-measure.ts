/** All risk measures by name. */
import { requireOneOf } from '../validate/numbers.ts';
import { averageDrawdown } from './average-drawdown.ts';
import { conditionalValueAtRisk } from './conditional-value-at-risk.ts';
import { maxDrawdown } from './max-drawdown.ts';
import { meanAbsoluteDeviation } from './mean-absolute-deviation.ts';
import type { RiskMeasureOptions } from './risk-measure-options.ts';
import { semiDeviation } from './semi-deviation.ts';
import { standardDeviation } from './standard-deviation.ts';
import { ulcerIndex } from './ulcer-index.ts';
import { valueAtRisk } from './value-at-risk.ts';
import { variance } from './variance.ts';
import { worstRealization } from './worst-realization.ts';

type Measure = (returns: ArrayLike<number>, options: RiskMeasureOptions) => number;

const measures = {
  variance,
  'standard-deviation': standardDeviation,
  'semi-deviation': semiDeviation,
  'value-at-risk': valueAtRisk,
  cvar: conditionalValueAtRisk,
  'max-drawdown': maxDrawdown,
  'average-drawdown': averageDrawdown,
  'ulcer-index': ulcerIndex,
  'mean-absolute-deviation': meanAbsoluteDeviation,
  'worst-realization': worstRealization,
} as const satisfies Record<string, Measure>;

export type RiskMeasureName = keyof typeof measures;

/** The names of the measures, in the order in which lists show them. */
export const riskMeasureNames = Object.keys(measures) as readonly RiskMeasureName[];

/**
 * The measure of that name; each is described where it is defined.
 *
 * @param returns simple returns in time order; NaN and an empty series are refused.
 * @param options those that the measure knows are used, the others ignored.
 * @returns positive for a loss, per period.
 */
export function riskMeasure(
  name: RiskMeasureName,
  returns: ArrayLike<number>,
  options: RiskMeasureOptions = {},
): number {
  const measure: Measure = measures[requireOneOf(name, riskMeasureNames, 'name')];
  return measure(returns, options);
}
