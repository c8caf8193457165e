/** What the owner sees before a commit: what the file holds and what it would do to the assets that are there. */
import type { PriceImport, ProblemDetail } from '@riskoptimizer/contracts';
import type { PriceFileReport, PriceFileWarning } from '@riskoptimizer/price-csv';
import { dayFromIso } from '../market-data/calendar.ts';
import { guessFrequency } from '../market-data/frequency.ts';
import { findDay, type PriceColumn } from '../market-data/price-columns.ts';
import { decimalFromNumber } from '../valuation/decimal-and-number.ts';
import { previewHours } from './limits.ts';
import type { ReadPriceFile } from './read-price-file.ts';
import { tableColumns } from './table-columns.ts';

export interface PreviewInput {
  readonly id: string;
  readonly fileName: string;
  readonly file: ReadPriceFile;
  /** Stored prices of imported assets by symbol; symbols that are new are not in it. */
  readonly stored: ReadonlyMap<string, PriceColumn>;
  readonly now: Date;
}

const delimiterNames: Record<PriceFileReport['delimiter'], PriceImport['delimiter']> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
};

export function previewImport({ id, fileName, file, stored, now }: PreviewInput): PriceImport {
  const { table, report } = file;
  const columns = tableColumns(table);
  return {
    id,
    fileName,
    byteCount: file.byteCount,
    status: 'ready',
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + previewHours * 3_600_000).toISOString(),
    delimiter: delimiterNames[report.delimiter],
    decimalSeparator: report.decimalSeparator,
    dateFormat: report.dateFormat,
    rowCount: report.rowCount,
    from: report.from,
    to: report.to,
    periodsPerYear: guessFrequency(Int32Array.from(table.dates, dayFromIso)).periodsPerYear,
    assets: columns.map((column, index) => previewAsset(file, index, column, stored.get(table.assets[index]!))),
    warnings: report.warnings.map(presentWarning),
  };
}

function previewAsset(
  { table, report }: ReadPriceFile,
  index: number,
  column: PriceColumn,
  stored: PriceColumn | undefined,
): PriceImport['assets'][number] {
  const coverage = report.coverage[index]!;
  return {
    symbol: table.assets[index]!,
    priceCount: coverage.priceCount,
    firstDate: coverage.firstDate!,
    lastDate: coverage.lastDate!,
    gapCount: coverage.gaps.length,
    missingCount: coverage.gaps.reduce((sum, gap) => sum + gap.missingCount, 0),
    lastClose: decimalFromNumber(column.closes.at(-1)!),
    change: stored === undefined ? 'new' : changesAny(column, stored) ? 'replaces' : 'extends',
  };
}

/** Whether the file has another price than the stored one on any date. */
function changesAny(column: PriceColumn, stored: PriceColumn): boolean {
  return column.days.some((day, index) => {
    const found = findDay(stored, day);
    return found >= 0 && stored.closes[found] !== column.closes[index];
  });
}

function presentWarning({ message, column, field }: PriceFileWarning): ProblemDetail {
  return { message, ...(column === null ? {} : { column }), ...(field === null ? {} : { field }) };
}
