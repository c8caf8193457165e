/** The command line: arguments in, an exit status out. bin/riskoptimizer.mjs hands in where things are. */
import { CommanderError } from 'commander';
import { CliError } from './core/cli-error.ts';
import type { Surroundings } from './core/surroundings.ts';
import { exitStatus, printError } from './output/print-error.ts';
import { createProgram } from './program.ts';

/** Commands of the design that this release does not have. */
const laterCommands = new Set(['allocate', 'backtest']);

export async function main(parameters: readonly string[], surroundings: Surroundings): Promise<number> {
  const program = createProgram(surroundings);
  const names = program.commands.map((command) => command.name());
  try {
    // --json is welcome before the command, too.
    const words = parameters[0] === '--json' ? [...parameters.slice(1), '--json'] : parameters;
    const first = words.find((word) => word !== '--json');
    if (first === undefined) {
      const message = `A command is missing; there are ${names.join(', ')}.`;
      throw new CliError('missing-argument', message, 'riskoptimizer --help explains them.');
    }
    if (!first.startsWith('-') && first !== 'help' && !names.includes(first)) throw noCommand(first, names);
    await program.parseAsync(words, { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : exitStatus.result;
  } catch (error) {
    // Help and version are answers, not errors.
    if (error instanceof CommanderError && error.exitCode === 0) return exitStatus.result;
    return printError(surroundings, error, parameters.includes('--json'));
  }
}

function noCommand(name: string, names: readonly string[]): CliError {
  const remedy = `Use one of: ${names.join(', ')}.`;
  return laterCommands.has(name)
    ? new CliError(
        'not-available',
        `The command ${name} is not available in this release; available are ${names.join(', ')}.`,
        remedy,
      )
    : new CliError('unknown-command', `There is no command "${name.slice(0, 60)}".`, remedy);
}
