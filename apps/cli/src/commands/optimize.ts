import type { SolvedPortfolio } from '@riskoptimizer/engine';
import type { Command } from 'commander';
import { CliError } from '../core/cli-error.ts';
import type { Surroundings } from '../core/surroundings.ts';
import { type Constraints, readConstraints, standardConstraints } from '../input/constraints-file.ts';
import { loadMoments, type Moments } from '../input/moments.ts';
import { addMomentOptions, addMomentsFileOption } from '../options/moment-options.ts';
import { addObjectiveOptions, checkObjectiveOptions, type ObjectiveOptions } from '../options/objective-options.ts';
import { type Answer, byAsset, printAnswer } from '../output/answer.ts';
import { describeCoverage, describeOrigin, describeWindow, sayWindow } from '../output/provenance.ts';
import { count, figure, formatTable, percent } from '../output/text-table.ts';
import { dualsOf } from './duals.ts';
import { refusalJson, refusalText } from './infeasible.ts';
import { isSolved, riskOf, solve } from './solve.ts';

/** `riskoptimizer optimize`: the best portfolio for an objective. */
export function addOptimize(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('optimize')
    .description('the best weights for an objective, under bounds and a budget');
  command.argument('[prices]', 'price file (CSV): date, then one column an asset');
  addObjectiveOptions(addMomentsFileOption(addMomentOptions(command)));
  command.action(async (file: string | undefined, options: Partial<ObjectiveOptions>) => {
    checkObjectiveOptions(options);
    const moments = await loadMoments(file, options, command);
    requireTwoAssets(moments);
    const constraints = await loadConstraints(options.constraints, moments);
    printAnswer(surroundings, optimizeAnswer(moments, constraints, options, surroundings), options.json === true);
  });
}

/** @throws CliError 'too-few-assets' for a single asset, between which and nothing there is no choice. */
export function requireTwoAssets(moments: Moments): void {
  if (moments.assets.length >= 2) return;
  const message = `There is one asset only (${moments.assets[0]}); an optimisation needs at least two to choose between.`;
  const place = { file: moments.source.file, field: 'assets' };
  throw new CliError('too-few-assets', message, 'Give more assets, or use riskoptimizer risk for a single one.', place);
}

export async function loadConstraints(file: string | undefined, moments: Moments): Promise<Constraints> {
  return file === undefined ? standardConstraints(moments.assets.length) : readConstraints(file, moments.assets);
}

function optimizeAnswer(
  moments: Moments,
  constraints: Constraints,
  options: ObjectiveOptions,
  surroundings: Surroundings,
): Answer {
  const outcome = solve(moments, constraints, options);
  const { objective, risk, target = null, riskAversion = null } = options;
  const origin = {
    window: describeWindow(moments.returns, moments.periodsPerYear),
    coverage: describeCoverage(moments.returns),
    birthCertificate: describeOrigin('optimize', moments, surroundings, options.seed, {
      parameters: { objective, risk, target, riskAversion },
      inputs: [constraints.source],
    }),
  };
  if (!isSolved(outcome)) {
    return {
      json: { ...refusalJson(outcome, moments), ...origin },
      text: refusalText(outcome, moments),
      warnings: moments.warnings,
    };
  }
  const figures = figuresOf(outcome, moments, options);
  return {
    json: {
      status: outcome.status,
      weights: byAsset(moments.assets, outcome.weights),
      ...nameFigures(figures, moments.annual),
      duals: dualsOf(moments, constraints, outcome.weights, outcome.lambda),
      conflict: [],
      iterations: outcome.iterations,
      ...origin,
    },
    text: optimizeText(outcome, moments, options, figures),
    warnings: moments.warnings,
  };
}

interface Figures {
  /** Null when the moments file has no expected returns. */
  readonly expectedReturn: number | null;
  readonly risk: number;
  /** Excess expected return for each unit of standard deviation; null without risk, where it is undefined. */
  readonly ratio: number | null;
}

function figuresOf(solution: SolvedPortfolio, moments: Moments, options: ObjectiveOptions): Figures {
  const { standardDeviation } = solution;
  const expectedReturn = moments.expectedReturns === null ? null : solution.expectedReturn;
  const hasRatio = expectedReturn !== null && standardDeviation > 0;
  return {
    expectedReturn,
    risk: riskOf(standardDeviation, options.risk),
    ratio: hasRatio ? (expectedReturn - moments.riskFree) / standardDeviation : null,
  };
}

/** Per period unless a name says annual. */
function nameFigures({ expectedReturn, risk, ratio }: Figures, annual: boolean): Record<string, number | null> {
  return annual
    ? { annualExpectedReturn: expectedReturn, annualRisk: risk, annualRatio: ratio }
    : { expectedReturn, risk, ratio };
}

/** Weights below this are shown as one line to people; the JSON has every digit. */
const shownWeight = 5e-5;

function optimizeText(
  solution: SolvedPortfolio,
  moments: Moments,
  options: ObjectiveOptions,
  figures: Figures,
): string {
  const held = moments.assets
    .map((asset, index) => ({ asset, weight: solution.weights[index] as number }))
    .filter(({ weight }) => Math.abs(weight) >= shownWeight)
    .sort((one, other) => other.weight - one.weight);
  const others = moments.assets.length - held.length;
  const unit = moments.annual ? 'a year' : 'a period';
  const digits = moments.annual ? 2 : 4;
  const risk = options.risk === 'variance' ? figure(figures.risk) : percent(figures.risk, digits);
  return [
    `${options.objective} by ${options.risk}: ${solution.status}`,
    moments.returns === null ? `moments from ${moments.source.file}` : sayWindow(moments.returns.window),
    '',
    formatTable([['asset', 'weight'], ...held.map(({ asset, weight }) => [asset, percent(weight)])]),
    ...(others > 0 ? [`${count(others, 'other asset')}: 0 %`] : []),
    '',
    formatTable([
      [`expected return ${unit}`, percent(figures.expectedReturn, digits)],
      [`${options.risk} ${unit}`, risk],
      [`ratio ${unit}`, figure(figures.ratio)],
    ]),
  ].join('\n');
}
