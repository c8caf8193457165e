import { type DateFormat, type DateShape, dateRemedy, isoDate, readDateCell, shapeOf } from './date-cell.ts';
import { describeProblem, type PriceFileProblem } from './problem.ts';

/** Collects the date column of a file and settles its format, its calendar and its order at the end. */
export interface DateColumn {
  add(cell: string, line: number): void;
  /** The ISO dates in the order of the file; empty when a problem was reported. */
  finish(): { dates: string[]; format: DateFormat };
}

type Report = (problem: PriceFileProblem) => void;

/**
 * Makes the collector of a date column.
 *
 * ISO dates and DD.MM.YYYY are taken as they are. Of DD/MM/YYYY and MM/DD/YYYY the one is taken that the whole file
 * allows; when it allows both, the file is refused, unless the caller says which one it is.
 *
 * @param field the column's header, for the messages.
 */
export function createDateColumn(field: string, report: Report, fixedFormat?: DateFormat): DateColumn {
  let shape: DateShape | undefined = fixedFormat === undefined ? undefined : shapeOf(fixedFormat);
  let shapeLine = 0;
  const lines: number[] = [];
  const packed: number[] = [];

  function refuse(code: 'missing-date' | 'invalid-date' | 'mixed-date-formats', line: number, cell: string): void {
    const place = { line, column: 1, field, value: cell };
    if (code === 'missing-date') {
      report(describeProblem(code, place, 'the date is missing.', 'Write the date, or remove the line.'));
    } else if (code === 'invalid-date') {
      report(describeProblem(code, place, `"${shown(cell)}" is not a date.`, dateRemedy(cell)));
    } else {
      const other = fixedFormat === undefined ? `the format of line ${shapeLine}` : `the format ${fixedFormat}`;
      const sentence = `"${shown(cell)}" does not have ${other}.`;
      report(describeProblem(code, place, sentence, 'Write all dates in one format, best as YYYY-MM-DD.'));
    }
  }

  return {
    add(cell, line) {
      if (cell === '') return refuse('missing-date', line, cell);
      const date = readDateCell(cell);
      if (date === undefined) return refuse('invalid-date', line, cell);
      if (shape === undefined) {
        shape = date.shape;
        shapeLine = line;
      }
      if (date.shape !== shape) return refuse('mixed-date-formats', line, cell);
      lines.push(line);
      packed.push((date.numbers[0] * 10_000 + date.numbers[1]) * 10_000 + date.numbers[2]);
    },
    finish() {
      const cells = { lines, packed, field };
      const format = fixedFormat ?? settleFormat(shape ?? 'iso', cells, report);
      return format === undefined
        ? { dates: [], format: 'YYYY-MM-DD' }
        : { dates: checkOrder(toIso(cells, format, report), lines, field, report), format };
    },
  };
}

interface PackedDates {
  readonly lines: readonly number[];
  readonly packed: readonly number[];
  readonly field: string;
}

function unpack(packed: number): [number, number, number] {
  return [Math.floor(packed / 1e8), Math.floor(packed / 1e4) % 1e4, packed % 1e4];
}

function settleFormat(shape: DateShape, cells: PackedDates, report: Report): DateFormat | undefined {
  if (shape === 'iso') return 'YYYY-MM-DD';
  if (shape === 'dots') return 'DD.MM.YYYY';
  let dayFirst = -1;
  let monthFirst = -1;
  let different = -1;
  for (let index = 0; index < cells.packed.length; index++) {
    const [one, two] = unpack(cells.packed[index] as number);
    if (one > 12 && two <= 12 && dayFirst === -1) dayFirst = index;
    if (two > 12 && one <= 12 && monthFirst === -1) monthFirst = index;
    if (one !== two && different === -1) different = index;
  }
  if (dayFirst !== -1 && monthFirst !== -1) return refuseMixed(cells, dayFirst, monthFirst, report);
  if (monthFirst !== -1) return 'MM/DD/YYYY';
  if (dayFirst !== -1 || different === -1) return 'DD/MM/YYYY';
  return refuseAmbiguous(cells, different, report);
}

