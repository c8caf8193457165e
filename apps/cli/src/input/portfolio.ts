import { createMatrix, matrixColumn, portfolioReturns, type ReturnTable, simpleReturns } from '@riskoptimizer/engine';
import { CliError } from '../core/cli-error.ts';
import { type SeriesOptions, tradingDaysPerYear } from '../options/series-options.ts';
import { byAsset } from '../output/answer.ts';
import { readPriceFile } from './price-file.ts';
import { listAssets, readWeights } from './weights.ts';

/** A portfolio of fixed weights over a window of returns. */
export interface Portfolio {
  readonly assets: readonly string[];
  readonly weights: Float64Array;
  readonly weightsByAsset: Readonly<Record<string, number>>;
  /** Returns of the assets alone, over periods in which each of them (and the benchmark) has one. */
  readonly returns: ReturnTable;
  readonly portfolioReturns: Float64Array;
  readonly benchmarkReturns: Float64Array | null;
  readonly periodsPerYear: number;
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
  readonly warnings: readonly string[];
}

interface PortfolioOptions extends SeriesOptions {
  readonly weights: string;
  readonly benchmark?: string;
}

/**
 * Reads prices and weights and aligns the returns.
 *
 * The assets are those of --assets; else those that the weights name; else all of the file. An asset of --assets without a
 * weight has the weight 0. The benchmark shortens the window like an asset and is not part of the portfolio.
 */
export async function loadPortfolio(file: string, options: PortfolioOptions): Promise<Portfolio> {
  const prices = await readPriceFile(file, options);
  const { benchmark } = options;
  const inFile = prices.table.assets;
  for (const name of [...(options.assets ?? []), ...(benchmark === undefined ? [] : [benchmark])]) {
    if (!inFile.includes(name)) throw unknownAsset(name, name === benchmark ? '--benchmark' : '--assets', file, inFile);
  }
  const selected = options.assets ?? (benchmark === undefined ? inFile : inFile.filter((name) => name !== benchmark));
  const input = await readWeights(options.weights, options.assets ?? inFile);
  const assets = input.weights === null || options.assets !== undefined ? selected : [...input.weights.keys()];
  const weights = Float64Array.from(assets, (asset) =>
    input.weights === null ? 1 / assets.length : (input.weights.get(asset) ?? 0),
  );
  const withBenchmark = benchmark === undefined || assets.includes(benchmark) ? assets : [...assets, benchmark];
  const { from, to, last } = options;
  const aligned = simpleReturns(prices.table, { alignment: 'common', from, to, last, assets: withBenchmark });
  const returns = firstAssets(aligned, assets.length);
  requireTwoReturns(returns, file);
  return {
    assets,
    weights,
    weightsByAsset: byAsset(assets, weights),
    returns,
    portfolioReturns: portfolioReturns(returns.returns, weights),
    benchmarkReturns: benchmark === undefined ? null : matrixColumn(aligned.returns, withBenchmark.indexOf(benchmark)),
    periodsPerYear: options.periodsPerYear ?? tradingDaysPerYear,
    inputs: [{ file, sha256: prices.sha256 }, ...(input.source === null ? [] : [input.source])],
    warnings: prices.report.warnings
      .filter(({ field }) => field === null || withBenchmark.includes(field))
      .map(({ message }) => message),
  };
}

function unknownAsset(name: string, field: string, file: string, inFile: readonly string[]): CliError {
  return new CliError(
    'unknown-asset',
    `${field} names "${name}", which the price file does not have.`,
    listAssets(inFile),
    {
      file,
      field,
    },
  );
}

function requireTwoReturns(returns: ReturnTable, file: string): void {
  if (returns.window.count >= 2) return;
  const { from, to } = returns.window;
  const message = `The window from ${from} to ${to} has one return; a standard deviation needs two.`;
  throw new CliError('too-few-observations', message, 'Widen the window, or give more prices.', { file });
}

/** The table without the columns after the first `count` (the benchmark). */
function firstAssets(table: ReturnTable, count: number): ReturnTable {
  if (table.assets.length === count) return table;
  const { rows, columns, data } = table.returns;
  const returns = createMatrix(rows, count);
  for (let row = 0; row < rows; row += 1)
    returns.data.set(data.subarray(row * columns, row * columns + count), row * count);
  return { ...table, assets: table.assets.slice(0, count), coverage: table.coverage.slice(0, count), returns };
}
