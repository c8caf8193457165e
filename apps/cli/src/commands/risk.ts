import { type RiskMeasureName, riskMeasureNames } from '@riskoptimizer/engine';
import type { Command } from 'commander';
import type { Surroundings } from '../core/surroundings.ts';
import { loadPortfolio, type Portfolio } from '../input/portfolio.ts';
import { designedMeasures } from '../options/objective-options.ts';
import { availableWordOption, listOption, numberOption, textOption } from '../options/option-values.ts';
import { addSeriesOptions, type SeriesOptions } from '../options/series-options.ts';
import { type Answer, printAnswer } from '../output/answer.ts';
import { sayWindow } from '../output/provenance.ts';
import { figure, formatTable, percent } from '../output/text-table.ts';
import {
  type AnnualFigures,
  annualFigures,
  contributionsOf,
  measuresOf,
  type NamedContributions,
} from './risk-figures.ts';

export interface RiskOptions extends SeriesOptions {
  readonly weights: string;
  readonly confidence: number;
  readonly measures: readonly RiskMeasureName[];
  readonly benchmark?: string;
}

/** `riskoptimizer risk`: how much a portfolio of fixed weights could lose, and what drives it. */
export function addRisk(program: Command, surroundings: Surroundings): void {
  const command = program.command('risk').description('risk of a portfolio, annual figures, and what each asset adds');
  addSeriesOptions(command.argument('<prices>', 'price file (CSV): date, then one column an asset'))
    .option(
      '--weights <file>',
      'asset → weight (JSON, or CSV asset,weight), or the word equal',
      textOption('--weights'),
      'equal',
    )
    .option(
      '--confidence <number>',
      'of value at risk and CVaR: 0.95 is a 5 % tail',
      numberOption('--confidence', 'a number between 0 and 1, such as 0.95', (value) => value > 0 && value < 1),
      0.95,
    )
    .option('--measures <names>', `all, or some of: ${riskMeasureNames.join(', ')}`, measuresOption, riskMeasureNames)
    .option('--benchmark <asset>', 'column of the price file for beta and alpha', textOption('--benchmark'));
  command.action(async (file: string, options: RiskOptions) => {
    const portfolio = await loadPortfolio(file, options);
    printAnswer(surroundings, riskAnswer(portfolio, options, surroundings), options.json === true);
  });
}

function measuresOption(text: string): readonly RiskMeasureName[] {
  if (text === 'all') return riskMeasureNames;
  return listOption('--measures')(text).map(availableWordOption('--measures', riskMeasureNames, designedMeasures));
}

function riskAnswer(portfolio: Portfolio, options: RiskOptions, surroundings: Surroundings): Answer {
  const measures = measuresOf(portfolio, options.measures, options.confidence);
  const annualised = annualFigures(portfolio, options.riskFree);
  const contributions = contributionsOf(portfolio, options.confidence);
  const { periodsPerYear } = portfolio;
  return {
    json: {
      measures,
      annualised,
      contributions,
      window: { ...portfolio.returns.window, periodsPerYear },
      coverage: portfolio.returns.coverage,
      weights: portfolio.weightsByAsset,
      confidence: options.confidence,
      benchmark: options.benchmark ?? null,
      birthCertificate: {
        method: 'risk',
        version: surroundings.version,
        parameters: {
          confidence: options.confidence,
          periodsPerYear,
          riskFreeAnnual: options.riskFree,
          alignment: 'common',
          compounded: true,
          ddof: 1,
        },
        inputs: portfolio.inputs,
        seed: options.seed ?? null,
      },
    },
    text: riskText(portfolio, options, measures, annualised, contributions),
    warnings: portfolio.warnings,
  };
}

function riskText(
  portfolio: Portfolio,
  options: RiskOptions,
  measures: Record<string, number>,
  annualised: AnnualFigures,
  contributions: NamedContributions,
): string {
  const { assets, returns, weights } = portfolio;
  const tail = `${figure(100 * options.confidence)} %`;
  const perPeriod = Object.entries(measures).map(([name, value]) => {
    const label = name === 'value-at-risk' || name === 'cvar' ? `${name} (${tail})` : name;
    return [label, name === 'variance' ? figure(value) : percent(value)];
  });
  const yearly = Object.entries(annualised)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [sayName(name), /Ratio|beta/.test(name) ? figure(value) : percent(value)]);
  const shares = Object.values(contributions);
  const parts = assets.map((asset, index) =>
    [asset, percent(weights[index] ?? null)].concat(shares.map(({ assets: of }) => percent(of[asset]?.share ?? null))),
  );
  return [
    `${sayWindow(returns.window)}, ${figure(portfolio.periodsPerYear)} a year`,
    '',
    formatTable([['measure', 'a period'], ...perPeriod]),
    '',
    formatTable([['annualised', ''], ...yearly]),
    '',
    formatTable([['asset', 'weight', ...Object.keys(contributions).map((name) => `share of ${name}`)], ...parts]),
  ].join('\n');
}

/** "annualSharpeRatio" as "annual Sharpe ratio". */
function sayName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/\bs(?=harpe|ortino)/, 'S');
}
