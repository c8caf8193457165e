/** Calendar dates as whole days since 1970-01-01: they compare, sort and subtract as numbers, and know no time zone. */
const dayMs = 86_400_000;

/** A day number from `YYYY-MM-DD`. Not by Date.UTC, which takes the year 24 for 1924. */
export function dayFromIso(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

/** `YYYY-MM-DD` of a day number. */
export function isoFromDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Saturday or Sunday. Day 0 was a Thursday. */
export function isWeekend(day: number): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

/** The same date so many years earlier; 29 February becomes 28 February where there is none. */
export function yearsBefore(day: number, years: number): number {
  const date = new Date(day * dayMs);
  const year = date.getUTCFullYear() - years;
  const lastOfMonth = new Date(Date.UTC(year, date.getUTCMonth() + 1, 0)).getUTCDate();
  return Date.UTC(year, date.getUTCMonth(), Math.min(date.getUTCDate(), lastOfMonth)) / dayMs;
}
