import type { PriceTable } from '@riskoptimizer/engine';
import {
  createPriceReader,
  type PriceFileReport,
  type PriceReaderOptions,
  type RefusedFile,
} from '@riskoptimizer/price-csv';
import { CliError } from '../core/cli-error.ts';
import { readTextFileInChunks } from './text-file.ts';

export interface PriceFile {
  readonly file: string;
  readonly sha256: string;
  readonly table: PriceTable;
  readonly report: PriceFileReport;
}

/**
 * Reads a price file chunk by chunk.
 *
 * @throws CliError with line, column and field of the first problem, and all of them as details.
 */
export async function readPriceFile(file: string, options: PriceReaderOptions): Promise<PriceFile> {
  const reader = createPriceReader(options);
  const sha256 = await readTextFileInChunks(file, (chunk) => reader.write(chunk));
  const result = reader.end();
  if (!result.ok) throw refused(file, result);
  return { file, sha256, table: result.table, report: result.report };
}

/** The error for a file that a reader refused. */
export function refused(file: string, result: RefusedFile): CliError {
  const [first] = result.problems;
  if (first === undefined) throw new Error(`${file} was refused without a problem`);
  const { code, message, line, column, field, remedy } = first;
  const details = { list: result.problems, count: result.problemCount };
  return new CliError(code, message, remedy, { file, line, column, field }, details);
}
