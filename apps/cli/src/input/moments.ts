import {
  conditionNumber,
  covariance,
  expectedReturns,
  type Matrix,
  matrixFromRows,
  type ReturnTable,
  simpleReturns,
} from '@riskoptimizer/engine';
import type { Command } from 'commander';
import { CliError } from '../core/cli-error.ts';
import type { MomentOptions } from '../options/moment-options.ts';
import { tradingDaysPerYear } from '../options/series-options.ts';
import { readMomentsFile } from './moments-file.ts';
import { readPriceFile } from './price-file.ts';
import { listAssets } from './weights.ts';

/** What the optimisers work on, and where it comes from. */
export interface Moments {
  readonly assets: readonly string[];
  /** Null when a moments file has none. */
  readonly expectedReturns: Float64Array | null;
  readonly covariance: Matrix;
  /** Of a moments file: whether rounding has given the covariance a negative eigenvalue. */
  readonly indefinite: boolean;
  /** λmax / λmin of the covariance, Infinity when singular; computed when asked for. */
  conditionNumber(): number;
  /** Whether the figures are per year; then their names begin with "annual". */
  readonly annual: boolean;
  readonly periodsPerYear: number;
  /** In the unit of the figures: a year's, or a period's part of it. */
  readonly riskFree: number;
  readonly source: { readonly file: string; readonly sha256: string };
  readonly parameters: Readonly<Record<string, string | number | boolean | null>>;
  readonly returns: ReturnTable | null;
  readonly warnings: readonly string[];
}

/** Options that speak of prices, and so mean nothing beside a moments file. */
const priceOptions = [
  'from',
  'to',
  'last',
  'returns',
  'covariance',
  'span',
  'alignment',
  'missing',
  'dateFormat',
  'decimalSeparator',
];

/**
 * Gets the moments for a command: estimates from a price file, or the numbers of a moments file.
 *
 * One rule for the unit: figures are per period; with --annual they are estimated per year. A moments file has no
 * frequency, so its period is a year unless --periods-per-year says otherwise.
 */
export async function loadMoments(
  file: string | undefined,
  options: MomentOptions,
  command: Command,
): Promise<Moments> {
  if (options.moments !== undefined && file !== undefined) {
    const message = 'Both a price file and --moments are given.';
    throw new CliError('conflicting-options', message, 'Give one of them.', { field: '--moments' });
  }
  if (options.moments !== undefined) return fromMomentsFile(options.moments, options, command);
  if (file === undefined) {
    const message = 'A price file is missing.';
    throw new CliError(
      'missing-argument',
      message,
      `Write: riskoptimizer ${command.name()} PRICES.csv (or --moments M.json).`,
    );
  }
  return fromPrices(file, options);
}

async function fromPrices(file: string, options: MomentOptions): Promise<Moments> {
  const prices = await readPriceFile(file, options);
  const periodsPerYear = options.periodsPerYear ?? tradingDaysPerYear;
  const annual = options.annual === true;
  const { alignment, from, to, last, assets } = options;
  const returns = simpleReturns(prices.table, { alignment, from, to, last, assets });
  const scale = { periodsPerYear: annual ? periodsPerYear : 1, span: options.span };
  const estimate = covariance(returns.returns, { method: options.covariance, missing: options.missing, ...scale });
  const warnings = prices.report.warnings
    .filter(({ field }) => field === null || returns.assets.includes(field))
    .map(({ message }) => message);
  if (estimate.repaired) {
    warnings.push('The pairwise covariance was not positive semidefinite; its negative eigenvalues were cut off.');
  }
  if (options.missing === 'as-zero') {
    warnings.push('Missing returns count as zero in the covariance, which understates the risk of short histories.');
  }
  return {
    assets: returns.assets,
    expectedReturns: expectedReturns(returns.returns, { method: options.returns, ...scale }),
    covariance: estimate.covariance,
    indefinite: false,
    conditionNumber: () => estimate.conditionNumber,
    annual,
    periodsPerYear,
    riskFree: annual ? options.riskFree : options.riskFree / periodsPerYear,
    source: { file, sha256: prices.sha256 },
    parameters: {
      returns: options.returns,
      covariance: options.covariance,
      span: options.span ?? null,
      alignment,
      missing: options.missing,
      annual,
      periodsPerYear,
      riskFreeAnnual: options.riskFree,
      repaired: estimate.repaired,
      shrinkageIntensity: estimate.shrinkageIntensity,
    },
    returns,
    warnings,
  };
}

async function fromMomentsFile(file: string, options: MomentOptions, command: Command): Promise<Moments> {
  const unused = priceOptions.find((name) => command.getOptionValueSource(name) === 'cli');
  if (unused !== undefined) {
    const flag = `--${unused.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const message = `${flag} speaks of prices and has no effect with --moments.`;
    throw new CliError('conflicting-options', message, `Leave out ${flag}, or give a price file.`, { field: flag });
  }
  const moments = await readMomentsFile(file);
  const annual = options.annual === true;
  const periodsPerYear = options.periodsPerYear ?? 1;
  const columns = selectColumns(moments.assets, options.assets);
  const size = moments.assets.length;
  const selected = matrixFromRows(
    columns.map((row) => columns.map((column) => moments.covariance.data[row * size + column] as number)),
  );
  return {
    assets: columns.map((column) => moments.assets[column] as string),
    expectedReturns:
      moments.expectedReturns === null
        ? null
        : Float64Array.from(columns, (column) => moments.expectedReturns?.[column] as number),
    covariance: selected,
    indefinite: moments.indefinite,
    conditionNumber: () => conditionNumber(selected),
    annual,
    periodsPerYear,
    riskFree: annual ? options.riskFree : options.riskFree / periodsPerYear,
    source: { file, sha256: moments.sha256 },
    parameters: { annual, periodsPerYear, riskFreeAnnual: options.riskFree },
    returns: null,
    warnings: moments.warnings,
  };
}

function selectColumns(assets: readonly string[], selected: readonly string[] | undefined): number[] {
  if (selected === undefined) return assets.map((_, column) => column);
  return selected.map((name) => {
    const column = assets.indexOf(name);
    if (column !== -1) return column;
    const message = `--assets names "${name}", which the moments do not have.`;
    throw new CliError('unknown-asset', message, listAssets(assets), { field: '--assets' });
  });
}
