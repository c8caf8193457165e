/** A table as CSV, and its download. */

export type CsvCell = string | number | null | undefined;
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
}

/** A text that a spreadsheet would run as a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/** RFC 4180: commas, CRLF, quotes where needed. Numbers keep full precision and a plain minus; texts never start a formula. */
export function csvText(table: CsvTable): string {
  return [table.columns, ...table.rows]
    .map((row) => row.map(cellText).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function cellText(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a file to the browser's download. */
export function download(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // Some browsers read the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function downloadCsv(fileName: string, table: CsvTable): void {
  download(`${fileName}.csv`, new Blob([csvText(table)], { type: 'text/csv;charset=utf-8' }));
}

/** A name that every file system takes: `Demo portfolio: risk` becomes `demo-portfolio-risk`. */
export function fileNameOf(...parts: string[]): string {
  const plain = parts
    .join(' ')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-');
  return plain.replaceAll(/^-+|-+$/g, '') || 'riskoptimizer';
}
