import { dayNumber } from '../simulate/trading-days.ts';
import { requireIsoDate } from '../validate/dates.ts';
import { requireFinite } from '../validate/numbers.ts';
import { requireNonEmpty } from '../validate/vectors.ts';
import { daysPerYear } from './annualised-return.ts';
import { type Discounted, findDiscountRoots, relativeResidual } from './discount-roots.ts';

/** Money as the investor sees it: negative when paid in, positive when received. What is still held counts as received. */
export interface DatedAmount {
  readonly date: string;
  readonly amount: number;
}

/** `solved`: exactly one rate solves the equation. `no-root`: none does. `multiple-roots`: several do, and none is the answer.
 * `undecided`: the equation touches zero so closely that doubles cannot tell. */
export type MoneyWeightedStatus = 'solved' | 'no-root' | 'multiple-roots' | 'undecided';

export interface SolvedMoneyWeightedReturn {
  readonly status: 'solved';
  /** r of the equation: effective, per year of 365 days. Infinity where a few days grew beyond doubles; see `total`. */
  readonly rate: number;
  /** The same rate over the days from the first amount to the last: (1 + r)^(days / 365) − 1. */
  readonly total: number;
  /** `rate` for 365 days or more; null for less, which is not annualised: show `total`. */
  readonly annual: number | null;
  readonly days: number;
  /** |Σ discounted amounts| / Σ |discounted amounts| at the rate. */
  readonly residual: number;
}

export interface UnsolvedMoneyWeightedReturn {
  readonly status: Exclude<MoneyWeightedStatus, 'solved'>;
  /** A sentence for people. */
  readonly reason: string;
  /** The rates that solve the equation, ascending (Infinity beyond doubles); only those of `multiple-roots`. */
  readonly rates: readonly number[];
}

export type MoneyWeightedReturn = SolvedMoneyWeightedReturn | UnsolvedMoneyWeightedReturn;

/** Largest relative residual of an answer. */
export const residualMax = 1e-10;

/**
 * Money-weighted return (internal rate of return, XIRR): the constant rate at which all amounts cancel out.
 *
 *     Σ c_i / (1 + r)^{(d_i − d_0) / 365} = 0,   r > −1
 *
 * Every root is found, not the one nearest to a guess: with y = ln(1 + r) the sum is one of exponentials, whose roots are
 * isolated by bounds (see discount-roots.ts) and refined by Newton's method inside their bracket. Several roots, or none, are
 * answered as such: there is no money-weighted return then.
 *
 * @param amounts in any order of dates, several on one date allowed; NaN, infinite amounts and bad dates are refused, and so is
 * an empty list. Zeros count only for the days they span. Amounts on one date alone have no root.
 *
 * References: Microsoft, XIRR function (day count and sign); Norstrøm (1972) on uniqueness; GIPS for Firms (2020), section 2.A.
 */
export function moneyWeightedReturn(amounts: readonly DatedAmount[]): MoneyWeightedReturn {
  requireNonEmpty(amounts, 'amounts');
  const { discounted, days } = mergeDates(amounts);
  const refusal = withoutRoot(discounted, days);
  if (refusal !== null) return { status: 'no-root', reason: refusal, rates: [] };
  // y ≥ 0 discounts from the first date, y < 0 from the last, so that no exponent is above zero.
  const gaining = findDiscountRoots(discounted);
  const losing = findDiscountRoots(reversed(discounted));
  const roots = [...losing.roots.filter((y) => y > 0).map((y) => -y), ...gaining.roots].toSorted((a, b) => a - b);
  const rates = roots.map(Math.expm1);
  if (!gaining.isComplete || !losing.isComplete)
    return { status: 'undecided', reason: 'the rates that solve the equation cannot be told apart', rates: [] };
  if (roots.length > 1)
    return {
      status: 'multiple-roots',
      reason: `${roots.length} rates solve the equation, so none is the return`,
      rates,
    };
  if (roots.length === 0)
    return { status: 'no-root', reason: 'no rate solves the equation: the amounts never cancel out', rates };
  return describeRoot(roots[0], discounted, days);
}

function describeRoot(y: number, discounted: Discounted, days: number): MoneyWeightedReturn {
  const residual = y < 0 ? relativeResidual(reversed(discounted), -y) : relativeResidual(discounted, y);
  const rate = Math.expm1(y);
  if (!(residual <= residualMax))
    return { status: 'undecided', reason: `the equation is met to ${residual} only`, rates: [] };
  const total = Math.expm1((y * days) / daysPerYear);
  return { status: 'solved', rate, total, annual: days < daysPerYear ? null : rate, days, residual };
}

/** Sums by date, with times in years of 365 days since the first. Dates whose amounts cancel out stay out. */
function mergeDates(amounts: readonly DatedAmount[]): { discounted: Discounted; days: number } {
  const byDay = new Map<number, number>();
  for (const [index, { date, amount }] of amounts.entries()) {
    const day = dayNumber(requireIsoDate(date, `amounts[${index}].date`));
    byDay.set(day, (byDay.get(day) ?? 0) + requireFinite(amount, `amounts[${index}].amount`));
  }
  const allDays = [...byDay.keys()].sort((a, b) => a - b);
  const kept = allDays.filter((day) => byDay.get(day) !== 0);
  const first = kept[0] ?? allDays[0];
  return {
    discounted: {
      amounts: Float64Array.from(kept, (day) => byDay.get(day)!),
      times: Float64Array.from(kept, (day) => (day - first) / daysPerYear),
    },
    days: allDays[allDays.length - 1] - allDays[0],
  };
}

/** Why there is certainly no root, or null. */
function withoutRoot({ amounts }: Discounted, days: number): string | null {
  if (days === 0) return 'all amounts are on one date, so no time passes in which they could earn';
  if (amounts.every((amount) => amount < 0)) return 'money was paid in and nothing came back';
  if (amounts.every((amount) => amount > 0)) return 'money came back and nothing was paid in';
  return null;
}

/** The same amounts seen from the last date backwards. */
function reversed({ amounts, times }: Discounted): Discounted {
  const last = times[times.length - 1];
  return { amounts: amounts.toReversed(), times: times.toReversed().map((time) => last - time) };
}
