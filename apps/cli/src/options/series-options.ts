import type { DateFormat, DecimalSeparator } from '@riskoptimizer/price-csv';
import type { Command } from 'commander';
import { dateOption, integerOption, listOption, numberOption, wordOption } from './option-values.ts';

/** The options that every command on a price file has. */
export interface SeriesOptions {
  readonly json?: true;
  readonly assets?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly last?: number;
  readonly periodsPerYear?: number;
  readonly riskFree: number;
  readonly seed?: number;
  readonly dateFormat?: DateFormat;
  readonly decimalSeparator?: DecimalSeparator;
}

const dateFormats: readonly DateFormat[] = ['YYYY-MM-DD', 'DD.MM.YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY'];
const decimalSeparators: readonly DecimalSeparator[] = ['point', 'comma'];

/** Periods a year of prices of trading days, unless said otherwise. */
export const tradingDaysPerYear = 252;

const seedMax = 2 ** 32 - 1;

export function addSeriesOptions(command: Command): Command {
  return command
    .option('--json', 'one JSON object on stdout, nothing else')
    .option('--assets <names>', 'selects and orders the assets: A,B,C', listOption('--assets'))
    .option('--from <date>', 'first price date, inclusive', dateOption('--from'))
    .option('--to <date>', 'last price date, inclusive', dateOption('--to'))
    .option(
      '--last <count>',
      'only the last so many returns',
      integerOption('--last', 'a whole number of at least 1', 1, Number.MAX_SAFE_INTEGER),
    )
    .option(
      '--periods-per-year <number>',
      `periods a year, to annualise (${tradingDaysPerYear} for prices)`,
      numberOption('--periods-per-year', 'a number above 0, such as 252', (value) => value > 0 && value <= 1e6),
    )
    .option(
      '--risk-free <rate>',
      'annual risk-free rate, 0.02 is 2 %',
      numberOption('--risk-free', 'an annual rate from -1 to 10, such as 0.02', (value) => value > -1 && value <= 10),
      0,
    )
    .option('--seed <number>', 'seed of what is random (nothing here is)', seedOption())
    .option(
      '--date-format <format>',
      `how an ambiguous file writes its dates: ${dateFormats.join(', ')}`,
      wordOption('--date-format', dateFormats),
    )
    .option(
      '--decimal-separator <name>',
      'how an ambiguous file writes its decimals: point, comma',
      wordOption('--decimal-separator', decimalSeparators),
    );
}

export function seedOption(): (text: string) => number {
  return integerOption('--seed', `a whole number from 0 to ${seedMax}`, 0, seedMax);
}
