import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { checkFileSize } from '@riskoptimizer/price-csv';
import { CliError } from '../core/cli-error.ts';

/**
 * Makes sure that a file can be read and is not too large, from its size alone.
 *
 * @throws CliError that names the file.
 */
async function requireReadable(file: string): Promise<void> {
  let bytes: number;
  try {
    const found = await stat(file);
    if (found.isDirectory()) {
      throw new CliError('file-not-readable', `${file} is a folder.`, 'Name a file.', { file });
    }
    bytes = found.size;
  } catch (error) {
    throw readError(file, error);
  }
  const tooLarge = checkFileSize(bytes);
  if (tooLarge !== undefined) throw new CliError(tooLarge.code, tooLarge.message, tooLarge.remedy, { file });
}

export function readError(file: string, error: unknown): CliError {
  if (error instanceof CliError) return error;
  const reason = error instanceof Error && 'code' in error ? error.code : undefined;
  if (reason === 'ENOENT' || reason === 'ENOTDIR') {
    return new CliError('file-not-found', `There is no file ${file}.`, 'Check the name and the folder.', { file });
  }
  if (reason === 'EISDIR') return new CliError('file-not-readable', `${file} is a folder.`, 'Name a file.', { file });
  const detail = reason === 'EACCES' ? 'you have no permission' : String(reason ?? error);
  return new CliError(
    'file-not-readable',
    `${file} cannot be read: ${detail}.`,
    'Check the file and its permissions.',
    { file },
  );
}

/** The text of a file (a byte-order mark is kept) and the SHA-256 of its bytes. */
export async function readTextFile(file: string): Promise<{ text: string; sha256: string }> {
  const chunks: string[] = [];
  const sha256 = await readTextFileInChunks(file, (chunk) => {
    chunks.push(chunk);
    return true;
  });
  return { text: chunks.join(''), sha256 };
}

/**
 * Hands the text of a file on in chunks until `take` returns false.
 *
 * @returns SHA-256 of the bytes that were read, hexadecimal.
 */
export async function readTextFileInChunks(file: string, take: (chunk: string) => boolean): Promise<string> {
  await requireReadable(file);
  const hash = createHash('sha256');
  // The reader of price files wants to see the byte-order mark, and bytes that are not UTF-8 as U+FFFD.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  try {
    for await (const chunk of createReadStream(file)) {
      const bytes = chunk as Uint8Array;
      hash.update(bytes);
      if (!take(decoder.decode(bytes, { stream: true }))) return hash.digest('hex');
    }
    take(decoder.decode());
  } catch (error) {
    throw readError(file, error);
  }
  return hash.digest('hex');
}
