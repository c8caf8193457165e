import {
  type CovarianceMethod,
  covarianceMethods,
  type ExpectedReturnsMethod,
  expectedReturnsMethods,
} from '@riskoptimizer/engine';
import type { Command } from 'commander';
import { integerOption, textOption, wordOption } from './option-values.ts';
import { addSeriesOptions, type SeriesOptions } from './series-options.ts';

/** The options of the commands that work on expected returns and a covariance. */
export interface MomentOptions extends SeriesOptions {
  readonly returns: ExpectedReturnsMethod;
  readonly covariance: CovarianceMethod;
  readonly span?: number;
  readonly alignment: 'common' | 'pairwise';
  readonly missing: 'pairwise' | 'as-zero';
  readonly annual?: true;
  readonly moments?: string;
}

export function addMomentOptions(command: Command): Command {
  return addSeriesOptions(command)
    .option(
      '--returns <method>',
      `expected returns: ${expectedReturnsMethods.join(', ')}`,
      wordOption('--returns', expectedReturnsMethods),
      'mean',
    )
    .option(
      '--covariance <method>',
      `covariance: ${covarianceMethods.join(', ')}`,
      wordOption('--covariance', covarianceMethods),
      'sample',
    )
    .option(
      '--span <periods>',
      'span of exponential weights (500 for returns, 180 for covariance)',
      integerOption('--span', 'a whole number of at least 2', 2, 1e9),
    )
    .option(
      '--alignment <name>',
      'pairwise: every return that is there; common: only periods in which all assets have one',
      wordOption('--alignment', ['pairwise', 'common']),
      'pairwise',
    )
    .option(
      '--missing <name>',
      'missing returns in a pairwise covariance: pairwise (left out), as-zero (counted as zero)',
      wordOption('--missing', ['pairwise', 'as-zero']),
      'pairwise',
    )
    .option('--annual', 'estimate and answer per year; field names then begin with "annual"');
}

export function addMomentsFileOption(command: Command): Command {
  return command.option(
    '--moments <file>',
    'expected returns and covariance (JSON) instead of prices',
    textOption('--moments'),
  );
}
