/** Checks of ISO dates; dates are compared as text, which orders them rightly as long as they have the form YYYY-MM-DD. */
import { EngineError } from './engine-error.ts';
import { describeValue } from './numbers.ts';

const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a text is a date of the form YYYY-MM-DD that the calendar has. */
export function isIsoDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth[month - 1]) return false;
  return month !== 2 || day < 29 || isLeapYear(year);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Returns the text when it is an ISO date. */
export function requireIsoDate(text: string, argument: string): string {
  if (typeof text === 'string' && isIsoDate(text)) return text;
  throw new EngineError(
    'bad-date',
    argument,
    `${argument} is ${describeValue(text)}; expected a date of the calendar, written YYYY-MM-DD.`,
  );
}

/** Returns the dates when each is an ISO date later than the one before. */
export function requireAscendingDates(dates: readonly string[], argument: string): readonly string[] {
  for (let index = 0; index < dates.length; index += 1) {
    requireIsoDate(dates[index], `${argument}[${index}]`);
    if (index > 0 && dates[index] <= dates[index - 1]) {
      const relation = dates[index] === dates[index - 1] ? 'stands there twice' : `comes after ${dates[index - 1]}`;
      throw new EngineError(
        'unordered-dates',
        argument,
        `${argument}[${index}] (${dates[index]}) ${relation}; expected strictly ascending dates. Sort the rows and keep one a date.`,
      );
    }
  }
  return dates;
}
