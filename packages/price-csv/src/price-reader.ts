import { createMatrix, type PriceTable } from '@riskoptimizer/engine';
import type { DateFormat } from './date-cell.ts';
import { createDateColumn, type DateColumn } from './date-column.ts';
import { createDecimalEvidence, type DecimalEvidence, type DecimalSeparator } from './decimal-cell.ts';
import { describeAmbiguousDecimals, readPlainPrice, readPrice } from './price-cell.ts';
import { dateColumnName, readPriceHeader } from './price-header.ts';
import { describePriceTable, findEmptyAssets, type PriceFileReport } from './price-report.ts';
import { createPriceRows } from './price-rows.ts';
import { createProblemList, type PriceFileProblem, type RefusedFile } from './problem.ts';
import { type RecordHandler, RecordReader } from './record-reader.ts';
import { checkRowLimits, emptyFile, tooFewRows, wrongCellCount } from './row-problems.ts';

export interface PriceReaderOptions {
  /** Settles a file whose dates can be read in two ways; a date in another format is then a problem. */
  readonly dateFormat?: DateFormat;
  /** Settles a file whose numbers can be read in two ways; the other separator is then a problem. */
  readonly decimalSeparator?: DecimalSeparator;
}

export type PriceFileResult =
  | { readonly ok: true; readonly table: PriceTable; readonly report: PriceFileReport }
  | RefusedFile;

/** Reads a price file that arrives in chunks of text. */
export interface PriceReader {
  /** Takes the next chunk; false when the file is refused for good and the rest need not be read. */
  write(chunk: string): boolean;
  /** Says that the file has ended and returns what it held. Call it once. */
  end(): PriceFileResult;
}

/**
 * Reads a whole price file.
 *
 * The file is wide: a first column `date` (any case), one column an asset, a line a date, oldest first; an empty cell is a
 * missing price (NaN in the table). Nothing is sorted, filled, or dropped; what is wrong is reported with its place.
 *
 * @param text the file's text; any text gives a result, none throws.
 */
export function readPrices(text: string, options?: PriceReaderOptions): PriceFileResult {
  const reader = createPriceReader(options);
  reader.write(text);
  return reader.end();
}

/** Makes a reader of price files; see {@link readPrices}. It holds the prices read so far and one piece of text. */
export function createPriceReader(options: PriceReaderOptions = {}): PriceReader {
  return new PriceFileReading(options);
}

class PriceFileReading implements PriceReader, RecordHandler {
  readonly #problems = createProblemList();
  readonly #report = (problem: PriceFileProblem): void => this.#problems.add(problem);
  readonly #records = new RecordReader(dateColumnName, this);
  readonly #evidence: DecimalEvidence;
  readonly #dates: DateColumn;
  #assets: string[] = [];
  #rows = createPriceRows(0);
  #headerSeen = false;
  #refused = false;
  /** Blank lines between others, and those since the last line that was not blank. */
  #blankLines = 0;
  #pendingBlankLines = 0;
  #lastLine = 0;

  constructor(options: PriceReaderOptions) {
    this.#evidence = createDecimalEvidence(options.decimalSeparator);
    this.#dates = createDateColumn(dateColumnName, this.#report, options.dateFormat);
  }

  write(chunk: string): boolean {
    if (!this.#refused) this.#records.write(chunk);
    return !this.#refused;
  }

  end(): PriceFileResult {
    this.#records.end();
    return this.#finish();
  }

  record(cells: string[], line: number): void {
    if (isBlank(cells)) {
      this.#pendingBlankLines += 1;
      return;
    }
    this.#blankLines += this.#pendingBlankLines;
    this.#pendingBlankLines = 0;
    this.#lastLine = line;
    if (this.#headerSeen) this.#addRow(cells, line);
    else this.#addHeader(cells, line);
  }

  problem(problem: PriceFileProblem, fatal: boolean): void {
    this.#report(problem);
    if (!fatal) return;
    this.#refused = true;
    this.#records.stop();
  }

  #addHeader(cells: string[], line: number): void {
    this.#headerSeen = true;
    this.#assets = readPriceHeader(cells, line, (problem, fatal) => this.problem(problem, fatal));
    this.#rows = createPriceRows(this.#assets.length);
  }

  #addRow(cells: string[], line: number): void {
    const assets = this.#assets;
    const tooLarge = checkRowLimits(this.#rows.count() + 1, assets.length, line);
    if (tooLarge !== undefined) return this.problem(tooLarge, true);
    this.#dates.add((cells[0] ?? '').trim(), line);
    if (cells.length !== assets.length + 1) {
      this.#rows.addMissing();
      return this.#report(wrongCellCount(cells, assets, line));
    }
    const commaAllowed = this.#records.delimiter !== ',';
    const row = this.#rows.add();
    for (let asset = 0; asset < assets.length; asset++) {
      const cell = cells[asset + 1] as string;
      if (cell === '') continue;
      const plain = commaAllowed ? Number.NaN : readPlainPrice(cell);
      if (plain > 0) {
        row.set(asset, plain);
      } else {
        const place = { line, column: asset + 2, field: assets[asset] as string };
        row.set(asset, readPrice(cell, commaAllowed, this.#evidence, place, this.#report));
      }
    }
  }

  #finish(): PriceFileResult {
    const problems = this.#problems;
    if (!this.#headerSeen && problems.count() === 0) this.#report(emptyFile());
    if (this.#refused || !this.#headerSeen) return problems.refuse();
    this.#checkAmounts();
    const calendar = this.#dates.finish();
    if (problems.count() > 0) return problems.refuse();
    const assets = this.#assets;
    const prices = createMatrix(this.#rows.count(), assets.length, this.#rows.take());
    const table: PriceTable = { dates: calendar.dates, assets, prices };
    const format = {
      delimiter: this.#records.delimiter ?? ',',
      decimalSeparator: this.#evidence.separator() ?? 'point',
      dateFormat: calendar.format,
      byteOrderMark: this.#records.byteOrderMark,
      blankLines: this.#blankLines,
    };
    return { ok: true, table, report: describePriceTable(table, format) };
  }

  /** What only the whole file shows about its prices. */
  #checkAmounts(): void {
    // A cell with a problem counts as missing, so only a file without problems tells which assets have no price.
    if (this.#problems.count() === 0) {
      if (this.#rows.count() < 2) this.#report(tooFewRows(this.#rows.count(), this.#lastLine));
      else findEmptyAssets(this.#assets, this.#rows).forEach(this.#report);
    }
    const first = this.#evidence.first();
    if (this.#evidence.isAmbiguous() && first !== null) {
      const field = this.#assets[first.column - 2] ?? '';
      this.#report(describeAmbiguousDecimals(this.#evidence.separator(), first, field));
    }
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
