/**
 * Where money meets floating point, and nowhere else.
 *
 * Prices, quantities, exchange rates and values are decimals: strings in contracts, NUMERIC in PostgreSQL. Returns and
 * weights are dimensionless doubles. A return is a ratio of two prices, so a price becomes a double here, once, on its way
 * into the engine; a value is computed in decimals and becomes a double only as a share of the whole.
 */
import { Decimal } from 'decimal.js';

/** 60 digits hold any product of quantity, price and rate exactly; nothing is ever written with an exponent. */
export const Money = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -400, toExpPos: 400 });
export type Money = Decimal;

/** The double nearest to a decimal. */
export function numberFromDecimal(text: string): number {
  return Number(text);
}

/** The doubles nearest to decimals, in their order. */
export function numbersFromDecimals(texts: readonly string[]): Float64Array {
  return Float64Array.from(texts, Number);
}

/** The shortest decimal that reads back as the same double, without an exponent: 1e-7 is "0.0000001". */
export function decimalFromNumber(value: number): string {
  const text = String(value);
  return text.includes('e') ? new Money(text).toFixed() : text;
}
