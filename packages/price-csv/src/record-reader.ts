import Papa from 'papaparse';
import { type Delimiter, detectDelimiter } from './delimiter.ts';
import { maximumFileBytes, maximumRecordCharacters } from './limits.ts';
import { describeProblem, type PriceFileProblem } from './problem.ts';

/** Text is parsed in pieces of this many characters: large enough to be fast, small enough that cells stay few. */
const defaultPieceCharacters = 1 << 16;

export interface RecordHandler {
  /** A record and the 1-based line on which it begins. Blank lines arrive as one empty cell. */
  record(cells: string[], line: number): void;
  /** A problem; after a fatal one nothing more is read. */
  problem(problem: PriceFileProblem, fatal: boolean): void;
}

/** Splits text that arrives in chunks into records of cells, with memory for one piece only. */
export interface RecordReader {
  write(chunk: string): void;
  end(): void;
  stop(): void;
  delimiter(): Delimiter | undefined;
  byteOrderMark(): boolean;
}

/**
 * Makes a reader of records (RFC 4180 with comma, semicolon or tab; LF, CRLF or CR; an optional byte-order mark).
 *
 * @param firstColumn lower-case name of the first column, which settles the delimiter.
 * @param pieceCharacters how much text is parsed at a time; the records do not depend on it.
 */
export function createRecordReader(
  firstColumn: string,
  handler: RecordHandler,
  pieceCharacters = defaultPieceCharacters,
): RecordReader {
  let stopped = false;
  let started = false;
  let byteOrderMark = false;
  let heldReturn = false;
  let characters = 0;
  let pending = '';
  let parseAt = pieceCharacters;
  let line = 1;
  let delimiter: Delimiter | undefined;
  let parser: Papa.Parser | undefined;

  function fail(problem: PriceFileProblem): void {
    stopped = true;
    pending = '';
    handler.problem(problem, true);
  }

  /** Line ends become "\n" before the parser sees them, so that files with mixed line ends keep their line numbers. */
  function normalise(piece: string): string {
    let text = heldReturn ? `\r${piece}` : piece;
    heldReturn = text.endsWith('\r');
    if (heldReturn) text = text.slice(0, -1);
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }

  function accept(piece: string): void {
    if (stopped) return;
    characters += piece.length;
    if (characters > maximumFileBytes) return fail(fileTooLarge(null));
    let text = piece;
    if (!started && text !== '') {
      started = true;
      byteOrderMark = text.startsWith('\ufeff');
      if (byteOrderMark) text = text.slice(1);
    }
    text = normalise(text);
    const undecoded = /[\0\ufffd]/.exec(text);
    if (undecoded !== null) {
      pending += text.slice(0, undecoded.index);
      drain();
      if (!stopped) fail(wrongEncoding(line + lineBreaksIn(pending), undecoded[0]));
      return;
    }
    pending += text;
    if (pending.length >= parseAt) drain();
  }

  function chooseParser(): Papa.Parser | undefined {
    const header = /^\s*(\S[^\n]*)\n/.exec(pending);
    if (header === null) return undefined;
    delimiter = detectDelimiter(header[1] ?? '', firstColumn);
    return new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"' });
  }

  function drain(): void {
    if (stopped) return;
    parser ??= chooseParser();
    if (parser !== undefined) {
      const parsed = parser.parse(pending, 0, true) as ParsedPiece;
      const quoted = pending.includes('"');
      const mayBeLong = pending.length > maximumRecordCharacters;
      pending = pending.slice(parsed.meta.cursor);
      deliver(parsed, quoted, mayBeLong);
    }
    if (pending.length > maximumRecordCharacters && !stopped) fail(recordTooLong(line));
    // A record that spans pieces is parsed again from its start; doubling keeps that linear in its length.
    parseAt = Math.max(pieceCharacters, 2 * pending.length);
  }

  function deliver(parsed: ParsedPiece, quoted: boolean, mayBeLong: boolean): void {
    const malformed = new Set(parsed.errors.map((error) => error.row));
    for (let index = 0; index < parsed.data.length && !stopped; index++) {
      const cells = parsed.data[index] as string[];
      if (mayBeLong && isTooLong(cells)) return fail(recordTooLong(line));
      if (malformed.has(index)) handler.problem(malformedQuote(line), false);
      else handler.record(cells, line);
      line += 1;
      if (quoted) for (const cell of cells) line += lineBreaksIn(cell);
    }
  }

  return {
    write(chunk) {
      for (let from = 0; from < chunk.length; from += pieceCharacters) {
        accept(chunk.slice(from, from + pieceCharacters));
      }
    },
    end() {
      if (stopped) return;
      // The parser leaves the last record alone until its line end has come, so the last line gets one if it has none.
      if (heldReturn || (pending !== '' && !pending.endsWith('\n'))) pending += '\n';
      drain();
      if (!stopped && parser !== undefined && pending !== '') fail(unclosedQuote(line));
      stopped = true;
    },
    stop() {
      stopped = true;
      pending = '';
    },
    delimiter: () => delimiter,
    byteOrderMark: () => byteOrderMark,
  };
}

interface ParsedPiece {
  data: string[][];
  errors: { row: number }[];
  meta: { cursor: number };
}

function isTooLong(cells: readonly string[]): boolean {
  let characters = cells.length - 1;
  for (const cell of cells) characters += cell.length;
  return characters > maximumRecordCharacters;
}

function lineBreaksIn(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count += 1;
  return count;
}

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

function wrongEncoding(line: number, character: string): PriceFileProblem {
  const found = character === '\0' ? 'a zero byte (the file looks like UTF-16)' : 'bytes that are not UTF-8';
  return describeProblem(
    'wrong-encoding',
    { line },
    `the text holds ${found}.`,
    'Save the file as "CSV UTF-8" (in Excel: Save As, CSV UTF-8).',
  );
}

function recordTooLong(line: number): PriceFileProblem {
  return describeProblem(
    'record-too-long',
    { line },
    `the record that begins here is longer than ${maximumRecordCharacters} characters.`,
    'Look for a quotation mark that is never closed, or for missing line ends.',
  );
}

function unclosedQuote(line: number): PriceFileProblem {
  return describeProblem(
    'unclosed-quote',
    { line },
    'a quotation mark opens here and is never closed.',
    'Close the quotation mark, or remove it.',
  );
}

function malformedQuote(line: number): PriceFileProblem {
  return describeProblem(
    'malformed-quote',
    { line },
    'text follows a closing quotation mark.',
    'Write a quotation mark inside a quoted cell twice ("").',
  );
}
