/** Weekdays without a calendar library: the engine has no clock and no time zone. */
import { requireIsoDate } from '../validate/dates.ts';
import { requireInteger } from '../validate/numbers.ts';

/**
 * The last `count` weekdays (Monday to Friday) up to and including a date, ascending, as ISO dates; holidays are not left out.
 *
 * @param lastDate ISO date; when it falls on a weekend the Friday before it is the last.
 */
export function weekdaysUntil(lastDate: string, count: number): string[] {
  requireIsoDate(lastDate, 'lastDate');
  requireInteger(count, 1, 'count');
  const days: string[] = [];
  for (let day = dayNumber(lastDate); days.length < count; day -= 1) if (isWeekday(day)) days.push(isoDate(day));
  return days.reverse();
}

/** Day 0 is 1970-01-01, a Thursday. */
function isWeekday(day: number): boolean {
  const sinceMonday = (((day + 3) % 7) + 7) % 7;
  return sinceMonday < 5;
}

/**
 * Days since 1970-01-01 in the proleptic Gregorian calendar.
 *
 * Years are counted from March, so that the leap day is the last of its year; 400 years ("era") have 146 097 days.
 * Reference: Hinnant, chrono-Compatible Low-Level Date Algorithms.
 */
export function dayNumber(date: string): number {
  const [year, month, day] = date.split('-').map(Number);
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The ISO date of a day number. */
export function isoDate(dayNumberValue: number): string {
  const shifted = dayNumberValue + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}
