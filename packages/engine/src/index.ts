// The public face of the engine: numbers in, numbers out.
export { type CholeskyResult, choleskyFactor, choleskySolve } from './linalg/cholesky.ts';
export { createMatrix, type Matrix, matrixColumn, matrixFromRows, matrixRow, matrixToRows } from './linalg/matrix.ts';
export { dotProduct, multiplyMatrixVector } from './linalg/products.ts';
export { EngineError, type EngineErrorCode, engineErrorCodes } from './validate/engine-error.ts';
