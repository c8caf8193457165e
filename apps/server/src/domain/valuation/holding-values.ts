/** Values of holdings in one currency, and the weights that follow from them. */
import { Money, numberFromDecimal } from './decimal-and-number.ts';

export interface HoldingToValue {
  /** Number of units held; negative for a short position. */
  readonly quantity: string;
  /** Price of a unit in the currency of the asset. */
  readonly close: string;
  /** Price of one unit of that currency in the currency of the portfolio. */
  readonly rate: string;
}

export interface HoldingValues {
  /** Rounded to `valueDecimals`, half to even, in the order of the holdings. */
  readonly values: readonly string[];
  /** The sum of the rounded values, so that a table adds up. */
  readonly total: string;
  /** Unrounded value over unrounded total; null when the total is not positive, because there is no share of nothing. */
  readonly weights: readonly number[] | null;
}

/** Digits after the point of a value: cents. */
export const valueDecimals = 2;

/** value_i = quantity_i × close_i × rate_i; weight_i = value_i / Σ value. Computed in decimals. */
export function valueHoldings(holdings: readonly HoldingToValue[]): HoldingValues {
  const exact = holdings.map(({ quantity, close, rate }) => new Money(quantity).mul(close).mul(rate));
  const values = exact.map((value) => value.toFixed(valueDecimals));
  const total = values.reduce((sum, value) => sum.plus(value), new Money(0)).toFixed(valueDecimals);
  const exactTotal = exact.reduce((sum, value) => sum.plus(value), new Money(0));
  const weights = exactTotal.gt(0) ? exact.map((value) => numberFromDecimal(value.div(exactTotal).toString())) : null;
  return { values, total, weights };
}

/** An amount of money that is a share of another: the loss in currency that belongs to a return. */
export function shareOfValue(total: string, share: number): string {
  return new Money(total).mul(share).toFixed(valueDecimals);
}
