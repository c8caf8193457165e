import Papa from 'papaparse';
import { type Delimiter, detectDelimiter } from './delimiter.ts';
import { maximumFileBytes, maximumRecordCharacters } from './limits.ts';
import { LineEnds } from './line-ends.ts';
import type { PriceFileProblem } from './problem.ts';
import { fileTooLarge, malformedQuote, recordTooLong, unclosedQuote, wrongEncoding } from './record-problems.ts';

/** Text is parsed in pieces of this many characters: large enough to be fast, small enough that cells stay few. */
const defaultPieceCharacters = 1 << 16;

export interface RecordHandler {
  /** A record and the 1-based line on which it begins. Blank lines arrive as one empty cell. */
  record(cells: string[], line: number): void;
  /** A problem; after a fatal one nothing more is read. */
  problem(problem: PriceFileProblem, fatal: boolean): void;
}

/**
 * Splits text that arrives in chunks into records of cells, with memory for one piece only.
 *
 * RFC 4180 with comma, semicolon or tab; LF, CRLF or CR; an optional byte-order mark.
 */
export class RecordReader {
  readonly #firstColumn: string;
  readonly #handler: RecordHandler;
  readonly #pieceCharacters: number;
  readonly #lineEnds = new LineEnds();
  #stopped = false;
  #byteOrderMark = false;
  /** Characters seen so far. */
  #characters = 0;
  /** Text that is not parsed yet: the beginning of a record. */
  #pending = '';
  /** Length of the pending text at which it is parsed. */
  #parseAt: number;
  /** Line on which the pending text begins. */
  #line = 1;
  #delimiter: Delimiter | undefined;
  #parser: Papa.Parser | undefined;

  /**
   * @param firstColumn lower-case name of the first column, which settles the delimiter.
   * @param pieceCharacters how much text is parsed at a time; the records do not depend on it.
   */
  constructor(firstColumn: string, handler: RecordHandler, pieceCharacters = defaultPieceCharacters) {
    this.#firstColumn = firstColumn;
    this.#handler = handler;
    this.#pieceCharacters = pieceCharacters;
    this.#parseAt = pieceCharacters;
  }

  get delimiter(): Delimiter | undefined {
    return this.#delimiter;
  }

  get byteOrderMark(): boolean {
    return this.#byteOrderMark;
  }

  write(chunk: string): void {
    for (let from = 0; from < chunk.length; from += this.#pieceCharacters) {
      this.#accept(chunk.slice(from, from + this.#pieceCharacters));
    }
  }

  end(): void {
    if (this.#stopped) return;
    this.#pending += this.#lineEnds.end();
    // The parser leaves the last record alone until its line end has come, so the last line gets one if it has none.
    if (this.#pending !== '' && !this.#pending.endsWith('\n')) this.#pending += '\n';
    this.#drain();
    if (!this.#stopped && this.#parser !== undefined && this.#pending !== '') this.#fail(unclosedQuote(this.#line));
    this.#stopped = true;
  }

  /** Reads nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#pending = '';
  }

  #fail(problem: PriceFileProblem): void {
    this.stop();
    this.#handler.problem(problem, true);
  }

  #accept(piece: string): void {
    if (this.#stopped || piece === '') return;
    let text = piece;
    if (this.#characters === 0 && text.startsWith('\ufeff')) {
      this.#byteOrderMark = true;
      text = text.slice(1);
    }
    this.#characters += piece.length;
    if (this.#characters > maximumFileBytes) return this.#fail(fileTooLarge(null));
    text = this.#lineEnds.take(text);
    const undecoded = /[\0\ufffd]/.exec(text);
    this.#pending += undecoded === null ? text : text.slice(0, undecoded.index);
    if (undecoded !== null || this.#pending.length >= this.#parseAt) this.#drain();
    if (undecoded === null || this.#stopped) return;
    this.#fail(wrongEncoding(this.#line + lineBreaksIn(this.#pending), undecoded[0]));
  }

  /** Parses the complete records of the pending text. */
  #drain(): void {
    this.#parser ??= this.#chooseParser();
    if (this.#parser !== undefined) {
      const piece = this.#pending;
      const parsed = this.#parser.parse(piece, 0, true) as ParsedPiece;
      this.#pending = piece.slice(parsed.meta.cursor);
      this.#deliver(parsed, piece);
    }
    if (this.#pending.length > maximumRecordCharacters && !this.#stopped) this.#fail(recordTooLong(this.#line));
    // A record that spans pieces is parsed again from its start; doubling keeps that linear in its length.
    this.#parseAt = Math.max(this.#pieceCharacters, 2 * this.#pending.length);
  }

  /** The header decides about the delimiter, so nothing is parsed before its line is complete. */
  #chooseParser(): Papa.Parser | undefined {
    const header = /^\s*(\S[^\n]*)\n/.exec(this.#pending);
    if (header === null) return undefined;
    this.#delimiter = detectDelimiter(header[1] ?? '', this.#firstColumn);
    return new Papa.Parser({ delimiter: this.#delimiter, newline: '\n', quoteChar: '"' });
  }

  #deliver(parsed: ParsedPiece, piece: string): void {
    const mayBeLong = piece.length > maximumRecordCharacters;
    const quoted = piece.includes('"');
    const malformed = new Set(parsed.errors.map((error) => error.row));
    for (let index = 0; index < parsed.data.length && !this.#stopped; index++) {
      const cells = parsed.data[index] as string[];
      if (mayBeLong && isTooLong(cells)) return this.#fail(recordTooLong(this.#line));
      if (malformed.has(index)) this.#handler.problem(malformedQuote(this.#line), false);
      else this.#handler.record(cells, this.#line);
      this.#line += 1;
      if (quoted) for (const cell of cells) this.#line += lineBreaksIn(cell);
    }
  }
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

function lineBreaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
