// The public face of the engine: numbers in, numbers out.
export { type CholeskyResult, choleskyFactor, choleskySolve } from './linalg/cholesky.ts';
export { createMatrix, type Matrix, matrixColumn, matrixFromRows, matrixRow, matrixToRows } from './linalg/matrix.ts';
export { conditionNumber, isPositiveSemiDefinite, repairPositiveSemiDefinite } from './linalg/positive-semidefinite.ts';
export { dotProduct, multiplyMatrixVector } from './linalg/products.ts';
export { type SymmetricEigen, symmetricEigen, symmetricEigenvalues } from './linalg/symmetric-eigen.ts';
export { correlationFromCovariance } from './moments/correlation.ts';
export {
  type CovarianceEstimate,
  type CovarianceMethod,
  type CovarianceOptions,
  covariance,
  covarianceMethods,
} from './moments/covariance.ts';
export {
  type ExpectedReturnsMethod,
  type ExpectedReturnsOptions,
  expectedReturns,
  expectedReturnsMethods,
} from './moments/expected-returns.ts';
export * from './optimize/index.ts';
export { type AlphaOptions, alphaAnnual } from './performance/alpha-annual.ts';
export type { AnnualOptions } from './performance/annual-options.ts';
export { annualisedReturn, daysPerYear } from './performance/annualised-return.ts';
export { beta } from './performance/beta.ts';
export { type CalendarYear, calendarReturns } from './performance/calendar-returns.ts';
export { compoundAnnualGrowthRate, type GrowthRateOptions } from './performance/compound-annual-growth-rate.ts';
export { downsideDeviation } from './performance/downside-deviation.ts';
export { type DietzTiming, type ModifiedDietzInput, modifiedDietzReturn } from './performance/modified-dietz-return.ts';
export {
  type DatedAmount,
  type MoneyWeightedReturn,
  moneyWeightedReturn,
  type SolvedMoneyWeightedReturn,
  type UnsolvedMoneyWeightedReturn,
} from './performance/money-weighted-return.ts';
export { sharpeRatio } from './performance/sharpe-ratio.ts';
export { type SimpleReturnInput, simpleReturn } from './performance/simple-return.ts';
export { sortinoRatio } from './performance/sortino-ratio.ts';
export {
  type FlowTiming,
  type TimeWeightedReturn,
  type TimeWeightedReturnInput,
  timeWeightedReturn,
} from './performance/time-weighted-return.ts';
export { volatilityAnnual } from './performance/volatility-annual.ts';
export { type AssetCoverage, assetCoverage, type PriceGap } from './returns/asset-coverage.ts';
export { cumulativeReturns } from './returns/cumulative-returns.ts';
export { overlappingReturns } from './returns/overlapping-returns.ts';
export { portfolioReturns } from './returns/portfolio-returns.ts';
export { type PriceTable, requirePriceTable } from './returns/price-table.ts';
export type { Alignment, ReturnTable, ReturnWindow } from './returns/return-table.ts';
export { type SimpleReturnsOptions, simpleReturns } from './returns/simple-returns.ts';
export { withoutMissing } from './returns/without-missing.ts';
export { averageDrawdown } from './risk/average-drawdown.ts';
export { conditionalValueAtRisk } from './risk/conditional-value-at-risk.ts';
export { type Drawdown, deepestDrawdowns } from './risk/deepest-drawdowns.ts';
export { drawdownSeries } from './risk/drawdown-series.ts';
export { maxDrawdown } from './risk/max-drawdown.ts';
export { meanAbsoluteDeviation } from './risk/mean-absolute-deviation.ts';
export type { RiskContributions } from './risk/risk-contributions.ts';
export { type RiskMeasureName, riskMeasure, riskMeasureNames } from './risk/risk-measure.ts';
export type { RiskMeasureOptions } from './risk/risk-measure-options.ts';
export { rollingStandardDeviation } from './risk/rolling-standard-deviation.ts';
export { semiDeviation } from './risk/semi-deviation.ts';
export { standardDeviation } from './risk/standard-deviation.ts';
export { conditionalValueAtRiskContributions, valueAtRiskContributions } from './risk/tail-contributions.ts';
export { ulcerIndex } from './risk/ulcer-index.ts';
export { valueAtRisk } from './risk/value-at-risk.ts';
export { variance } from './risk/variance.ts';
export { volatilityContributions } from './risk/volatility-contributions.ts';
export { worstRealization } from './risk/worst-realization.ts';
export type { AssetClass, DemoAsset } from './simulate/demo-assets.ts';
export { type DemoMarket, simulateDemoMarket } from './simulate/demo-market.ts';
export { createRandom, type Random } from './simulate/random.ts';
export { EngineError, type EngineErrorCode, engineErrorCodes } from './validate/engine-error.ts';
