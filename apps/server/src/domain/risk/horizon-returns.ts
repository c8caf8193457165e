import {
  createMatrix,
  type Matrix,
  matrixRow,
  overlappingReturns,
  type PriceTable,
  simpleReturns,
} from '@riskoptimizer/engine';

/**
 * Compounded returns of every asset over each run of `horizon` neighbouring periods, row = run, column = asset.
 *
 * A run in which any asset misses a price is left out, and no run reaches over a period that is not there.
 *
 * @returns 0 rows when there is no whole run.
 */
export function horizonReturns(table: PriceTable, horizon: number): Matrix {
  const periods = simpleReturns(table, { alignment: 'pairwise' });
  if (periods.returns.rows < horizon) return createMatrix(0, table.assets.length);
  const rowOfDate = new Map(table.dates.map((date, row) => [date, row]));
  const tableRow = periods.dates.map((date) => rowOfDate.get(date)!);
  const runs = overlappingReturns(periods.returns, horizon);
  const whole = Array.from({ length: runs.rows }, (_, row) => row).filter((row) => {
    const areNeighbours = horizon - 1 === tableRow[row + horizon - 1]! - tableRow[row]!;
    return areNeighbours && !matrixRow(runs, row).some((value) => Number.isNaN(value));
  });
  const data = new Float64Array(whole.length * runs.columns);
  whole.forEach((row, index) => data.set(matrixRow(runs, row), index * runs.columns));
  return createMatrix(whole.length, runs.columns, data);
}
