/** What a portfolio is worth at this moment, and what the day made of it so far. In decimals. */
import type { LivePortfolio } from '@riskoptimizer/contracts';
import { Money, numberFromDecimal } from '../valuation/decimal-and-number.ts';
import { valueDecimals } from '../valuation/holding-values.ts';

/** A holding with what its value was found with at the last closes. */
export interface LivePosition {
  readonly assetId: string;
  /** Of a portfolio by weight, and null otherwise. */
  readonly weight: number | null;
  /** Units held, negative for a short position; null in a portfolio by weight. */
  readonly quantity: string | null;
  /** Close on the date of the valuation, in the currency of the asset; null in a portfolio by weight. */
  readonly close: string | null;
  /** Of the currency of the asset in the base currency, on that date; null in a portfolio by weight. */
  readonly rate: string | null;
  /** Whether anybody quotes the asset. */
  readonly isQuoted: boolean;
}

export interface LivePrice {
  readonly price: string;
  readonly previousClose: string | null;
}

export type LiveValue = Pick<LivePortfolio, 'value' | 'intradayResult' | 'intradayReturn' | 'gaps'>;

/**
 * value = Σ quantity · price · rate, each rounded to cents as a table of holdings shows it; a holding without a price of this
 * moment counts at its close and is named as a gap. Result of the day = Σ quantity · (price − previous close) · rate over
 * those that have one, rounded to cents; return = result / (value − result), or Σ weight · (price / previous close − 1) of a
 * portfolio by weight.
 *
 * @param positions of one portfolio: all by quantity, or all by weight.
 * @param priceOf the price of this moment; null when there is none.
 * @param closeDate of the closes and rates; null in a portfolio by weight.
 */
export function liveValue(
  positions: readonly LivePosition[],
  priceOf: (assetId: string) => LivePrice | null,
  closeDate: string | null,
): LiveValue {
  const priced = positions.map((position) => ({ position, quote: priceOf(position.assetId) }));
  const gaps = priced
    .filter(({ quote }) => quote === null)
    .map(({ position: { assetId, isQuoted } }) => ({
      assetId,
      reason: isQuoted ? ('no-quote-yet' as const) : ('no-live-source' as const),
      closeDate,
    }));
  if (positions.every(({ quantity }) => quantity === null))
    return { value: null, intradayResult: null, intradayReturn: returnByWeight(priced), gaps };
  let value = new Money(0);
  let result = new Money(0);
  for (const { position, quote } of priced) {
    const units = new Money(position.quantity!).mul(position.rate!);
    value = value.plus(units.mul(quote?.price ?? position.close!).toDecimalPlaces(valueDecimals));
    if (quote !== null)
      result = result.plus(units.mul(new Money(quote.price).minus(quote.previousClose ?? quote.price)));
  }
  const before = value.minus(result);
  return {
    value: value.toFixed(valueDecimals),
    intradayResult: result.toFixed(valueDecimals),
    intradayReturn: before.gt(0) ? numberFromDecimal(result.div(before).toString()) : null,
    gaps,
  };
}

interface Priced {
  readonly position: LivePosition;
  readonly quote: LivePrice | null;
}

/** Null while nothing of it has a price: no change that is known is not a change of nothing. */
function returnByWeight(priced: readonly Priced[]): number | null {
  const known = priced.filter(({ quote }) => quote?.previousClose != null);
  if (known.length === 0) return null;
  return known.reduce((sum, { position: { weight }, quote }) => {
    const change = numberFromDecimal(new Money(quote!.price).div(quote!.previousClose!).minus(1).toString());
    return sum + (weight ?? 0) * change;
  }, 0);
}
