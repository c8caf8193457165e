import type { PriceTable } from '@riskoptimizer/engine';

/**
 * Writes a table of prices as a price file: commas, ISO dates, decimal points, LF; a missing price is an empty cell.
 *
 * Numbers are written so that {@link readPrices} reads the same doubles back.
 */
export function writePrices(table: PriceTable): string {
  const { data, columns } = table.prices;
  const lines = [['date', ...table.assets].map(quote).join(',')];
  table.dates.forEach((date, row) => {
    const cells = Array.from(data.subarray(row * columns, (row + 1) * columns), (price) =>
      Number.isNaN(price) ? '' : String(price),
    );
    lines.push(`${date},${cells.join(',')}`);
  });
  return `${lines.join('\n')}\n`;
}

function quote(name: string): string {
  return /[",;\t\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
