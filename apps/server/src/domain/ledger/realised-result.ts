/** The result of a closing: proceeds less cost, in the currency of the closing transaction. */
import { Money } from '../valuation/decimal-and-number.ts';
import { knownOrNull } from './known-or-null.ts';
import type { LotTaken, RateOn, RealisedResult } from './ledger-types.ts';
import type { OpenLot } from './position.ts';

export interface Closing {
  readonly transactionId: string;
  readonly kind: RealisedResult['kind'];
  readonly date: string;
  readonly account: string;
  readonly assetId: string;
  readonly currency: string;
  /** What the closing itself brought in (a long position) or cost (a short one), fee and tax included; never negative
   * but for costs above the proceeds. */
  readonly amount: Money;
  /** The parts of lots that were closed, as taken. */
  readonly lots: readonly OpenLot[];
}

/**
 * long: result = amount − Σ cost of the lots. short: result = Σ what the lots brought in − amount.
 *
 * The cost of a lot in another currency is converted at the rate of the day on which the lot was opened, so the result holds
 * what the currency did as well. Without that rate, or where a cost is not known, the result is null with the reason.
 */
export function realiseResult(closing: Closing, rateOn: RateOn | undefined): RealisedResult {
  const { lots, amount, currency, date } = closing;
  const isShort = lots.some(({ quantity }) => quantity.isNegative());
  let quantity = new Money(0);
  let opening = new Money(0);
  let reason: string | null = null;
  for (const lot of lots) {
    const converted = convertCost(lot, currency, rateOn);
    reason ??= converted.reason;
    opening = opening.plus(converted.cost);
    quantity = quantity.plus(lot.quantity.abs());
  }
  const [proceeds, cost] = isShort ? [opening, amount] : [amount, opening];
  return {
    transactionId: closing.transactionId,
    kind: closing.kind,
    direction: isShort ? 'short' : 'long',
    date,
    account: closing.account,
    assetId: closing.assetId,
    quantity,
    currency,
    proceeds: knownOrNull(proceeds),
    cost: knownOrNull(cost),
    result: knownOrNull(proceeds.minus(cost)),
    reason,
    lots: lots.map((lot) => describeLot(lot, date)),
  };
}

/** What opening the lot cost or brought in, without its sign, in another currency. */
function convertCost(
  lot: OpenLot,
  currency: string,
  rateOn: RateOn | undefined,
): { cost: Money; reason: string | null } {
  const cost = openingAmount(lot);
  if (cost.isNaN())
    return { cost, reason: `the cost of the lot of ${lot.date} (transaction ${lot.transactionId}) is not known` };
  if (lot.currency === currency) return { cost, reason: null };
  const found = rateOn?.(lot.currency, currency, lot.date) ?? null;
  if (found !== null) return { cost: cost.mul(found.rate), reason: null };
  const reason = `the lot of ${lot.date} was opened in ${lot.currency}, and there is no rate from ${lot.currency} to ${currency} on that date`;
  return { cost: new Money(Number.NaN), reason };
}

function describeLot(lot: OpenLot, closed: string): LotTaken {
  return {
    transactionId: lot.transactionId,
    date: lot.date,
    quantity: lot.quantity.abs(),
    amount: knownOrNull(openingAmount(lot)),
    currency: lot.currency,
    holdingDays: daysBetween(lot.date, closed),
  };
}

/** Costs are signed like quantities; what was paid or received is not. */
const openingAmount = ({ quantity, cost }: OpenLot): Money => (quantity.isNegative() ? cost.neg() : cost);

const millisecondsPerDay = 86_400_000;

/** Calendar days from one ISO date to a later one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / millisecondsPerDay);
}
