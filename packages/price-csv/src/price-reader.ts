import { createMatrix, type PriceTable } from '@riskoptimizer/engine';
import type { DateFormat } from './date-cell.ts';
import { createDateColumn } from './date-column.ts';
import { createDecimalEvidence, type DecimalSeparator } from './decimal-cell.ts';
import { maximumCellCount, maximumRowCount } from './limits.ts';
import { describeAmbiguousDecimals, readPlainPrice, readPrice } from './price-cell.ts';
import { dateColumnName, readPriceHeader } from './price-header.ts';
import { describePriceTable, findEmptyAssets, type PriceFileReport } from './price-report.ts';
import { createPriceRows } from './price-rows.ts';
import { createProblemList, describeProblem, type PriceFileProblem, type RefusedFile } from './problem.ts';
import { createRecordReader } from './record-reader.ts';

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
  const problems = createProblemList();
  const report = (problem: PriceFileProblem): void => problems.add(problem);
  const evidence = createDecimalEvidence(options.decimalSeparator);
  const dates = createDateColumn(dateColumnName, report, options.dateFormat);
  let assets: string[] = [];
  let rows = createPriceRows(0);
  let headerSeen = false;
  let refused = false;
  let blankLines = 0;
  let pendingBlankLines = 0;
  let lastLine = 0;

  const records = createRecordReader(dateColumnName, {
    record(cells, line) {
      if (isBlank(cells)) {
        pendingBlankLines += 1;
        return;
      }
      blankLines += pendingBlankLines;
      pendingBlankLines = 0;
      lastLine = line;
      if (headerSeen) addRow(cells, line);
      else addHeader(cells, line);
    },
    problem: refuse,
  });

  function refuse(problem: PriceFileProblem, fatal: boolean): void {
    report(problem);
    if (!fatal) return;
    refused = true;
    records.stop();
  }

  function addHeader(cells: string[], line: number): void {
    headerSeen = true;
    assets = readPriceHeader(cells, line, refuse);
    rows = createPriceRows(assets.length);
  }

  function addRow(cells: string[], line: number): void {
    const tooLarge = checkRowLimits(rows.count() + 1, assets.length, line);
    if (tooLarge !== undefined) return refuse(tooLarge, true);
    dates.add((cells[0] ?? '').trim(), line);
    if (cells.length !== assets.length + 1) {
      rows.addMissing();
      return report(wrongCellCount(cells, assets, line));
    }
    const commaAllowed = records.delimiter() !== ',';
    const row = rows.add();
    for (let asset = 0; asset < assets.length; asset++) {
      const cell = cells[asset + 1] as string;
      if (cell === '') continue;
      const plain = commaAllowed ? Number.NaN : readPlainPrice(cell);
      if (plain > 0) {
        row.set(asset, plain);
      } else {
        const place = { line, column: asset + 2, field: assets[asset] as string };
        row.set(asset, readPrice(cell, commaAllowed, evidence, place, report));
      }
    }
  }

  function finish(): PriceFileResult {
    if (!headerSeen && problems.count() === 0) report(emptyFile());
    if (refused || !headerSeen) return problems.refuse();
    // A cell with a problem counts as missing, so only a file without problems tells which assets have no price.
    if (problems.count() === 0) {
      if (rows.count() < 2) report(tooFewRows(rows.count(), lastLine));
      else findEmptyAssets(assets, rows).forEach(report);
    }
    const first = evidence.first();
    if (evidence.isAmbiguous() && first !== null) {
      report(describeAmbiguousDecimals(evidence.separator(), first, assets[first.column - 2] ?? ''));
    }
    const calendar = dates.finish();
    if (problems.count() > 0) return problems.refuse();
    const prices = createMatrix(rows.count(), assets.length, rows.take());
    const table: PriceTable = { dates: calendar.dates, assets, prices };
    const format = {
      delimiter: records.delimiter() ?? ',',
      decimalSeparator: evidence.separator() ?? 'point',
      dateFormat: calendar.format,
      byteOrderMark: records.byteOrderMark(),
      blankLines,
    };
    return { ok: true, table, report: describePriceTable(table, format) };
  }

  return {
    write(chunk) {
      if (!refused) records.write(chunk);
      return !refused;
    },
    end() {
      records.end();
      return finish();
    },
  };
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function checkRowLimits(rowCount: number, assetCount: number, line: number): PriceFileProblem | undefined {
  if (rowCount > maximumRowCount) {
    const sentence = `the file has more than ${maximumRowCount} dates.`;
    return describeProblem('too-many-rows', { line }, sentence, 'Split the file by dates.');
  }
  if (rowCount * assetCount > maximumCellCount) {
    const sentence = `the file has more than ${maximumCellCount} prices.`;
    return describeProblem('too-many-cells-in-file', { line }, sentence, 'Split the file by dates or by assets.');
  }
  return undefined;
}

function wrongCellCount(cells: readonly string[], assets: readonly string[], line: number): PriceFileProblem {
  const expected = assets.length + 1;
  const few = cells.length < expected;
  const column = few ? cells.length + 1 : expected + 1;
  return describeProblem(
    few ? 'too-few-cells' : 'too-many-cells',
    { line, column, field: few ? (assets[column - 2] ?? null) : null, value: few ? null : (cells[column - 1] ?? null) },
    `the line has ${cells.length} cells; the header has ${expected}.`,
    few
      ? 'Write every delimiter, also for missing prices at the end of the line.'
      : 'Remove the extra cells; a number with a decimal comma or thousands separator may have been split.',
  );
}

function emptyFile(): PriceFileProblem {
  return describeProblem(
    'empty-file',
    {},
    'the file is empty.',
    'Give a file with a header line (date, then one column per asset) and one line per date.',
  );
}

function tooFewRows(count: number, line: number): PriceFileProblem {
  const sentence =
    count === 0 ? 'the file has a header and no prices.' : 'the file has prices of one date; a return needs two.';
  return describeProblem('too-few-rows', { line }, sentence, 'Add lines of prices: at least two dates.');
}
