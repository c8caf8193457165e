/** An uploaded file of transactions in memory, and what is said when it cannot be read. */
import { type ProblemDetail, transactionFileBytesMax } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';

export async function readUpload(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  for await (const piece of pieces) {
    byteCount += piece.byteLength;
    if (byteCount > transactionFileBytesMax) throw transactionFileTooLarge();
    parts.push(piece);
  }
  return Buffer.concat(parts);
}

export function transactionFileTooLarge(): ProblemError {
  return new ProblemError(
    'body-too-large',
    `The file is larger than ${transactionFileBytesMax / 1e6} MB, which is the limit. Split it by date and import the parts one after the other.`,
  );
}

export function fileRefused(problems: readonly ProblemDetail[]): ProblemError {
  const first = problems[0]?.message ?? 'it cannot be read.';
  return new ProblemError('transaction-file-invalid', `The file cannot be imported: ${first} Nothing was stored.`, {
    errors: [...problems],
    errorCount: problems.length,
  });
}
