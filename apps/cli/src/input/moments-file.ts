import { choleskyFactor, createMatrix, type Matrix, matrixFromRows, symmetricEigenvalues } from '@riskoptimizer/engine';
import { z } from 'zod';
import { readJsonFile } from './json-file.ts';

/** Expected returns and covariance from a file, instead of estimates from prices. */
export interface MomentsFile {
  readonly file: string;
  readonly sha256: string;
  readonly assets: readonly string[];
  /** Null when the file has none: enough for the least risk. */
  readonly expectedReturns: Float64Array | null;
  readonly covariance: Matrix;
  /** Whether the covariance has a negative eigenvalue, small enough to come from rounding. */
  readonly indefinite: boolean;
  readonly warnings: readonly string[];
}

const momentsSchema = z.strictObject({
  assets: z.array(z.string().min(1)).min(1),
  expectedReturns: z.array(z.number()).optional(),
  covariance: z.array(z.array(z.number())).min(1),
});

/**
 * A negative eigenvalue up to this share of the largest is taken for rounding: covariances printed in papers, made of rounded
 * correlations, have some 1 %. Beyond it the file is wrong.
 */
const indefiniteShareMax = 0.05;

/** Relative difference of two mirrored entries that counts as rounding in the last written digits. */
const symmetryTolerance = 1e-9;

/**
 * Reads `--moments`: {"assets": […], "expectedReturns": […], "covariance": [[…]]}.
 *
 * @throws CliError with line, column and field for a wrong shape, an asset named twice, or a covariance that is not symmetric.
 */
export async function readMomentsFile(file: string): Promise<MomentsFile> {
  const json = await readJsonFile(file, momentsSchema);
  const { assets, expectedReturns, covariance } = json.content;
  const count = assets.length;
  const twin = assets.findIndex((asset, index) => assets.indexOf(asset) !== index);
  if (twin !== -1)
    throw json.fail('duplicate-asset', ['assets', twin], `"${assets[twin]}" stands twice.`, 'Name every asset once.');
  const wrong = (path: (string | number)[], found: number): Error =>
    json.fail('shape-mismatch', path, `there are ${found} numbers for ${count} assets.`, `Give ${count} numbers.`);
  if (expectedReturns !== undefined && expectedReturns.length !== count) {
    throw wrong(['expectedReturns'], expectedReturns.length);
  }
  if (covariance.length !== count) {
    const sentence = `there are ${covariance.length} rows for ${count} assets.`;
    throw json.fail('shape-mismatch', ['covariance'], sentence, `Give ${count} rows of ${count} numbers.`);
  }
  covariance.forEach((row, index) => {
    if (row.length !== count) throw wrong(['covariance', index], row.length);
    row.forEach((value, column) => {
      const mirrored = covariance[column]?.[index] ?? value;
      if (Math.abs(value - mirrored) <= symmetryTolerance * Math.max(Math.abs(value), Math.abs(mirrored))) return;
      const sentence = `${value} differs from ${mirrored} in row ${column}, column ${index}.`;
      throw json.fail(
        'not-symmetric',
        ['covariance', index, column],
        sentence,
        'A covariance is symmetric: correct one of the two.',
      );
    });
  });
  const matrix = symmetrised(matrixFromRows(covariance));
  const [smallest, largest] = extremeEigenvalues(matrix);
  if (smallest < -indefiniteShareMax * largest) {
    const range = `eigenvalues run from ${round(smallest)} to ${round(largest)}`;
    const sentence = `some portfolios would have a negative variance: ${range}.`;
    throw json.fail(
      'not-positive-definite',
      ['covariance'],
      sentence,
      'Correct the covariance; check signs and units.',
    );
  }
  return {
    file,
    sha256: json.sha256,
    assets,
    expectedReturns: expectedReturns === undefined ? null : Float64Array.from(expectedReturns),
    covariance: matrix,
    indefinite: smallest < 0,
    warnings: smallest < 0 ? [warnOfIndefinite(smallest, largest)] : [],
  };
}

function warnOfIndefinite(smallest: number, largest: number): string {
  return (
    `The covariance has the negative eigenvalue ${round(smallest)} (the largest is ${round(largest)}), as rounded tables have: ` +
    'the portfolios meet the optimality conditions, but others with less risk may exist.'
  );
}

/** Smallest and largest eigenvalue; a smallest within rounding of zero counts as zero. */
function extremeEigenvalues(matrix: Matrix): [smallest: number, largest: number] {
  if (choleskyFactor(matrix).status === 'positive-definite') return [0, 0];
  const eigenvalues = symmetricEigenvalues(matrix);
  const smallest = eigenvalues[0] ?? 0;
  const largest = eigenvalues.at(-1) ?? 0;
  return [smallest < -matrix.rows * Number.EPSILON * largest ? smallest : 0, largest];
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** The mean of a matrix and its mirror: exactly symmetric, for entries that differ in rounding. */
function symmetrised(matrix: Matrix): Matrix {
  const { rows, data } = matrix;
  const mean = createMatrix(rows, rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < rows; column += 1) {
      const [one, other] = [data[row * rows + column] as number, data[column * rows + row] as number];
      mean.data[row * rows + column] = one === other ? one : (one + other) / 2;
    }
  }
  return mean;
}
