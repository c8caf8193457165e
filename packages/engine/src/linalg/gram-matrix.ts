/**
 * The Gram matrix G = XᵀX of column vectors, the hot loop of every covariance.
 *
 * Four columns meet four columns at a time: 16 sums stay in registers while 8 numbers are read for 16 products, instead of 2 numbers for
 * one product. The rows are taken in tiles, so that the eight pieces of columns in use stay in the first-level cache.
 */
import { gramSumsBySimd } from './gram-simd.ts';
import { createMatrix, type Matrix } from './matrix.ts';

/** Rows a tile: 8 columns × 512 × 8 bytes = 32 kB, the size of a first-level data cache. */
const tileRows = 512;

/** Columns that meet at a time. */
const blockColumns = 4;

/** Products from which vector instructions repay their set-up: about 10 ms of plain sums. */
const simdProductsMin = 2e7;

/**
 * XᵀX as a full symmetric matrix.
 *
 * Large ones are summed by WebAssembly where the platform allows it: three times as fast, with the same bits.
 *
 * @param columns N columns of `rowCount` finite numbers each; a NaN makes the sums of its column NaN.
 */
export function gramMatrix(columns: readonly Float64Array[], rowCount: number): Matrix {
  const count = columns.length;
  const isLarge = (count * count * rowCount) / 2 >= simdProductsMin;
  const padded = paddedColumns(columns, rowCount);
  const sums = (isLarge ? gramSumsBySimd(padded, rowCount, tileRows) : undefined) ?? plainGramSums(padded, rowCount);
  const gram = createMatrix(count, count);
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const sum = sums[row * padded.length + column];
      gram.data[row * count + column] = sum;
      gram.data[column * count + row] = sum;
    }
  }
  return gram;
}

/** The columns, and as many columns of zeros as fill the last block. */
function paddedColumns(columns: readonly Float64Array[], rowCount: number): readonly Float64Array[] {
  const zeros = new Float64Array(rowCount);
  const width = Math.ceil(columns.length / blockColumns) * blockColumns;
  return Array.from({ length: width }, (_, index) => columns[index] ?? zeros);
}

/** The lower block triangle of XᵀX in plain TypeScript; the number of columns is a multiple of four. */
export function plainGramSums(columns: readonly Float64Array[], rowCount: number): Float64Array {
  const width = columns.length;
  const sums = new Float64Array(width * width);
  for (let from = 0; from < rowCount; from += tileRows) {
    const to = Math.min(rowCount, from + tileRows);
    for (let left = 0; left < width; left += blockColumns) {
      for (let right = 0; right <= left; right += blockColumns) addBlock(columns, left, right, from, to, sums, width);
    }
  }
  return sums;
}

/** Adds the 16 products of columns left..left+3 with right..right+3 over the rows from..to−1. */
function addBlock(
  columns: readonly Float64Array[],
  left: number,
  right: number,
  from: number,
  to: number,
  sums: Float64Array,
  width: number,
): void {
  const [x0, x1, x2, x3] = [columns[left], columns[left + 1], columns[left + 2], columns[left + 3]];
  const [y0, y1, y2, y3] = [columns[right], columns[right + 1], columns[right + 2], columns[right + 3]];
  let [s00, s01, s02, s03] = [0, 0, 0, 0];
  let [s10, s11, s12, s13] = [0, 0, 0, 0];
  let [s20, s21, s22, s23] = [0, 0, 0, 0];
  let [s30, s31, s32, s33] = [0, 0, 0, 0];
  for (let row = from; row < to; row += 1) {
    const b0 = y0[row];
    const b1 = y1[row];
    const b2 = y2[row];
    const b3 = y3[row];
    const a0 = x0[row];
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    const a1 = x1[row];
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    const a2 = x2[row];
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    const a3 = x3[row];
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  addRow(sums, left * width + right, s00, s01, s02, s03);
  addRow(sums, (left + 1) * width + right, s10, s11, s12, s13);
  addRow(sums, (left + 2) * width + right, s20, s21, s22, s23);
  addRow(sums, (left + 3) * width + right, s30, s31, s32, s33);
}

function addRow(sums: Float64Array, at: number, s0: number, s1: number, s2: number, s3: number): void {
  sums[at] += s0;
  sums[at + 1] += s1;
  sums[at + 2] += s2;
  sums[at + 3] += s3;
}
