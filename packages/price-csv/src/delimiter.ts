/** The characters that may separate cells. */
export type Delimiter = ',' | ';' | '\t';

const delimiters: readonly Delimiter[] = [',', ';', '\t'];

/**
 * Finds the delimiter in the header line.
 *
 * The character after the first column's name decides ("date;A,B;C" is separated by semicolons); without that name the
 * most frequent of comma, semicolon and tab outside quotation marks does, and a comma when there is none.
 */
export function detectDelimiter(headerLine: string, firstColumn: string): Delimiter {
  const trimmed = headerLine.trimStart();
  const unquoted = trimmed.startsWith('"') ? trimmed.slice(1) : trimmed;
  if (unquoted.slice(0, firstColumn.length).toLowerCase() === firstColumn) {
    const next = /^"?[^\S\t]*([,;\t])/.exec(unquoted.slice(firstColumn.length));
    if (next !== null) return next[1] as Delimiter;
  }
  const counts = countOutsideQuotes(headerLine);
  return delimiters.reduce((best, delimiter) => (counts[delimiter] > counts[best] ? delimiter : best));
}

function countOutsideQuotes(line: string): Record<Delimiter, number> {
  const counts: Record<Delimiter, number> = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ',' || character === ';' || character === '\t')) counts[character] += 1;
  }
  return counts;
}
