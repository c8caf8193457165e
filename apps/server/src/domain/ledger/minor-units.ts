/**
 * Codes by which exchanges quote hundredths of a currency: a price of 250 GBp is 2.50 GBP.
 *
 * Importers and adapters normalise at the edge, so that nothing behind them ever sees such a code. The spelling matters:
 * `GBp` is pence and `GBP` pounds, so codes are never folded to one case. None of the capital spellings below is a currency of
 * ISO 4217.
 */
import { Money } from '../valuation/decimal-and-number.ts';

/** Code as written → the currency of which it is the hundredth. */
const hundredths: ReadonlyMap<string, string> = new Map([
  // London: pence (Yahoo, Bloomberg; GBX: London Stock Exchange, Refinitiv).
  ['GBp', 'GBP'],
  ['GBX', 'GBP'],
  ['GBx', 'GBP'],
  // Johannesburg: cents.
  ['ZAc', 'ZAR'],
  ['ZAC', 'ZAR'],
  // Tel Aviv: agorot (ILA: Yahoo; ILX: some brokers).
  ['ILA', 'ILS'],
  ['ILa', 'ILS'],
  ['ILX', 'ILS'],
]);

export interface NormalisedAmount {
  /** The major currency, or the code as it was given where it is no minor unit. */
  readonly currency: string;
  /** Exact decimal, without an exponent. */
  readonly amount: string;
  /** Whether the amount was divided. */
  readonly isMinorUnit: boolean;
}

/**
 * The amount in the major currency: amount / 100 for a minor unit, unchanged for everything else.
 *
 * @param amount a decimal as text; anything else is refused, because a price that cannot be read is missing and not 0.
 */
export function normaliseMinorUnit(code: string, amount: string): NormalisedAmount {
  if (!/^-?\d+(\.\d+)?$/.test(amount))
    throw new RangeError(`amount is ${JSON.stringify(amount)}; expected a decimal such as "250.5"`);
  const currency = hundredths.get(code.trim());
  if (currency === undefined) return { currency: code.trim(), amount, isMinorUnit: false };
  return { currency, amount: new Money(amount).div(100).toFixed(), isMinorUnit: true };
}
