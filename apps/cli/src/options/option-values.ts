import { CliError } from '../core/cli-error.ts';

/** Parsers of option values: each returns the value, or throws an error that names the option and what was expected. */
type Parser<Value> = (text: string) => Value;

function refuse(option: string, text: string, expected: string): CliError {
  const shown = text === '' ? 'empty' : `"${text.slice(0, 60)}"`;
  return new CliError(
    'invalid-option',
    `${option} is ${shown}; expected ${expected}.`,
    `Write ${option} with ${expected}.`,
    {
      field: option,
    },
  );
}

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A finite number that `accept` allows, such as 0.02. */
export function numberOption(option: string, expected: string, accept: (value: number) => boolean): Parser<number> {
  return (text) => {
    const value = plainNumber.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value) || !accept(value)) throw refuse(option, text, expected);
    return value;
  };
}

export function integerOption(option: string, expected: string, minimum: number, maximum: number): Parser<number> {
  return numberOption(option, expected, (value) => Number.isInteger(value) && value >= minimum && value <= maximum);
}

/** One of some words. */
export function wordOption<const Word extends string>(option: string, words: readonly Word[]): Parser<Word> {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw refuse(option, text, `one of ${words.join(', ')}`);
    return word;
  };
}

/**
 * One of the words of the design, of which this release has some.
 *
 * @throws CliError 'not-available' for the others, with the list of those that are there.
 */
export function availableWordOption<const Word extends string>(
  option: string,
  available: readonly Word[],
  designed: readonly string[],
): Parser<Word> {
  return (text) => {
    const word = available.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    if (!designed.includes(text)) throw refuse(option, text, `one of ${available.join(', ')}`);
    throw new CliError(
      'not-available',
      `${option} ${text} is not available in this release; available are ${available.join(', ')}.`,
      `Use one of: ${available.join(', ')}.`,
      { field: option },
    );
  };
}

/** A file or a name. What looks like the next option is a value that was forgotten. */
export function textOption(option: string): Parser<string> {
  return (text) => {
    if (text !== '' && !text.startsWith('--')) return text;
    const found = text === '' ? 'is empty' : `is followed by ${text}`;
    throw new CliError(
      'missing-argument',
      `${option} ${found}; its value is missing.`,
      `Write a value after ${option}.`,
      {
        field: option,
      },
    );
  };
}

/** Names separated by commas, each once. */
export function listOption(option: string): Parser<readonly string[]> {
  return (text) => {
    const names = textOption(option)(text)
      .split(',')
      .map((name) => name.trim());
    if (names.includes('')) throw refuse(option, text, 'names separated by commas, such as A,B,C');
    const twin = names.find((name, index) => names.indexOf(name) !== index);
    if (twin !== undefined) throw refuse(option, text, `every name once; "${twin.slice(0, 60)}" stands twice`);
    return names;
  };
}

/** A date of the calendar, YYYY-MM-DD. */
export function dateOption(option: string): Parser<string> {
  return (text) => {
    const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
    const valid = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
    if (!valid) throw refuse(option, text, 'a date of the calendar as YYYY-MM-DD');
    return text;
  };
}
