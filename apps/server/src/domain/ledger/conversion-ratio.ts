/** Ratios of splits, mergers and spin-offs, applied so that whole numbers of units stay whole. */
import { Money } from '../valuation/decimal-and-number.ts';

/** Digits after the point of a quantity, as in contracts: nobody could enter, and so nobody could sell, a finer one. */
export const quantityDecimals = 12;

/** Denominators above it are not what companies announce, so such a ratio is taken as written. */
const largestDenominator = 1000;
/** A ratio with fewer decimals than this is exact: 0.333 means 333 for 1000, and 0.333333333333 one for three. */
const decimalsOfTruncated = 9;

/** new / old units. */
export interface Ratio {
  readonly numerator: Money;
  readonly denominator: Money;
}

/**
 * The ratio that was meant. A third cannot be written as a decimal, so a ratio with nine or more decimals stands for the
 * fraction with the smallest denominator up to 1000 that rounds or truncates to it; 0.333333333333 is 1 for 3.
 */
export function ratioOf(text: string): Ratio {
  const written: Ratio = { numerator: new Money(text), denominator: new Money(1) };
  const decimals = text.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  if (decimals < decimalsOfTruncated) return written;
  const unit = new Money(10).pow(-decimals);
  for (let denominator = 2; denominator <= largestDenominator; denominator += 1) {
    const numerator = written.numerator.mul(denominator).round();
    const isMeant = numerator.gt(0) && numerator.div(denominator).minus(text).abs().lt(unit);
    if (isMeant) return { numerator, denominator: new Money(denominator) };
  }
  return written;
}

/** quantity × ratio, at the resolution of quantities. */
export function convertUnits(quantity: Money, { numerator, denominator }: Ratio): Money {
  return quantity.mul(numerator).div(denominator).toDecimalPlaces(quantityDecimals, Money.ROUND_HALF_EVEN);
}

/**
 * Converts the units of several lots so that the parts add up to the converted whole: three lots of 1 become 1 unit
 * together at 1 for 3, not 0.999999999999. The last lot takes the difference.
 */
export function convertLots(lots: readonly { readonly quantity: Money }[], ratio: Ratio): Money[] {
  const whole = lots.reduce((sum, { quantity }) => sum.plus(quantity), new Money(0));
  let rest = convertUnits(whole, ratio);
  return lots.map(({ quantity }, index) => {
    const units = index === lots.length - 1 ? rest : convertUnits(quantity, ratio);
    rest = rest.minus(units);
    return units;
  });
}
