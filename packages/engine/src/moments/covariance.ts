/** Estimates of the covariance of returns, checked for positive semidefiniteness and repaired where that is needed. */
import type { Matrix } from '../linalg/matrix.ts';
import {
  areEigenvaluesSemiDefinite,
  conditionNumberFromEigenvalues,
  repairPositiveSemiDefinite,
} from '../linalg/positive-semidefinite.ts';
import { symmetricEigenvalues } from '../linalg/symmetric-eigen.ts';
import { EngineError } from '../validate/engine-error.ts';
import { requireFilled } from '../validate/matrices.ts';
import { requireFinite, requireOneOf, requirePositive } from '../validate/numbers.ts';
import { type AssetColumns, assetColumns, missingAsZero } from './asset-columns.ts';
import { exponentiallyWeightedCovariance } from './exponentially-weighted-covariance.ts';
import { ledoitWolfSingleFactor } from './ledoit-wolf-single-factor.ts';
import { sampleCovariance } from './sample-covariance.ts';
import { semiCovariance } from './semi-covariance.ts';

export type CovarianceMethod = 'sample' | 'exponentially-weighted' | 'semi-covariance' | 'ledoit-wolf-single-factor';

export const covarianceMethods: readonly CovarianceMethod[] = [
  'sample',
  'exponentially-weighted',
  'semi-covariance',
  'ledoit-wolf-single-factor',
];

export interface CovarianceOptions {
  readonly method: CovarianceMethod;
  /** Span of the exponential weights in periods; default 180. */
  readonly span?: number;
  /** Benchmark return per period of the semi-covariance; default 0. */
  readonly benchmark?: number;
  /** 1 (default) gives the covariance per period, 252 a year from trading days. */
  readonly periodsPerYear?: number;
  /** Clip negative eigenvalues when the estimate is not positive semidefinite; default true. */
  readonly repair?: boolean;
  /**
   * 'pairwise' (default): a missing return (NaN) is left out, pair by pair; Ledoit-Wolf refuses it. 'as-zero': it counts as a return of zero, as
   * PyPortfolioOpt has it for semi-covariance and Ledoit-Wolf; it understates the risk of short histories.
   */
  readonly missing?: 'pairwise' | 'as-zero';
}

export interface CovarianceEstimate {
  /** N × N, symmetric, in squared returns per period (or year). */
  readonly covariance: Matrix;
  /** λmax / λmin of the covariance; Infinity when it is singular up to rounding. Computed when first read. */
  readonly conditionNumber: number;
  /** Whether the estimate was positive semidefinite before any repair, up to rounding. */
  readonly isPositiveSemiDefinite: boolean;
  readonly repaired: boolean;
  /** Before any repair. Computed when first read. */
  readonly smallestEigenvalue: number;
  /** δ of a shrinkage method, 0 = the sample, 1 = the target; null for the others. */
  readonly shrinkageIntensity: number | null;
}

const defaultSpan = 180;

/**
 * The covariance of asset returns by one of {@link covarianceMethods}.
 *
 * @param returns T × N simple returns, T ≥ 2, row = period (oldest first), column = asset; NaN = missing, see `missing`; Infinity is refused.
 * A constant asset has a variance of exactly zero.
 * @throws EngineError 'too-few-observations' when a pair of assets has too few periods in common.
 */
export function covariance(returns: Matrix, options: CovarianceOptions): CovarianceEstimate {
  requireFilled(returns, 'returns');
  const method = requireOneOf(options.method, covarianceMethods, 'method');
  const periodsPerYear = requirePositive(options.periodsPerYear ?? 1, 'periodsPerYear');
  const missing = requireOneOf(options.missing ?? 'pairwise', ['pairwise', 'as-zero'], 'missing');
  if (returns.rows < 2) {
    throw new EngineError(
      'too-few-observations',
      'returns',
      `returns has ${returns.rows} period; a covariance needs 2.`,
    );
  }
  const raw = assetColumns(returns);
  const assets = missing === 'as-zero' ? missingAsZero(raw) : raw;
  const estimated = estimators[method](assets, options);
  if (periodsPerYear !== 1) {
    const { data } = estimated.covariance;
    for (let index = 0; index < data.length; index += 1) data[index] *= periodsPerYear;
  }
  return assess(estimated, assets.hasMissing, options.repair ?? true);
}

interface Estimated {
  readonly covariance: Matrix;
  readonly shrinkageIntensity: number | null;
}

const estimators: Record<CovarianceMethod, (assets: AssetColumns, options: CovarianceOptions) => Estimated> = {
  sample: (assets) => unshrunk(sampleCovariance(assets)),
  'exponentially-weighted': (assets, { span }) =>
    unshrunk(exponentiallyWeightedCovariance(assets, span ?? defaultSpan)),
  'semi-covariance': (assets, { benchmark }) =>
    unshrunk(semiCovariance(assets, requireFinite(benchmark ?? 0, 'benchmark'))),
  'ledoit-wolf-single-factor': (assets) => ledoitWolfSingleFactor(assets),
};

function unshrunk(matrix: Matrix): Estimated {
  return { covariance: matrix, shrinkageIntensity: null };
}

/**
 * Checks and, where asked, repairs an estimate.
 *
 * From complete returns every method gives a Gram matrix or a convex mix of two semidefinite matrices, so only pairwise estimates need the
 * eigenvalues for the check. For the others they wait until someone reads them: they cost as much as the covariance itself.
 */
function assess(estimated: Estimated, isPairwise: boolean, repair: boolean): CovarianceEstimate {
  let eigenvalues: Float64Array | undefined;
  const eigenvaluesBefore = () => (eigenvalues ??= symmetricEigenvalues(estimated.covariance));
  const isPositiveSemiDefinite = !isPairwise || areEigenvaluesSemiDefinite(eigenvaluesBefore());
  const repaired = repair && !isPositiveSemiDefinite;
  const covarianceMatrix = repaired ? repairPositiveSemiDefinite(estimated.covariance) : estimated.covariance;
  return {
    covariance: covarianceMatrix,
    get conditionNumber() {
      return repaired ? Number.POSITIVE_INFINITY : conditionNumberFromEigenvalues(eigenvaluesBefore());
    },
    isPositiveSemiDefinite,
    repaired,
    get smallestEigenvalue() {
      return eigenvaluesBefore()[0];
    },
    shrinkageIntensity: estimated.shrinkageIntensity,
  };
}
