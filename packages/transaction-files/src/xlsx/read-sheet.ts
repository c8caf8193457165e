/** The cells of a sheet, row by row, as texts; numbers keep the digits that the workbook stores. */
import { transactionFileRowsMax } from '@riskoptimizer/contracts';
import { FileDecimal } from '../cells/number-cell.ts';
import { cellCharactersMax, columnsMax, headerSearchLines } from '../limits.ts';
import { FileRefusal } from '../problem.ts';
import type { TableRecord } from '../text/read-records.ts';
import { parseXml } from '../xml/read-xml.ts';
import { textPieces } from './inflate-parts.ts';
import { unescapeText } from './text-escapes.ts';

export interface SheetContext {
  readonly strings: readonly string[];
  readonly dateStyles: ReadonlySet<number>;
  readonly isDate1904: boolean;
}

/** Digits of a number that spreadsheets show; beyond them is the noise of binary fractions. */
const significantDigits = 15;
const millisecondsPerDay = 86_400_000;

export function readSheet(part: Uint8Array, context: SheetContext): TableRecord[] {
  const records: TableRecord[] = [];
  let cells: string[] = [];
  let exact = new Set<number>();
  let line = 0;
  let column = -1;
  let cell: { type: string; style: number; value: string } | null = null;
  let isValue = false;
  parseXml(textPieces(part), 'the sheet', {
    open: (name, attributes) => {
      const element = local(name);
      if (element === 'row') {
        line = Number(attributes['r'] ?? line + 1);
        cells = [];
        exact = new Set();
        column = -1;
      } else if (element === 'c') {
        column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r']);
        if (column >= columnsMax) throw tooWide(line);
        cell = { type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), value: '' };
      }
      isValue = element === 'v' || element === 't';
    },
    text: (text) => {
      if (!isValue || cell === null) return;
      cell.value += text;
      if (cell.value.length > cellCharactersMax) throw tooLong(line, column);
    },
    close: (name) => {
      const element = local(name);
      if (element === 'v' || element === 't') isValue = false;
      if (element === 'c' && cell !== null) {
        const read = readCell(cell, context);
        if (read.isNumber) exact.add(column);
        cells[column] = read.text.trim();
        cell = null;
      }
      if (element === 'row') addRow(records, { line, cells: Array.from(cells, (text) => text ?? ''), exact });
    },
  });
  return records;
}

function addRow(records: TableRecord[], record: TableRecord): void {
  if (!record.cells.some((cell) => cell !== '')) return;
  if (records.length > transactionFileRowsMax + headerSearchLines) {
    throw new FileRefusal({
      message: `the sheet has more than ${transactionFileRowsMax} rows.`,
      remedy: 'Split it by date, and import the parts one after the other.',
    });
  }
  records.push(record);
}

function readCell(
  { type, style, value }: { type: string; style: number; value: string },
  { strings, dateStyles, isDate1904 }: SheetContext,
): { text: string; isNumber: boolean } {
  if (type === 's') return { text: strings[Number(value)] ?? '', isNumber: false };
  if (type !== 'n') return { text: unescapeText(value), isNumber: false };
  const isNumber = /^-?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?$/.test(value);
  if (!isNumber) return { text: value, isNumber: false };
  if (dateStyles.has(style)) return { text: dateOfSerial(Number(value), isDate1904), isNumber: false };
  const number = new FileDecimal(value);
  const isShort = number.precision() <= significantDigits && !/e/i.test(value);
  return { text: isShort ? value : number.toSignificantDigits(significantDigits).toFixed(), isNumber: true };
}

/** Days since the end of 1899, as spreadsheets count them after February 1900, or since 1904. */
function dateOfSerial(serial: number, isDate1904: boolean): string {
  const start = isDate1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const date = new Date(start + Math.floor(serial) * millisecondsPerDay);
  return Number.isNaN(date.getTime()) ? String(serial) : date.toISOString().slice(0, 10);
}

/** "AB12" is column 27, counted from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,4}/.exec(reference)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function tooWide(line: number): FileRefusal {
  return new FileRefusal({
    message: `row ${line} has more than ${columnsMax} columns.`,
    line,
    remedy: 'Export the sheet with fewer columns.',
  });
}

function tooLong(line: number, column: number): FileRefusal {
  return new FileRefusal({
    message: `the cell in row ${line}, column ${column + 1} has more than ${cellCharactersMax} characters.`,
    line,
    column: column + 1,
    remedy: 'Shorten the cell.',
  });
}
