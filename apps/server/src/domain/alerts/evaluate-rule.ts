/** Whether a rule's alert begins, goes on or ends with what was measured; pure, so that every sequence can be tried. */
import type { AlertComparison, AlertRuleState } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';

/** What was found. A value is decimal text in the unit of the measure; missing is never zero. */
export type Measurement =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'missing'; readonly reason: string };

export interface EvaluatedRule {
  readonly comparison: AlertComparison;
  readonly threshold: string;
  /** At least 0, in the unit of the measure. */
  readonly hysteresis: string;
  readonly isLimit: boolean;
}

/** What the measurement makes of the rule's alert. */
type AlertChange = 'raised' | 'still-true' | 'over' | 'none';

export interface Evaluation {
  readonly state: Exclude<AlertRuleState, 'waiting'>;
  readonly change: AlertChange;
  readonly value: string | null;
  /** Of a limit: value / threshold, as a double. */
  readonly utilisation: number | null;
  readonly reason: string | null;
}

/**
 * One step of a rule: what it is with this measurement, given whether an alert of it is open.
 *
 * Raised when `value > threshold` (below: `value < threshold`) and none is open; over when `value <= threshold - hysteresis`
 * (below: `value >= threshold + hysteresis`) and one is open; in between an open alert stays and none is raised. A missing
 * measurement changes no alert. A value on the threshold is within.
 *
 * @throws Error when the value or a bound is not a finite number: such a measurement has to be handed in as missing.
 */
export function evaluateRule(rule: EvaluatedRule, isOpen: boolean, measured: Measurement): Evaluation {
  if (measured.kind === 'missing')
    return { state: 'no-data', change: 'none', value: null, utilisation: null, reason: measured.reason };
  const value = finite(measured.value, 'value');
  const threshold = finite(rule.threshold, 'threshold');
  const hysteresis = finite(rule.hysteresis, 'hysteresis');
  const isAbove = rule.comparison === 'above';
  const isBeyond = isAbove ? value.gt(threshold) : value.lt(threshold);
  const isBack = isAbove ? value.lte(threshold.minus(hysteresis)) : value.gte(threshold.plus(hysteresis));
  return {
    state: isBeyond ? 'beyond' : 'within',
    change: isOpen ? (isBack ? 'over' : 'still-true') : isBeyond ? 'raised' : 'none',
    value: measured.value,
    utilisation: rule.isLimit ? value.div(threshold).toNumber() : null,
    reason: null,
  };
}

function finite(text: string, what: string) {
  const number = new Money(text);
  if (!number.isFinite()) throw new Error(`The ${what} of an alert rule is ${text}; a finite number was expected.`);
  return number;
}