function refuseMixed(cells: PackedDates, dayFirst: number, monthFirst: number, report: Report): undefined {
  const [earlier, later] = dayFirst < monthFirst ? [dayFirst, monthFirst] : [monthFirst, dayFirst];
  const value = withSlashes(cells, later);
  const now = later === dayFirst ? 'DD/MM/YYYY' : 'MM/DD/YYYY';
  const before = later === dayFirst ? 'MM/DD/YYYY' : 'DD/MM/YYYY';
  report(
    describeProblem(
      'mixed-date-formats',
      { line: cells.lines[later] ?? null, column: 1, field: cells.field, value },
      `"${value}" can only be ${now}, but "${withSlashes(cells, earlier)}" on line ${cells.lines[earlier]} can only be ${before}.`,
      'Write all dates in one format, best as YYYY-MM-DD.',
    ),
  );
  return undefined;
}

function refuseAmbiguous(cells: PackedDates, index: number, report: Report): undefined {
  const value = withSlashes(cells, index);
  const numbers = unpack(cells.packed[index] as number);
  const readings = [isoDate(numbers, 'DD/MM/YYYY'), isoDate(numbers, 'MM/DD/YYYY')].filter(
    (date) => date !== undefined,
  );
  report(
    describeProblem(
      'ambiguous-dates',
      { line: cells.lines[index] ?? null, column: 1, field: cells.field, value },
      `"${value}" may mean ${readings.join(' or ')}, and no other date of the file settles which.`,
      'Write the dates as YYYY-MM-DD, or say which format it is: DD/MM/YYYY or MM/DD/YYYY.',
    ),
  );
  return undefined;
}

function withSlashes(cells: PackedDates, index: number): string {
  const [one, two, year] = unpack(cells.packed[index] as number);
  return `${String(one).padStart(2, '0')}/${String(two).padStart(2, '0')}/${year}`;
}

/** ISO texts; an impossible day is reported and left as an empty text, so that indices still match the lines. */
function toIso(cells: PackedDates, format: DateFormat, report: Report): string[] {
  return cells.packed.map((packed, index) => {
    const numbers = unpack(packed);
    const date = isoDate(numbers, format);
    if (date !== undefined) return date;
    const value = format === 'YYYY-MM-DD' ? isoLike(numbers) : numbers.join(format === 'DD.MM.YYYY' ? '.' : '/');
    report(
      describeProblem(
        'invalid-date',
        { line: cells.lines[index] ?? null, column: 1, field: cells.field, value },
        `the calendar has no day "${value}" (read as ${format}).`,
        'Correct the date, or remove the line.',
      ),
    );
    return '';
  });
}

function isoLike([year, month, day]: readonly [number, number, number]): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Reports dates that repeat or go back; returns the dates as they came. */
function checkOrder(dates: string[], lines: readonly number[], field: string, report: Report): string[] {
  if (isNewestFirst(dates)) {
    report(
      describeProblem(
        'unordered-dates',
        { line: lines[1] ?? null, column: 1, field, value: dates[1] ?? null },
        `the dates run from the newest (${dates[0]}) to the oldest (${dates.at(-1)}).`,
        'Sort the lines by date, oldest first.',
      ),
    );
    return dates;
  }
  let lineOfDate: Map<string, number> | undefined;
  let previous = -1;
  for (let index = 0; index < dates.length; index++) {
    const date = dates[index] as string;
    if (date === '') continue;
    const before = previous === -1 ? '' : (dates[previous] as string);
    // The map costs memory, and a file in order needs none.
    if (lineOfDate === undefined && date <= before) lineOfDate = new Map(dates.slice(0, index).map((d, i) => [d, i]));
    const twin = lineOfDate?.get(date);
    if (twin !== undefined) report(duplicateDate(date, lines[twin] as number, lines[index] as number, field));
    else if (date < before)
      report(unorderedDate(date, before, lines[previous] as number, lines[index] as number, field));
    lineOfDate?.set(date, twin ?? index);
    previous = index;
  }
  return dates;
}

function isNewestFirst(dates: readonly string[]): boolean {
  return (
    dates.length > 2 &&
    dates.every((date, index) => index === 0 || (date !== '' && date < (dates[index - 1] as string)))
  );
}

function duplicateDate(date: string, firstLine: number, line: number, field: string): PriceFileProblem {
  return describeProblem(
    'duplicate-date',
    { line, column: 1, field, value: date },
    `the date ${date} stands on line ${firstLine} already.`,
    `Remove line ${firstLine} or line ${line}, or correct its date.`,
  );
}

function unorderedDate(
  date: string,
  before: string,
  beforeLine: number,
  line: number,
  field: string,
): PriceFileProblem {
  return describeProblem(
    'unordered-dates',
    { line, column: 1, field, value: date },
    `the date ${date} comes after ${before} of line ${beforeLine}.`,
    'Sort the lines by date, oldest first.',
  );
}

function shown(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
}
