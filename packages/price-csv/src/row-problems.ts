import { maximumCellCount, maximumRowCount } from './limits.ts';
import { describeProblem, type PriceFileProblem } from './problem.ts';

export function checkRowLimits(rowCount: number, assetCount: number, line: number): PriceFileProblem | undefined {
  if (rowCount > maximumRowCount) {
    const sentence = `the file has more than ${maximumRowCount} dates.`;
    return describeProblem('too-many-rows', { line }, sentence, 'Split the file by dates.');
  }
  if (rowCount * assetCount > maximumCellCount) {
    const sentence = `the file has more than ${maximumCellCount} prices.`;
    return describeProblem('too-many-cells-in-file', { line }, sentence, 'Split the file by dates or by assets.');
  }
  return undefined;
}

export function wrongCellCount(cells: readonly string[], assets: readonly string[], line: number): PriceFileProblem {
  const expected = assets.length + 1;
  const few = cells.length < expected;
  const column = few ? cells.length + 1 : expected + 1;
  return describeProblem(
    few ? 'too-few-cells' : 'too-many-cells',
    { line, column, field: few ? (assets[column - 2] ?? null) : null, value: few ? null : (cells[column - 1] ?? null) },
    `the line has ${cells.length} cells; the header has ${expected}.`,
    few
      ? 'Write every delimiter, also for missing prices at the end of the line.'
      : 'Remove the extra cells; a number with a decimal comma or thousands separator may have been split.',
  );
}

export function emptyFile(): PriceFileProblem {
  return describeProblem(
    'empty-file',
    {},
    'the file is empty.',
    'Give a file with a header line (date, then one column per asset) and one line per date.',
  );
}

export function tooFewRows(count: number, line: number): PriceFileProblem {
  const sentence =
    count === 0 ? 'the file has a header and no prices.' : 'the file has prices of one date; a return needs two.';
  return describeProblem('too-few-rows', { line }, sentence, 'Add lines of prices: at least two dates.');
}
