/** Where an axis of dates has its ticks, and what they say: the beginnings of years, quarters or months, never a mix of odd ones. */
import { formatMonth } from './format/numbers.ts';

/** Steps in months that people count in. */
const steps = [1, 3, 6, 12, 24, 60, 120];

/** First days of months between two ISO dates, at most `countMax`; none when the dates are missing or within one month. */
export function dateTicks(from: string | undefined, to: string | undefined, countMax: number): string[] {
  if (from === undefined || to === undefined || !(from < to)) return [];
  for (const step of steps) {
    const ticks = multiplesOf(step, monthOf(from), monthOf(to)).map(firstDay);
    const inside = ticks.filter((tick) => tick >= from && tick <= to);
    if (inside.length <= countMax) return inside;
  }
  return [];
}

/** January says its year, the others their month; the first one says both, so that no year has to be guessed. */
export function dateTickText(tick: string, isFirst: boolean): string {
  const month = formatMonth(tick);
  if (tick.slice(5, 7) === '01') return tick.slice(0, 4);
  return isFirst ? month : month.slice(0, 3);
}

/** Months since the year nought. */
function monthOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function firstDay(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

function multiplesOf(step: number, from: number, to: number): number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, index) => (first + index) * step);
}
