// The public face of the engine: numbers in, numbers out.
export { type CholeskyResult, choleskyFactor, choleskySolve } from './linalg/cholesky.ts';
export { createMatrix, type Matrix, matrixColumn, matrixFromRows, matrixRow, matrixToRows } from './linalg/matrix.ts';
export { conditionNumber, isPositiveSemiDefinite, repairPositiveSemiDefinite } from './linalg/positive-semidefinite.ts';
export { dotProduct, multiplyMatrixVector } from './linalg/products.ts';
export { type SymmetricEigen, symmetricEigen, symmetricEigenvalues } from './linalg/symmetric-eigen.ts';
export type { AssetCoverage, PriceGap } from './returns/asset-coverage.ts';
export { cumulativeReturns } from './returns/cumulative-returns.ts';
export { overlappingReturns } from './returns/overlapping-returns.ts';
export { portfolioReturns } from './returns/portfolio-returns.ts';
export { type PriceTable, requirePriceTable } from './returns/price-table.ts';
export type { Alignment, ReturnTable, ReturnWindow } from './returns/return-table.ts';
export { type SimpleReturnsOptions, simpleReturns } from './returns/simple-returns.ts';
export { withoutMissing } from './returns/without-missing.ts';
export { EngineError, type EngineErrorCode, engineErrorCodes } from './validate/engine-error.ts';
