/** A row of a table as typed values; whatever cannot be read becomes a problem with its line, column and remedy. */
import type { AssetReference, DateOrder, DecimalSign, ProblemDetail, TransactionField } from '@riskoptimizer/contracts';
import { isoDateOf, readDateCell } from '../cells/date-cell.ts';
import { decimalOf, type FileDecimal, isMissing, readNumberCell } from '../cells/number-cell.ts';
import { rowProblemsMax } from '../limits.ts';
import { shown } from '../problem.ts';
import type { TableRecord } from '../text/read-records.ts';
import type { TableColumns } from './find-columns.ts';
import { unguardText } from './formula-guard.ts';

/** How the cells of this file are written. */
export interface CellFormat {
  readonly decimalSign: DecimalSign | null;
  /** Numbers that may be read in two ways while the decimal sign is not settled. */
  readonly doubtfulNumber: string | null;
  readonly dateOrder: DateOrder | null;
}

/** Some brokers write the ISIN where others write the symbol. */
const isinShape = /^[A-Z]{2}[A-Z0-9]{9}\d$/;

export class RowValues {
  readonly errors: ProblemDetail[] = [];
  readonly warnings: ProblemDetail[] = [];
  readonly #record: TableRecord;
  readonly #columns: TableColumns;
  readonly #format: CellFormat;

  constructor(record: TableRecord, columns: TableColumns, format: CellFormat) {
    this.#record = record;
    this.#columns = columns;
    this.#format = format;
  }

  get line(): number {
    return this.#record.line;
  }

  has(field: TransactionField): boolean {
    return this.#columns.indexOf.has(field);
  }

  /** The cell of a field; null when there is no such column or nothing in it. */
  text(field: TransactionField): string | null {
    const index = this.#columns.indexOf.get(field);
    const cell = index === undefined ? '' : (this.#record.cells[index] ?? '');
    if (this.#columns.isOwn) return cell === '' ? null : unguardText(cell);
    return isMissing(cell) ? null : cell;
  }

  currencyOfHeader(field: TransactionField): string | null {
    return this.#columns.currencyOf.get(field) ?? null;
  }

  number(field: TransactionField): FileDecimal | null {
    const cell = this.text(field);
    if (cell === null) return null;
    const index = this.#columns.indexOf.get(field)!;
    const isExact = this.#columns.isOwn || this.#record.exact?.has(index) === true;
    const read = readNumberCell(cell);
    if (read === undefined) {
      this.fail(field, `"${shown(cell)}" is no number.`, 'Write a number such as 1250.75, without words.');
      return null;
    }
    const sign = isExact ? 'point' : this.#format.decimalSign;
    if (sign === null) return this.#numberWithoutSign(field, cell);
    const value = decimalOf(read, sign);
    if (value !== undefined) return value;
    this.fail(
      field,
      `"${shown(cell)}" is not written with a decimal ${sign}, as the file is.`,
      'Correct the number, or say which decimal sign the file uses.',
    );
    return null;
  }

  #numberWithoutSign(field: TransactionField, cell: string): FileDecimal | null {
    const read = readNumberCell(cell)!;
    const [point, comma] = [decimalOf(read, 'point'), decimalOf(read, 'comma')];
    if (point !== undefined && comma !== undefined && point.eq(comma)) return point;
    const readings = [comma, point].filter((value) => value !== undefined).map((value) => value.toFixed());
    this.fail(
      field,
      `"${shown(cell)}" may mean ${readings.join(' or ')}, and the file does not settle which.`,
      'Say which decimal sign the file uses: point or comma.',
    );
    return null;
  }

  date(): string | null {
    const cell = this.text('date');
    if (cell === null) {
      this.fail('date', 'the date is missing.', 'Write the date, or leave the row out.');
      return null;
    }
    const read = readDateCell(cell);
    if (read === undefined) {
      this.fail('date', `"${shown(cell)}" is not a date.`, 'Write the date as YYYY-MM-DD, for example 2024-01-31.');
      return null;
    }
    const order = this.#format.dateOrder ?? read.order;
    if (order !== null) {
      const date = isoDateOf(read, order);
      if (date === undefined) {
        this.fail(
          'date',
          `the calendar has no day "${shown(cell)}" (read as ${orderNames[order]}).`,
          'Correct the date, or say in which order day and month stand.',
        );
      }
      return date ?? null;
    }
    return this.#dateWithoutOrder(cell);
  }

  #dateWithoutOrder(cell: string): string | null {
    const read = readDateCell(cell)!;
    const readings = [isoDateOf(read, 'dmy'), isoDateOf(read, 'mdy')].filter((date) => date !== undefined);
    this.fail(
      'date',
      `"${shown(cell)}" may mean ${[...new Set(readings)].join(' or ')}, and the file does not settle which.`,
      'Say whether the day or the month comes first.',
    );
    return null;
  }

  /** The security that the row names, or null when it names none. */
  asset(into: boolean): AssetReference | null {
    const assetId = this.text(into ? 'intoAssetId' : 'assetId');
    const symbol = this.text(into ? 'intoSymbol' : 'symbol');
    const isin = this.text(into ? 'intoIsin' : 'isin');
    const figi = this.text(into ? 'intoFigi' : 'figi');
    const name = into ? null : this.text('assetName');
    if (assetId === null && symbol === null && isin === null && figi === null) {
      // A name alone may be a description of anything; it names a security only where one is needed.
      return name === null ? null : { assetId, symbol, isin, figi, name };
    }
    const isIsinAsSymbol = !this.#columns.isOwn && isin === null && symbol !== null && isinShape.test(symbol);
    return isIsinAsSymbol ? { assetId, symbol: null, isin: symbol, figi, name } : { assetId, symbol, isin, figi, name };
  }

  fail(field: TransactionField, message: string, remedy: string): void {
    if (this.errors.length < rowProblemsMax) this.errors.push(this.#problem(field, message, remedy));
  }

  warn(field: TransactionField, message: string, remedy: string): void {
    if (this.warnings.length < rowProblemsMax) this.warnings.push(this.#problem(field, message, remedy));
  }

  #problem(field: TransactionField, message: string, remedy: string): ProblemDetail {
    const index = this.#columns.indexOf.get(field);
    const cell = this.text(field);
    const place = index === undefined ? {} : { column: index + 1 };
    const name = index === undefined ? field : this.#columns.names[index]!;
    const where = index === undefined ? `Line ${this.line}` : `Line ${this.line}, column ${index + 1} (${shown(name)})`;
    return {
      message: `${where}: ${message}`,
      field: name,
      line: this.line,
      ...place,
      ...(cell === null ? {} : { value: shown(cell) }),
      remedy,
    };
  }
}

const orderNames: Record<DateOrder, string> = {
  ymd: 'year, month, day',
  dmy: 'day, month, year',
  mdy: 'month, day, year',
};
