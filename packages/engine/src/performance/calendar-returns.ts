import { requireAscendingDates } from '../validate/dates.ts';
import { EngineError } from '../validate/engine-error.ts';
import { requireFinite } from '../validate/numbers.ts';
import { requireLength } from '../validate/vectors.ts';

export interface CalendarYear {
  readonly year: number;
  /** The dates whose values the year's return compares: the last of the year before, where known, and the last of the year. */
  readonly from: string;
  readonly to: string;
  /** Compounded over the year; null when no period of it has a return. */
  readonly total: number | null;
  /** January first; null where no period ends in the month or none has a return. */
  readonly months: readonly (number | null)[];
}

/**
 * Returns by calendar year and month: Π (1 + r) − 1 over the periods that end in it.
 *
 * @param dates T ascending ISO dates; return t − 1 goes from date t − 1 to date t and belongs to the month of date t.
 * @param returns T − 1 simple returns; NaN marks a period without capital and is left out. Infinite ones and those below −1,
 * which have no compounded continuation, are refused.
 * @returns every year from the first return to the last, oldest first. The first and last may be partial: see `from` and `to`.
 */
export function calendarReturns(dates: readonly string[], returns: ArrayLike<number>): CalendarYear[] {
  requireAscendingDates(dates, 'dates');
  requireLength(returns, Math.max(0, dates.length - 1), 'returns', 'one less than there are dates');
  const years = new Map<number, { from: string; to: string; growth: (number | null)[] }>();
  for (let period = 1; period < dates.length; period += 1) {
    const [year, month] = dates[period].split('-').map(Number);
    const row = years.get(year) ?? { from: dates[period - 1], to: dates[period], growth: Array(12).fill(null) };
    years.set(year, row);
    row.to = dates[period];
    const value = requireReturn(returns[period - 1], period - 1);
    if (!Number.isNaN(value)) row.growth[month - 1] = (row.growth[month - 1] ?? 1) * (1 + value);
  }
  return Array.from(years, ([year, { from, to, growth }]) => {
    const known = growth.filter((factor) => factor !== null);
    const total = known.length === 0 ? null : known.reduce((product, factor) => product * factor, 1) - 1;
    return { year, from, to, total, months: growth.map((factor) => (factor === null ? null : factor - 1)) };
  });
}

function requireReturn(value: number, index: number): number {
  const argument = `returns[${index}]`;
  if (Number.isNaN(value) || requireFinite(value, argument) >= -1) return value;
  throw new EngineError(
    'bad-return',
    argument,
    `${argument} is ${value}, a loss of more than everything; it cannot be compounded with others.`,
  );
}
