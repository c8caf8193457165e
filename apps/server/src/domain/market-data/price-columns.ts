/** Closing prices of one asset as columns, and who provides them. */

/** Closes in the currency of the asset; days ascend, one close a day, nothing missing in between is made up. */
export interface PriceColumn {
  readonly days: Int32Array;
  readonly closes: Float64Array;
  /** Closes whose ratios are returns; left out where the closes themselves are. Never what a holding is worth. */
  readonly returnCloses?: Float64Array | undefined;
}

/** Of an asset without prices. */
export const emptyColumn: PriceColumn = { days: new Int32Array(0), closes: new Float64Array(0) };

/** The place of a day in the column, or -1. */
export function findDay(column: PriceColumn, day: number): number {
  let low = 0;
  let high = column.days.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = column.days[middle]!;
    if (found === day) return middle;
    if (found < day) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
