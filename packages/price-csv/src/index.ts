// Files of prices and holdings: text in, tables or problems out. No files, no Node, no browser.
export type { DateFormat } from './date-cell.ts';
export type { DecimalSeparator } from './decimal-cell.ts';
export { sumDecimals } from './decimal-sum.ts';
export type { Delimiter } from './delimiter.ts';
export {
  type Holding,
  type HoldingsKind,
  type HoldingsReaderOptions,
  type HoldingsResult,
  readHoldings,
} from './holdings-reader.ts';
export {
  maximumAssetCount,
  maximumAssetNameCharacters,
  maximumCellCount,
  maximumFileBytes,
  maximumListedProblems,
  maximumRowCount,
  weightSumTolerance,
} from './limits.ts';
export {
  createPriceReader,
  type PriceFileResult,
  type PriceReader,
  type PriceReaderOptions,
  readPrices,
} from './price-reader.ts';
export type { PriceFileFormat, PriceFileReport, PriceFileWarning, PriceFileWarningCode } from './price-report.ts';
export { writePrices } from './price-writer.ts';
export {
  type PriceFileProblem,
  type PriceFileProblemCode,
  priceFileProblemCodes,
  type RefusedFile,
} from './problem.ts';
export { checkFileSize } from './record-problems.ts';
