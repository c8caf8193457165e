import { writeFile } from 'node:fs/promises';
import { simulateDemoMarket } from '@riskoptimizer/engine';
import { writePrices } from '@riskoptimizer/price-csv';
import type { Command } from 'commander';
import { CliError } from '../core/cli-error.ts';
import type { Surroundings } from '../core/surroundings.ts';
import { textOption } from '../options/option-values.ts';
import { seedOption } from '../options/series-options.ts';
import { byAsset, printAnswer } from '../output/answer.ts';
import { count } from '../output/text-table.ts';
import { inOneCurrency, weightsOf } from './demo-market.ts';

interface DemoOptions {
  readonly out: string;
  readonly weightsOut?: string;
  readonly seed?: number;
  readonly force?: true;
  readonly json?: true;
}

/** `riskoptimizer demo`: writes the simulated demo market as files to try the other commands on. */
export function addDemo(program: Command, surroundings: Surroundings): void {
  program
    .command('demo')
    .description('writes the prices and weights of the simulated demo market, to try things on')
    .option('--json', 'one JSON object on stdout, nothing else')
    .option('--out <file>', 'price file to write', textOption('--out'), 'demo-prices.csv')
    .option(
      '--weights-out <file>',
      'weights file to write (beside the prices, named after them)',
      textOption('--weights-out'),
    )
    .option('--seed <number>', 'seed of the simulation', seedOption())
    .option('--force', 'overwrite files that exist')
    .action(async (options: DemoOptions) => {
      const market = simulateDemoMarket(options.seed === undefined ? {} : { seed: options.seed });
      const { prices, currency } = inOneCurrency(market);
      const weights = byAsset(...weightsOf(market, prices));
      const weightsFile = options.weightsOut ?? `${options.out.replace(/\.csv$/i, '')}-weights.json`;
      await writeNew(options.out, writePrices(prices), options.force === true);
      await writeNew(weightsFile, `${JSON.stringify(weights, null, 2)}\n`, options.force === true);
      const commands = nextCommands(options.out, weightsFile);
      const answer = {
        json: {
          pricesFile: options.out,
          weightsFile,
          simulated: true,
          description: market.description,
          seed: market.seed,
          currency,
          assetCount: prices.assets.length,
          from: prices.dates[0],
          to: prices.dates.at(-1),
          next: commands,
        },
        text: [
          market.description,
          `${options.out}: ${count(prices.dates.length, 'date')} of ${count(prices.assets.length, 'asset')}, all prices in ${currency}, seed ${market.seed}.`,
          `${weightsFile}: the weights of the demo portfolio.`,
          '',
          'Try:',
          ...commands.map((command) => `  ${command}`),
        ].join('\n'),
      };
      printAnswer(surroundings, answer, options.json === true);
    });
}

function nextCommands(prices: string, weights: string): string[] {
  return [
    `riskoptimizer risk ${prices} --weights ${weights}`,
    `riskoptimizer optimize ${prices} --objective target-return --target 0.08 --annual`,
    `riskoptimizer frontier ${prices} --annual`,
    'riskoptimizer serve',
  ];
}

async function writeNew(file: string, text: string, overwrite: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: overwrite ? 'w' : 'wx' });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : undefined;
    if (reason === 'EEXIST') {
      throw new CliError('file-exists', `${file} exists already.`, 'Name another file, or add --force.', { file });
    }
    const message = `${file} cannot be written: ${String(reason ?? error)}.`;
    throw new CliError('file-not-writable', message, 'Check that the folder exists and that you may write there.', {
      file,
    });
  }
}
