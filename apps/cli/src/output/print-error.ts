import { EngineError } from '@riskoptimizer/engine';
import { CommanderError } from 'commander';
import { CliError } from '../core/cli-error.ts';
import type { Surroundings } from '../core/surroundings.ts';

/** Exit statuses: a result (infeasible is one), bad usage or bad input, a fault of the program. */
export const exitStatus = { result: 0, badInput: 2, internal: 1 } as const;

/** Problems listed to people; JSON has all that were listed by the reader. */
const shownDetails = 10;

/**
 * Prints what went wrong on stderr (stdout stays empty) and returns the exit status.
 *
 * With --json it is one JSON object {"error": {code, message, file, line, column, field, remedy}}.
 */
export function printError(surroundings: Surroundings, error: unknown, asJson: boolean): number {
  const known = describeError(error);
  if (asJson) {
    surroundings.error(`${JSON.stringify({ error: toJson(known) })}\n`);
  } else {
    surroundings.error(toText(known));
    if (known.code === 'internal-error' && error instanceof Error) surroundings.error(`${error.stack}\n`);
  }
  return known.code === 'internal-error' ? exitStatus.internal : exitStatus.badInput;
}

function toJson(error: CliError): Record<string, unknown> {
  const { file = null, line = null, column = null, field = null } = error.place;
  const { sequence, lastSequence } = error.place;
  const rest = {
    ...(sequence === undefined ? {} : { sequence, lastSequence }),
    ...(error.detailCount > 1 ? { problems: error.details, problemCount: error.detailCount } : {}),
  };
  return { code: error.code, message: error.message, file, line, column, field, remedy: error.remedy, ...rest };
}

function toText(error: CliError): string {
  const file = error.place.file ?? null;
  // A message about the file itself names it already.
  const prefix = file === null || error.message.includes(file) ? '' : `${file}: `;
  const lines = [`riskoptimizer: ${prefix}${error.message}`, `  ${error.remedy}`];
  for (const detail of error.details.slice(1, shownDetails))
    lines.push(`riskoptimizer: ${prefix}${detail.message}`, `  ${detail.remedy}`);
  const more = error.detailCount - Math.min(error.details.length, shownDetails);
  if (error.details.length > 0 && more > 0) lines.push(`… and ${more} more problems.`);
  return `${lines.join('\n')}\n`;
}

function describeError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof EngineError) return describeEngineError(error);
  if (error instanceof CommanderError) return describeUsageError(error);
  const message = error instanceof Error ? error.message : String(error);
  return new CliError(
    'internal-error',
    message,
    'This is a fault of the program; please report it with the command line.',
  );
}

const optionArguments = new Set(['from', 'to', 'last', 'assets', 'span', 'confidence']);

function describeEngineError(error: EngineError): CliError {
  const field = optionArguments.has(error.argument) ? `--${error.argument}` : error.argument;
  const remedy =
    error.code === 'missing-value'
      ? 'Use --alignment common (only periods in which all assets have a return), or --missing as-zero.'
      : 'Change the input or the option that the message names.';
  return new CliError(error.code, error.message, remedy, { field });
}

function describeUsageError(error: CommanderError): CliError {
  const message = error.message.replace(/^error: /, '').replace(/\.?$/, '.');
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  const remedy = 'riskoptimizer --help lists the commands, riskoptimizer COMMAND --help its options.';
  const missing = error.code === 'commander.missingArgument' || error.code === 'commander.optionMissingArgument';
  return new CliError(missing ? 'missing-argument' : 'unknown-option', sentence.replaceAll('\n', ' '), remedy);
}
