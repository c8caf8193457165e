import { maximumFileBytes, maximumRecordCharacters } from './limits.ts';
import { describeProblem, type PriceFileProblem } from './problem.ts';

/** The problem of a file over the limit; `bytes` null when only a part of it was read. */
export function fileTooLarge(bytes: number | null): PriceFileProblem {
  const limit = `${maximumFileBytes / 1e6} MB`;
  const size = bytes === null ? `is larger than ${limit}` : `has ${(bytes / 1e6).toFixed(1)} MB; the limit is ${limit}`;
  return describeProblem(
    'file-too-large',
    {},
    `the file ${size}.`,
    'Split the file by date or by asset, or drop the columns that are not needed.',
  );
}

/** Compares a file's size with the limit before it is read: undefined when it may be read. */
export function checkFileSize(bytes: number): PriceFileProblem | undefined {
  return bytes > maximumFileBytes ? fileTooLarge(bytes) : undefined;
}

export function wrongEncoding(line: number, character: string): PriceFileProblem {
  const found = character === '\0' ? 'a zero byte (the file looks like UTF-16)' : 'bytes that are not UTF-8';
  return describeProblem(
    'wrong-encoding',
    { line },
    `the text holds ${found}.`,
    'Save the file as "CSV UTF-8" (in Excel: Save As, CSV UTF-8).',
  );
}

export function recordTooLong(line: number): PriceFileProblem {
  return describeProblem(
    'record-too-long',
    { line },
    `the record that begins here is longer than ${maximumRecordCharacters} characters.`,
    'Look for a quotation mark that is never closed, or for missing line ends.',
  );
}

export function unclosedQuote(line: number): PriceFileProblem {
  return describeProblem(
    'unclosed-quote',
    { line },
    'a quotation mark opens here and is never closed.',
    'Close the quotation mark, or remove it.',
  );
}

export function malformedQuote(line: number): PriceFileProblem {
  return describeProblem(
    'malformed-quote',
    { line },
    'text follows a closing quotation mark.',
    'Write a quotation mark inside a quoted cell twice ("").',
  );
}
