/** A cell that holds a date: the numbers it shows, and the order in which the whole column has them. */
import type { DateOrder } from '@riskoptimizer/contracts';
import { monthOfName } from './month-names.ts';

/** A date as written. `order` is set where the cell itself tells it. */
export interface DateCell {
  readonly order: DateOrder | null;
  /** As they stand in the cell; a month by its name is its number. */
  readonly numbers: readonly [number, number, number];
}

/** What may follow a date: a time of day, or the "as of" of American brokers. */
const tail =
  '(?:$|(?:T|[ ,;]\\s*)(?:\\d{1,2}:?\\d{2}[\\d:.,]*\\s*(?:[ap]\\.?m\\.?)?\\s*(?:Z|UTC|GMT|E[DS]T|CES?T|[+-]\\d{2}:?\\d{2})?|as of .*)$)';
const yearFirst = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${tail}`, 'i');
const compact = new RegExp(`^((?:19|20)\\d{2})(\\d{2})(\\d{2})${tail}`, 'i');
const yearLast = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${tail}`, 'i');
const shortYear = new RegExp(`^(\\d{1,2})([/.])(\\d{1,2})\\2(\\d{2})${tail}`, 'i');
const dayAndName = new RegExp(`^(\\d{1,2})[-. ]{0,2}(\\p{L}{3,12})[-.,\\s]{0,3}(\\d{4})${tail}`, 'iu');
const nameAndDay = new RegExp(`^(\\p{L}{3,12})\\.?\\s{1,2}(\\d{1,2}),?\\s{1,2}(\\d{4})${tail}`, 'iu');

/** Reads a cell as a date; undefined when it is none. The calendar is checked by {@link isoDateOf}. */
export function readDateCell(cell: string): DateCell | undefined {
  const first = yearFirst.exec(cell) ?? compact.exec(cell);
  if (first !== null) return { order: 'ymd', numbers: [Number(first[1]), Number(first[2]), Number(first[3])] };
  const last = yearLast.exec(cell) ?? shortYear.exec(cell);
  if (last !== null) {
    const numbers = [Number(last[1]), Number(last[3]), fullYear(last[4]!)] as const;
    // Nobody writes a month first with points.
    return { order: last[2] === '.' ? 'dmy' : null, numbers };
  }
  const named = dayAndName.exec(cell) ?? swapped(nameAndDay.exec(cell));
  const month = named === null ? undefined : monthOfName(named[2]!);
  if (named === null || month === undefined) return undefined;
  return { order: 'dmy', numbers: [Number(named[1]), month, Number(named[3])] };
}

function swapped(match: RegExpExecArray | null): string[] | null {
  return match === null ? null : [match[0], match[2]!, match[1]!, match[3]!];
}

/** POSIX: 69 to 99 are of the last century. */
function fullYear(text: string): number {
  if (text.length === 4) return Number(text);
  return Number(text) >= 69 ? 1900 + Number(text) : 2000 + Number(text);
}

/** The ISO date, or undefined when the calendar has no such day in the years 1900 to 2199. */
export function isoDateOf({ order, numbers }: DateCell, fileOrder: DateOrder): string | undefined {
  const [one, two, three] = numbers;
  const used = order ?? fileOrder;
  if (order === null && fileOrder === 'ymd') return undefined;
  const [year, month, day] =
    used === 'ymd' ? [one, two, three] : used === 'dmy' ? [three, two, one] : [three, one, two];
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return undefined;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export interface DateOrderFinding {
  readonly order: DateOrder | null;
  readonly doubtful: readonly string[];
}

/**
 * Settles the order over the whole column: "13/02/2024" anywhere says that the day comes first, "02/13/2024" that the month
 * does. When neither is found, or both are, the user is asked: a wrong guess would be a wrong date.
 */
export function findDateOrder(cells: Iterable<string>): DateOrderFinding {
  let dayFirst: string | undefined;
  let monthFirst: string | undefined;
  let doubtful: string | undefined;
  let told: DateOrder | null = null;
  for (const cell of cells) {
    const date = readDateCell(cell);
    if (date === undefined) continue;
    told ??= date.order;
    if (date.order !== null) continue;
    const [one, two] = date.numbers;
    if (one > 12 && two <= 12) dayFirst ??= cell;
    else if (two > 12 && one <= 12) monthFirst ??= cell;
    else if (one !== two) doubtful ??= cell;
    else told ??= 'dmy';
  }
  if (dayFirst !== undefined && monthFirst !== undefined) return { order: null, doubtful: [dayFirst, monthFirst] };
  if (dayFirst !== undefined) return { order: 'dmy', doubtful: [] };
  if (monthFirst !== undefined) return { order: 'mdy', doubtful: [] };
  return doubtful === undefined ? { order: told, doubtful: [] } : { order: null, doubtful: [doubtful] };
}
