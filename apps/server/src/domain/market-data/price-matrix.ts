/** Prices of several assets on common dates and in one currency: what the engine takes. */
import type { Conversion } from '../valuation/exchange-rates.ts';
import { isWeekend } from './calendar.ts';
import { guessFrequency } from './frequency.ts';
import { findDay, type PriceColumn } from './price-columns.ts';

export interface ConvertedColumn {
  readonly column: PriceColumn;
  readonly conversion: Conversion;
}

/**
 * The dates on which any of the assets has a price, from one day to another, inclusive.
 *
 * Where one asset of daily prices is traded on weekdays only and another every day, weekends are left out: they are no gaps
 * of the first, and the return of the second from Friday to Monday is a return over one trading day of the portfolio.
 */
export function buildCalendar(columns: readonly PriceColumn[], fromDay: number, toDay: number): Int32Array {
  const calendar = daysOfAny(columns, fromDay, toDay);
  const weekdaysOnly = guessFrequency(calendar).frequency === 'daily' && !columns.every(isTradedOnWeekends);
  return weekdaysOnly ? calendar.filter((day) => !isWeekend(day)) : calendar;
}

/** One mark a day: thousands of assets share most of their dates. */
function daysOfAny(columns: readonly PriceColumn[], fromDay: number, toDay: number): Int32Array {
  const filled = columns.filter(({ days }) => days.length > 0);
  const first = Math.max(fromDay, Math.min(...filled.map(({ days }) => days[0]!)));
  const last = Math.min(toDay, Math.max(...filled.map(({ days }) => days.at(-1)!)));
  if (!(last >= first)) return new Int32Array(0);
  const marks = new Uint8Array(last - first + 1);
  for (const { days } of filled) for (const day of days) if (day >= first && day <= last) marks[day - first] = 1;
  const calendar = new Int32Array(marks.length);
  let count = 0;
  for (let offset = 0; offset < marks.length; offset += 1) if (marks[offset] === 1) calendar[count++] = first + offset;
  return calendar.slice(0, count);
}

function isTradedOnWeekends(column: PriceColumn): boolean {
  return column.days.some(isWeekend);
}

/**
 * Prices in the currency of the portfolio, row = date of the calendar, column = asset; NaN where the asset has no price or
 * its currency no rate on that date. For returns: closes are adjusted for splits and dividends where that is known.
 */
export function buildPriceMatrix(calendar: Int32Array, columns: readonly ConvertedColumn[]): Float64Array {
  const prices = new Float64Array(calendar.length * columns.length).fill(Number.NaN);
  for (const [index, { column, conversion }] of columns.entries()) {
    const closes = column.returnCloses ?? column.closes;
    let position = 0;
    for (let row = 0; row < calendar.length; row += 1) {
      const day = calendar[row]!;
      while (position < column.days.length && column.days[position]! < day) position += 1;
      if (position === column.days.length) break;
      if (column.days[position] === day) {
        prices[row * columns.length + index] = closes[position]! * conversion.numberOn(day);
      }
    }
  }
  return prices;
}

/** The last day on which every asset has a price in the currency of the portfolio, or null when there is none. */
export function findLastCommonDay(columns: readonly ConvertedColumn[], notAfter: number): number | null {
  const [first, ...others] = columns.toSorted((one, other) => one.column.days.length - other.column.days.length);
  if (first === undefined) return null;
  for (let index = first.column.days.length - 1; index >= 0; index -= 1) {
    const day = first.column.days[index]!;
    if (day > notAfter || first.conversion.decimalOn(day) === null) continue;
    if (others.every(({ column, conversion }) => findDay(column, day) >= 0 && conversion.decimalOn(day) !== null)) {
      return day;
    }
  }
  return null;
}
