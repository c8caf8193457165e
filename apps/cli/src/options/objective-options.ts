import type { Command } from 'commander';
import { CliError } from '../core/cli-error.ts';
import type { MomentOptions } from './moment-options.ts';
import { availableWordOption, numberOption, textOption } from './option-values.ts';

/** Objectives of this release. */
export const objectives = [
  'min-risk',
  'max-return',
  'max-ratio',
  'target-return',
  'target-risk',
  'max-utility',
] as const;
export type Objective = (typeof objectives)[number];

/** Objectives of the design that this release does not have. */
const laterObjectives = [
  'risk-budget',
  'max-diversification',
  'hrp',
  'herc',
  'nco',
  'schur',
  'inverse-volatility',
  'equal-weight',
];

/** Risk measures that can be optimised in this release. */
export const optimizedRisks = ['standard-deviation', 'variance'] as const;
export type OptimizedRisk = (typeof optimizedRisks)[number];

/** Every risk measure of the design. */
export const designedMeasures = [
  'variance',
  'standard-deviation',
  'semi-variance',
  'semi-deviation',
  'mean-absolute-deviation',
  'gini-mean-difference',
  'first-lower-partial-moment',
  'second-lower-partial-moment',
  'value-at-risk',
  'cvar',
  'evar',
  'rlvar',
  'tail-gini',
  'worst-realization',
  'range',
  'cvar-range',
  'tail-gini-range',
  'max-drawdown',
  'average-drawdown',
  'drawdown-at-risk',
  'cdar',
  'edar',
  'ulcer-index',
  'fourth-central-moment',
  'kurtosis',
  'semi-kurtosis',
];

export interface ObjectiveOptions extends MomentOptions {
  readonly objective: Objective;
  readonly risk: OptimizedRisk;
  readonly target?: number;
  readonly riskAversion?: number;
  readonly constraints?: string;
}

export function addRiskOption(command: Command): Command {
  return command.option(
    '--risk <measure>',
    `risk measure: ${optimizedRisks.join(', ')}`,
    availableWordOption('--risk', optimizedRisks, designedMeasures),
    'standard-deviation',
  );
}

export function addConstraintsOption(command: Command): Command {
  return command.option(
    '--constraints <file>',
    'bounds and budget (JSON); long only and fully invested without it',
    textOption('--constraints'),
  );
}

export function addObjectiveOptions(command: Command): Command {
  return addConstraintsOption(addRiskOption(command))
    .option(
      '--objective <name>',
      `what to optimise: ${objectives.join(', ')}`,
      availableWordOption('--objective', objectives, laterObjectives),
    )
    .option(
      '--target <number>',
      'of target-return and target-risk: the least return, the most risk',
      numberOption('--target', 'a number such as 0.0005', () => true),
    )
    .option(
      '--risk-aversion <number>',
      'of max-utility: a in expected return - a/2 variance',
      numberOption('--risk-aversion', 'a number above 0', (value) => value > 0),
    );
}

/** Makes sure that the objective has what it needs and nothing that it would not use. */
export function checkObjectiveOptions(options: Partial<ObjectiveOptions>): asserts options is ObjectiveOptions {
  const { objective } = options;
  if (objective === undefined) {
    const list = objectives.join(', ');
    throw new CliError('missing-argument', 'optimize needs --objective.', `Add --objective with one of: ${list}.`, {
      field: '--objective',
    });
  }
  const needs: Partial<Record<Objective, 'target' | 'riskAversion'>> = {
    'target-return': 'target',
    'target-risk': 'target',
    'max-utility': 'riskAversion',
  };
  for (const [name, flag] of [
    ['target', '--target'],
    ['riskAversion', '--risk-aversion'],
  ] as const) {
    const needed = needs[objective] === name;
    if (needed && options[name] === undefined) {
      throw new CliError('missing-argument', `--objective ${objective} needs ${flag}.`, `Add ${flag} NUMBER.`, {
        field: flag,
      });
    }
    if (!needed && options[name] !== undefined) {
      const message = `--objective ${objective} does not use ${flag}.`;
      throw new CliError('conflicting-options', message, `Leave out ${flag}, or choose another objective.`, {
        field: flag,
      });
    }
  }
  if (objective === 'target-risk' && (options.target ?? 0) < 0) {
    const message = `--target is ${options.target}; a risk is not negative.`;
    throw new CliError('invalid-option', message, 'Write --target with a number of at least 0.', { field: '--target' });
  }
}
