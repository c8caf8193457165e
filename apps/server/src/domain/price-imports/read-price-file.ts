/** Reads a price file that arrives in pieces, and stops at the first byte over the limit. */
import { createHash } from 'node:crypto';
import { type ProblemDetail, priceFileBytesMax } from '@riskoptimizer/contracts';
import { createPriceReader, type PriceFileProblem, type PriceFileResult } from '@riskoptimizer/price-csv';
import { ProblemError } from '../../core/errors.ts';
import { importPriceCountMax } from './limits.ts';

type AcceptedFile = Extract<PriceFileResult, { ok: true }>;

export interface ReadPriceFile extends Omit<AcceptedFile, 'ok'> {
  readonly byteCount: number;
  /** Of its bytes as they arrived, in hexadecimal: which file it was. */
  readonly sha256: string;
  readonly priceCount: number;
}

/**
 * Reads the bytes of a file as prices. Memory holds the prices, never the file.
 *
 * @throws ProblemError `body-too-large` over the limit, `price-file-invalid` with every problem's line, column and remedy.
 */
export async function readPriceFile(pieces: AsyncIterable<Uint8Array>): Promise<ReadPriceFile> {
  const reader = createPriceReader();
  // Not fatal: bytes that are no UTF-8 become U+FFFD, which the reader reports with its line.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const digest = createHash('sha256');
  let byteCount = 0;
  for await (const piece of pieces) {
    byteCount += piece.byteLength;
    if (byteCount > priceFileBytesMax) throw fileTooLarge();
    digest.update(piece);
    if (!reader.write(decoder.decode(piece, { stream: true }))) break;
  }
  reader.write(decoder.decode());
  const result = reader.end();
  if (!result.ok) throw fileInvalid(result.problems, result.problemCount);
  const priceCount = result.report.coverage.reduce((sum, asset) => sum + asset.priceCount, 0);
  if (priceCount > importPriceCountMax) throw tooManyPrices(priceCount);
  return { table: result.table, report: result.report, byteCount, sha256: digest.digest('hex'), priceCount };
}

const megabytes = (bytes: number) => `${bytes / 1e6} MB`;

export function fileTooLarge(): ProblemError {
  return new ProblemError(
    'body-too-large',
    `The file is larger than ${megabytes(priceFileBytesMax)}, which is the limit. Split it by date or by asset and import the parts one after the other.`,
  );
}

function tooManyPrices(count: number): ProblemError {
  const limit = importPriceCountMax.toLocaleString('en-US');
  const message = `the file has ${count.toLocaleString('en-US')} prices; at most ${limit} are imported at once.`;
  return new ProblemError('price-file-invalid', `The file cannot be imported: ${message}`, {
    errors: [{ message, remedy: 'Split the file by assets, and import the parts one after the other.' }],
    errorCount: 1,
  });
}

function fileInvalid(problems: readonly PriceFileProblem[], count: number): ProblemError {
  const first = problems[0]?.message ?? 'it cannot be read.';
  const others = count === 1 ? '' : ` There ${count === 2 ? 'is 1 more problem' : `are ${count - 1} more problems`}.`;
  return new ProblemError('price-file-invalid', `The file cannot be imported. ${first}${others} Nothing was stored.`, {
    errors: problems.map(presentProblem),
    errorCount: count,
  });
}

function presentProblem({ message, line, column, field, value, remedy }: PriceFileProblem): ProblemDetail {
  return {
    message,
    ...(field === null ? {} : { field }),
    ...(line === null ? {} : { line }),
    ...(column === null ? {} : { column }),
    ...(value === null ? {} : { value }),
    remedy,
  };
}
