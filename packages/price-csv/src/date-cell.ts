import { earliestYear, latestYear } from './limits.ts';

/** The ways in which a file may write its dates. */
export type DateFormat = 'YYYY-MM-DD' | 'DD.MM.YYYY' | 'DD/MM/YYYY' | 'MM/DD/YYYY';

/** What a single cell shows; only the whole file tells which of the two slash formats it is. */
export type DateShape = 'iso' | 'dots' | 'slashes';

export interface DateCell {
  readonly shape: DateShape;
  /** The three numbers in the order of the cell. */
  readonly numbers: readonly [number, number, number];
}

const shapes: readonly [DateShape, RegExp][] = [
  ['iso', /^(\d{4})-(\d{2})-(\d{2})$/],
  ['dots', /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/],
  ['slashes', /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/],
];

/** Reads a cell as a date of a known shape; undefined when it has none. The calendar is not checked yet. */
export function readDateCell(cell: string): DateCell | undefined {
  for (const [shape, pattern] of shapes) {
    const match = pattern.exec(cell);
    if (match !== null) return { shape, numbers: [Number(match[1]), Number(match[2]), Number(match[3])] };
  }
  return undefined;
}

/** The shape that a format's cells have. */
export function shapeOf(format: DateFormat): DateShape {
  if (format === 'YYYY-MM-DD') return 'iso';
  return format === 'DD.MM.YYYY' ? 'dots' : 'slashes';
}

/** The date as ISO text, or undefined when the calendar has no such day (or the year is out of range). */
export function isoDate(numbers: readonly [number, number, number], format: DateFormat): string | undefined {
  const [one, two, three] = numbers;
  const [year, month, day] =
    format === 'YYYY-MM-DD' ? [one, two, three] : format === 'MM/DD/YYYY' ? [three, one, two] : [three, two, one];
  if (year < earliestYear || year > latestYear || month < 1 || month > 12) return undefined;
  if (day < 1 || day > daysInMonth(year, month)) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** What a cell that is no date looks like, said in the remedy. */
export function dateRemedy(cell: string): string {
  if (/^\d{4}-\d{2}-\d{2}[T ]/.test(cell)) return `Remove the time of day: write ${cell.slice(0, 10)}.`;
  if (/^\d{5}(\.\d+)?$/.test(cell)) {
    return 'This looks like a spreadsheet serial number: format the column as a date before saving, as YYYY-MM-DD.';
  }
  if (/^(1[89]|2[01])\d{6}$/.test(cell)) {
    return `Write the date with hyphens: ${cell.slice(0, 4)}-${cell.slice(4, 6)}-${cell.slice(6)}.`;
  }
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2}$/.test(cell)) return 'Write the year with four digits: YYYY-MM-DD.';
  return 'Write the date as YYYY-MM-DD, for example 2024-01-31.';
}
