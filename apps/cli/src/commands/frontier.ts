import {
  type CornerPortfolio,
  efficientFrontier,
  type FrontierPortfolio,
  type OptimalFrontier,
  sampleFrontier,
} from '@riskoptimizer/engine';
import type { Command } from 'commander';
import { CliError } from '../core/cli-error.ts';
import type { Surroundings } from '../core/surroundings.ts';
import type { Constraints } from '../input/constraints-file.ts';
import { loadMoments, type Moments } from '../input/moments.ts';
import { addMomentOptions, addMomentsFileOption, type MomentOptions } from '../options/moment-options.ts';
import { addConstraintsOption, addRiskOption, type OptimizedRisk } from '../options/objective-options.ts';
import { integerOption } from '../options/option-values.ts';
import { type Answer, byAsset, printAnswer } from '../output/answer.ts';
import { describeCoverage, describeOrigin, describeWindow, sayWindow } from '../output/provenance.ts';
import { count, figure, formatTable, percent } from '../output/text-table.ts';
import { refusalJson, refusalText } from './infeasible.ts';
import { loadConstraints, requireTwoAssets } from './optimize.ts';
import { findConflict, problemOf, riskOf } from './solve.ts';

export interface FrontierOptions extends MomentOptions {
  readonly risk: OptimizedRisk;
  readonly points: number;
  readonly exact?: true;
  readonly constraints?: string;
}

/** `riskoptimizer frontier`: every corner portfolio, and points between them. */
export function addFrontier(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('frontier')
    .description('the exact efficient frontier: corner portfolios and points between');
  command.argument('[prices]', 'price file (CSV): date, then one column an asset');
  addConstraintsOption(addRiskOption(addMomentsFileOption(addMomentOptions(command))))
    .option(
      '--points <count>',
      'points evenly spaced in expected return, both ends included',
      integerOption('--points', 'a whole number from 2 to 10000', 2, 10_000),
      50,
    )
    .option(
      '--exact',
      'the corner portfolios only: every other point lies on a straight line of weights between two of them',
    );
  command.action(async (file: string | undefined, options: FrontierOptions) => {
    if (options.exact === true && command.getOptionValueSource('points') === 'cli') {
      const message = '--exact and --points are both given.';
      throw new CliError('conflicting-options', message, 'Give one of them; the corners come with either.', {
        field: '--exact',
      });
    }
    const moments = await loadMoments(file, options, command);
    requireTwoAssets(moments);
    requireExpectedReturns(moments);
    const constraints = await loadConstraints(options.constraints, moments);
    printAnswer(surroundings, frontierAnswer(moments, constraints, options, surroundings), options.json === true);
  });
}

function requireExpectedReturns(moments: Moments): void {
  if (moments.expectedReturns !== null) return;
  const place = { file: moments.source.file, field: 'expectedReturns' };
  throw new CliError(
    'missing-field',
    'A frontier needs expected returns, and the moments file has none.',
    'Add "expectedReturns" to the file.',
    place,
  );
}

function frontierAnswer(
  moments: Moments,
  constraints: Constraints,
  options: FrontierOptions,
  surroundings: Surroundings,
): Answer {
  const problem = problemOf(moments, constraints);
  const frontier = efficientFrontier(problem);
  const origin = {
    window: describeWindow(moments.returns, moments.periodsPerYear),
    coverage: describeCoverage(moments.returns),
    birthCertificate: describeOrigin('frontier', moments, surroundings, options.seed, {
      parameters: { risk: options.risk, points: options.exact === true ? null : options.points },
      inputs: [constraints.source],
    }),
  };
  const { warnings } = moments;
  if (frontier.status === 'infeasible') {
    const refusal = findConflict(problem);
    if (refusal === null) throw new Error('the frontier is infeasible without a conflict');
    return { json: { ...refusalJson(refusal, moments), ...origin }, text: refusalText(refusal, moments), warnings };
  }
  const corners = frontier.corners.map((corner) => ({
    ...pointJson(corner, moments, options.risk),
    lambda: corner.lambda,
    lambdaMax: corner.lambdaMax,
  }));
  const points =
    options.exact === true
      ? frontier.corners.toReversed().map((corner) => pointJson(corner, moments, options.risk))
      : sampleFrontier(frontier, options.points).map((point) => pointJson(point, moments, options.risk));
  return {
    json: {
      status: frontier.status,
      points,
      corners,
      ray: frontier.ray === null ? null : { direction: byAsset(moments.assets, frontier.ray.direction) },
      maximumResidual: frontier.maximumResidual,
      iterations: frontier.iterations,
      ...origin,
    },
    text: frontierText(frontier, moments, options),
    warnings,
  };
}

type Point = Pick<FrontierPortfolio | CornerPortfolio, 'weights' | 'expectedReturn' | 'standardDeviation'>;

function pointJson(point: Point, moments: Moments, measure: OptimizedRisk): Record<string, unknown> {
  const risk = riskOf(point.standardDeviation, measure);
  const weights = byAsset(moments.assets, point.weights);
  return moments.annual
    ? { annualExpectedReturn: point.expectedReturn, annualRisk: risk, weights }
    : { expectedReturn: point.expectedReturn, risk, weights };
}

/** How many holdings of a corner are named to people. */
const namedHoldings = 4;

function frontierText(frontier: OptimalFrontier, moments: Moments, options: FrontierOptions): string {
  const digits = moments.annual ? 2 : 4;
  const unit = moments.annual ? 'a year' : 'a period';
  const rows = frontier.corners.map((corner, index) => {
    const risk = riskOf(corner.standardDeviation, options.risk);
    return [
      String(index + 1),
      percent(corner.expectedReturn, digits),
      options.risk === 'variance' ? figure(risk) : percent(risk, digits),
      figure(corner.lambda),
      largestHoldings(corner, moments),
    ];
  });
  return [
    `${count(rows.length, 'corner portfolio')}, from the highest expected return to the least risk`,
    moments.returns === null ? `moments from ${moments.source.file}` : sayWindow(moments.returns.window),
    '',
    formatTable(
      [['corner', `expected return ${unit}`, `${options.risk} ${unit}`, 'lambda', 'largest holdings'], ...rows],
      [4],
    ),
    ...(frontier.ray === null
      ? []
      : ['', 'Beyond the first corner the frontier goes on without end: some bounds are infinite.']),
    '',
    'All weights and the points between: --json.',
  ].join('\n');
}

function largestHoldings(corner: CornerPortfolio, moments: Moments): string {
  const held = moments.assets
    .map((asset, index) => ({ asset, weight: corner.weights[index] as number }))
    .filter(({ weight }) => weight !== 0)
    .sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
  const named = held.slice(0, namedHoldings).map(({ asset, weight }) => `${asset} ${percent(weight, 1)}`);
  const more = held.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
