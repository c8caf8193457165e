import { matrixToRows } from '@riskoptimizer/engine';
import type { Command } from 'commander';
import type { Surroundings } from '../core/surroundings.ts';
import { loadMoments, type Moments } from '../input/moments.ts';
import { addMomentOptions, type MomentOptions } from '../options/moment-options.ts';
import { type Answer, printAnswer } from '../output/answer.ts';
import { describeCoverage, describeOrigin, describeWindow } from '../output/provenance.ts';
import { figure, formatTable, percent } from '../output/text-table.ts';

/** `riskoptimizer estimate`: expected returns and covariance from prices. */
export function addEstimate(program: Command, surroundings: Surroundings): void {
  const command = program.command('estimate').description('expected returns and covariance from prices');
  addMomentOptions(command.argument('<prices>', 'price file (CSV): date, then one column an asset'));
  command.action(async (file: string, options: MomentOptions) => {
    const moments = await loadMoments(file, options, command);
    printAnswer(surroundings, estimateAnswer(moments, surroundings, options), options.json === true);
  });
}

function estimateAnswer(moments: Moments, surroundings: Surroundings, options: MomentOptions): Answer {
  const { annual, assets, covariance } = moments;
  const expectedReturns = moments.expectedReturns ?? new Float64Array(0);
  const rows = matrixToRows(covariance);
  const conditionNumber = moments.conditionNumber();
  const unit = annual ? 'a year' : 'a period';
  const table = assets.map((asset, index) => [
    asset,
    percent(expectedReturns[index] ?? null, annual ? 2 : 4),
    percent(Math.sqrt(rows[index]?.[index] ?? Number.NaN), annual ? 2 : 4),
  ]);
  return {
    json: {
      assets,
      ...(annual
        ? { annualExpectedReturns: expectedReturns, annualCovariance: rows }
        : { expectedReturns, covariance: rows }),
      conditionNumber,
      window: describeWindow(moments.returns, moments.periodsPerYear),
      coverage: describeCoverage(moments.returns),
      birthCertificate: describeOrigin('estimate', moments, surroundings, options.seed),
    },
    text: [
      formatTable([['asset', `expected return ${unit}`, `volatility ${unit}`], ...table]),
      '',
      `Condition number of the covariance: ${figure(conditionNumber)}. The covariance itself: --json.`,
    ].join('\n'),
    warnings: moments.warnings,
  };
}
