/** Delimited text to records of cells, each with the line it begins on. */
import type { TableDelimiter } from '@riskoptimizer/contracts';
import Papa from 'papaparse';
import { cellCharactersMax, columnsMax } from '../limits.ts';
import { FileRefusal } from '../problem.ts';

/** A line of a table: where it stands and what it holds. */
export interface TableRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** Columns whose cells are numbers by their type, as workbooks have them: written with a point, whatever the file does. */
  readonly exact?: ReadonlySet<number>;
}

const characterOf: Record<TableDelimiter, string> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' };
const delimiters = Object.keys(characterOf) as TableDelimiter[];
const sampleCharacters = 20_000;

/**
 * Which delimiter splits the text into the most equal records of more than one cell. Single cells tell nothing, so a text
 * without any of them is comma-separated.
 */
export function detectDelimiter(text: string): TableDelimiter {
  const sample = text.slice(0, sampleCharacters);
  let best: { delimiter: TableDelimiter; score: number } = { delimiter: 'comma', score: 0 };
  for (const delimiter of delimiters) {
    const { data } = Papa.parse<string[]>(sample, { delimiter: characterOf[delimiter], preview: 60 });
    const widths = new Map<number, number>();
    for (const cells of data) if (cells.length > 1) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
    for (const [width, count] of widths) {
      // Many records of one width tell more than a wide one: the cubed count outweighs commas within amounts.
      const score = count ** 3 * Math.min(width, 30);
      if (score > best.score) best = { delimiter, score };
    }
  }
  return best.delimiter;
}

/** Reads all records; blank ones are left out. @throws FileRefusal for a quote without end, and too many or too long cells. */
export function readRecords(text: string, delimiter: TableDelimiter): TableRecord[] {
  // Line ends become one kind, but those within quotes belong to the cell.
  const plain = text.replaceAll(/"[^"]*"|\r\n?/g, (found) => (found.startsWith('"') ? found : '\n'));
  const records: TableRecord[] = [];
  let line = 1;
  let from = 0;
  // Papa's parser alone: no guesses, no conversions.
  const parser = new Papa.Parser({
    delimiter: characterOf[delimiter],
    newline: '\n',
    quoteChar: '"',
    step: (result: { data: string[][]; errors: { code: string }[]; meta: { cursor: number } }) => {
      for (const cells of result.data) {
        refuseBroken(result.errors, cells, line);
        if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells: cells.map((cell) => cell.trim()) });
      }
      for (let at = plain.indexOf('\n', from); at !== -1 && at < result.meta.cursor; at = plain.indexOf('\n', from)) {
        line += 1;
        from = at + 1;
      }
      from = result.meta.cursor;
    },
  });
  parser.parse(plain, 0, false);
  return records;
}

function refuseBroken(errors: readonly { code: string }[], cells: readonly string[], line: number): void {
  if (errors.some(({ code }) => code === 'MissingQuotes')) {
    throw new FileRefusal({
      message: `line ${line} opens a quoted cell that never ends.`,
      line,
      remedy: 'Close the quote with ", and write a quote within a cell as "".',
    });
  }
  if (cells.length > columnsMax) {
    throw new FileRefusal({
      message: `line ${line} has ${cells.length} columns; at most ${columnsMax} are read.`,
      line,
      remedy: 'Export the file with fewer columns.',
    });
  }
  const long = cells.findIndex((cell) => cell.length > cellCharactersMax);
  if (long !== -1) {
    throw new FileRefusal({
      message: `the cell in line ${line}, column ${long + 1} has more than ${cellCharactersMax} characters.`,
      line,
      column: long + 1,
      remedy: 'Shorten the cell. A quote that is not closed makes one cell of many lines.',
    });
  }
}
