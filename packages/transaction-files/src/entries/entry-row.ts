/** Entries of formats that name their fields themselves: each becomes rows of drafts, or problems with their field. */
import type { AssetReference, ProblemDetail } from '@riskoptimizer/contracts';
import { isoDateOf, readDateCell } from '../cells/date-cell.ts';
import { FileDecimal } from '../cells/number-cell.ts';
import { checkDraft, type DraftTransaction, type FileRow } from '../draft.ts';
import { currencyOf, inMajorUnits } from '../minor-units.ts';
import { shown } from '../problem.ts';

const plainNumber = /^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?$/;

/** Reads the fields of one entry and collects what is wrong with them. */
export class Entry {
  readonly errors: ProblemDetail[] = [];
  readonly warnings: ProblemDetail[] = [];
  readonly #line: number;
  readonly #name: string;
  readonly #drafts: DraftTransaction[] = [];

  constructor(name: string, line: number) {
    this.#name = name;
    this.#line = line;
  }

  fail(field: string, message: string, remedy: string, value?: string): void {
    this.errors.push(this.#problem(field, message, remedy, value));
  }

  warn(field: string, message: string, remedy: string): void {
    this.warnings.push(this.#problem(field, message, remedy));
  }

  #problem(field: string, message: string, remedy: string, value?: string): ProblemDetail {
    const place = `Line ${this.#line}, ${this.#name}, ${field}`;
    return {
      message: `${place}: ${message}`,
      field,
      line: this.#line,
      remedy,
      ...(value === undefined ? {} : { value: shown(value) }),
    };
  }

  /** A number with a decimal point, as these formats write it; null when it is empty. */
  number(field: string, text: string | undefined): FileDecimal | null {
    if (text === undefined || text.trim() === '') return null;
    if (plainNumber.test(text.trim())) return new FileDecimal(text.trim());
    this.fail(field, `"${shown(text)}" is no number.`, 'Export the file again, and do not edit it by hand.', text);
    return null;
  }

  /** A number that the entry must have. */
  required(field: string, text: string | undefined): FileDecimal {
    const value = this.number(field, text);
    if (value === null && !this.errors.some((error) => error.field === field)) {
      this.fail(field, 'it is missing.', 'Export the file again with this field.');
    }
    return value ?? new FileDecimal(Number.NaN);
  }

  /** The day of a date or an instant, year first. */
  date(field: string, text: string | undefined): string {
    const read =
      text === undefined ? undefined : readDateCell(text.replace(/^(\d{8})\d{2,6}(?:\.\d+)?(?:\[.*\])?$/, '$1'));
    const date = read?.order === 'ymd' ? isoDateOf(read, 'ymd') : undefined;
    if (date !== undefined) return date;
    const remedy = 'Export the file with dates such as 20240131 or 2024-01-31.';
    this.fail(field, `"${shown(text ?? '')}" is no date with the year first.`, remedy, text);
    return '';
  }

  currency(field: string, text: string | undefined): { code: string; divisor: 1 | 100 } {
    const currency = text === undefined ? undefined : currencyOf(text);
    if (currency !== undefined) return currency;
    this.fail(field, `"${shown(text ?? '')}" is no currency code.`, 'Export the file again with this field.', text);
    return { code: '', divisor: 1 };
  }

  /** Adds a draft when nothing is wrong so far. Amounts are decimals; they are written in whole units of the currency. */
  add(content: Record<string, unknown>, asset: AssetReference | null, divisor: 1 | 100 = 1): void {
    if (this.errors.length > 0) return;
    const written = Object.fromEntries(
      Object.entries(content).map(([field, value]) => [field, writtenValue(field, value, divisor)]),
    );
    const result = checkDraft(written, asset, null);
    if ('content' in result) this.#drafts.push({ content: result.content, asset, intoAsset: null, reference: null });
    else for (const { field, message } of result.issues) this.fail(field, `${message}.`, 'Enter it by hand.');
  }

  /** The rows of the entry: one for each draft, or one with the errors. */
  rows(source: string): FileRow[] {
    const base = { line: this.#line, errors: this.errors, warnings: this.warnings, isSkipped: false, source };
    if (this.errors.length > 0) return [{ ...base, draft: null }];
    return this.#drafts.map((draft) => ({ ...base, draft }));
  }
}

const moneyFields = new Set(['price', 'amount', 'fee', 'tax', 'cost']);
const places = 12;

function writtenValue(field: string, value: unknown, divisor: 1 | 100): unknown {
  if (!(value instanceof FileDecimal)) return value;
  const amount = moneyFields.has(field) ? inMajorUnits(value, divisor) : value;
  // A price that was divided has no end; one that stands in the file is shorter than that.
  return (field === 'price' ? amount.toDecimalPlaces(places) : amount).toFixed();
}
