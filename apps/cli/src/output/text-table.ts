/**
 * Rows of text as aligned columns: words to the left, figures to the right.
 *
 * @param wordColumns the columns with words; only the first unless given.
 */
export function formatTable(rows: readonly (readonly string[])[], wordColumns: readonly number[] = [0]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        return wordColumns.includes(column) ? cell + padding : padding + cell;
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

function displayWidth(text: string): number {
  return [...text].length;
}

/** 0.12345 as "12.35 %"; what is not defined as a dash. */
export function percent(value: number | null, digits = 2): string {
  return value === null || !Number.isFinite(value) ? '–' : `${(100 * value).toFixed(digits)} %`;
}

/** Four significant digits, with an exponent only where it is shorter. */
export function figure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(3);
}

/** "1 asset", "7,125 returns". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
