import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliErrorCodes } from './core/cli-error.ts';
import { createProgram } from './program.ts';

const guide = readFileSync(resolve(import.meta.dirname, '../../../docs/guides/command-line.md'), 'utf8');
const program = createProgram({ repositoryRoot: '', version: '0.0.0', out: () => {}, error: () => {} });

/** All commands, those of a group such as `audit verify` too. */
const commands = program.commands.flatMap((command) => [command, ...command.commands]);

describe('the guide of the command line', () => {
  it('explains every error code in the words of the code, and none that does not exist', () => {
    const section = guide.slice(guide.indexOf('## Error codes'));
    const explained = [...section.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map((match) => [match[1], match[2]]);
    expect(Object.fromEntries(explained)).toEqual(cliErrorCodes);
  });

  it.each(commands.map((command) => ({ name: command.name(), command })))(
    'names every option of $name',
    ({ command }) => {
      const flags = command.options.map((option) => option.long ?? '');
      expect(flags.filter((flag) => !guide.includes(flag))).toEqual([]);
    },
  );

  it('names no option that does not exist', () => {
    const flags = new Set(commands.flatMap((command) => command.options.map((option) => option.long)));
    const named = [...guide.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map((match) => match[0]);
    expect(named.filter((flag) => !flags.has(flag))).toEqual([]);
  });
});
