/** Commands and options: what is refused, with which message, and that --json prints one object and nothing else. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { failJson, runCli, writeInput } from './support/run-cli.ts';

const moments = {
  assets: ['A', 'B'],
  expectedReturns: [0.1, 0.2],
  covariance: [
    [0.04, 0],
    [0, 0.09],
  ],
};

beforeAll(() => {
  writeInput('good.csv', 'date,A,B\n2024-01-02,1,2\n2024-01-03,1.1,2.1\n2024-01-04,1.05,2.3\n2024-01-05,1.2,2.2\n');
  writeInput('moments.json', moments);
});

const optimize = ['optimize', 'good.csv', '--objective'];

describe('bad usage', () => {
  it.each([
    [
      [],
      'missing-argument',
      null,
      'A command is missing; there are risk, estimate, optimize, frontier, demo, serve, doctor, audit.',
    ],
    [['rsik', 'good.csv'], 'unknown-command', null, 'There is no command "rsik".'],
    [
      ['allocate'],
      'not-available',
      null,
      'The command allocate is not available in this release; available are risk, estimate, optimize, frontier, demo, serve, doctor, audit.',
    ],
    [
      ['backtest', 'good.csv'],
      'not-available',
      null,
      'The command backtest is not available in this release; available are risk, estimate, optimize, frontier, demo, serve, doctor, audit.',
    ],
    [['audit'], 'missing-argument', null, 'What audit should do is missing; it can verify.'],
    [['audit', 'falsify'], 'unknown-command', null, 'There is no command "audit falsify".'],
    [['audit', 'verify'], 'missing-argument', null, "Missing required argument 'file'."],
    [['audit', 'verify', 'x', '--tree'], 'unknown-option', null, "Unknown option '--tree'."],
    [['risk'], 'missing-argument', null, "Missing required argument 'prices'."],
    [
      ['risk', 'good.csv', 'other.csv'],
      'unknown-option',
      null,
      "Too many arguments for 'risk'. Expected 1 argument but got 2: good.csv, other.csv.",
    ],
    [
      ['risk', 'good.csv', '--confidnce', '0.9'],
      'unknown-option',
      null,
      "Unknown option '--confidnce' (Did you mean --confidence?).",
    ],
    [
      ['risk', 'good.csv', '--weights'],
      'missing-argument',
      '--weights',
      '--weights is followed by --json; its value is missing.',
    ],
    [['optimize', 'good.csv'], 'missing-argument', '--objective', 'optimize needs --objective.'],
    [['optimize', '--objective', 'min-risk'], 'missing-argument', null, 'A price file is missing.'],
    [['frontier'], 'missing-argument', null, 'A price file is missing.'],
    [[...optimize, 'target-return'], 'missing-argument', '--target', '--objective target-return needs --target.'],
    [[...optimize, 'target-risk'], 'missing-argument', '--target', '--objective target-risk needs --target.'],
    [
      [...optimize, 'max-utility'],
      'missing-argument',
      '--risk-aversion',
      '--objective max-utility needs --risk-aversion.',
    ],
    [
      [...optimize, 'min-risk', '--target', '1'],
      'conflicting-options',
      '--target',
      '--objective min-risk does not use --target.',
    ],
    [
      [...optimize, 'max-ratio', '--risk-aversion', '1'],
      'conflicting-options',
      '--risk-aversion',
      '--objective max-ratio does not use --risk-aversion.',
    ],
    [
      [...optimize, 'target-risk', '--target', '-1'],
      'invalid-option',
      '--target',
      '--target is -1; a risk is not negative.',
    ],
    [
      [...optimize, 'min-risk', '--moments', 'moments.json'],
      'conflicting-options',
      '--moments',
      'Both a price file and --moments are given.',
    ],
    [
      ['frontier', '--moments', 'moments.json', '--last', '5'],
      'conflicting-options',
      '--last',
      '--last speaks of prices and has no effect with --moments.',
    ],
    [
      ['frontier', '--moments', 'moments.json', '--returns', 'mean'],
      'conflicting-options',
      '--returns',
      '--returns speaks of prices and has no effect with --moments.',
    ],
    [
      ['frontier', '--moments', 'moments.json', '--date-format', 'DD/MM/YYYY'],
      'conflicting-options',
      '--date-format',
      '--date-format speaks of prices and has no effect with --moments.',
    ],
    [
      ['frontier', 'good.csv', '--exact', '--points', '5'],
      'conflicting-options',
      '--exact',
      '--exact and --points are both given.',
    ],
    [
      ['frontier', '--moments', 'moments.json', '--assets', 'A,Z'],
      'unknown-asset',
      '--assets',
      '--assets names "Z", which the moments do not have.',
    ],
  ])('%j', async (parameters, code, field, message) => {
    expect(await failJson(parameters)).toMatchObject({ code, field, message, file: null, line: null, column: null });
  });

  it.each([
    ['--confidence', '5%', 'a number between 0 and 1, such as 0.95'],
    ['--confidence', '1', 'a number between 0 and 1, such as 0.95'],
    ['--confidence', 'NaN', 'a number between 0 and 1, such as 0.95'],
    ['--from', '2024-02-30', 'a date of the calendar as YYYY-MM-DD'],
    ['--to', '1/2/2024', 'a date of the calendar as YYYY-MM-DD'],
    ['--last', '0', 'a whole number of at least 1'],
    ['--last', '2.5', 'a whole number of at least 1'],
    ['--periods-per-year', '0', 'a number above 0, such as 252'],
    ['--risk-free', '2 %', 'an annual rate from -1 to 10, such as 0.02'],
    ['--risk-free', '1e999', 'an annual rate from -1 to 10, such as 0.02'],
    ['--seed', '-1', 'a whole number from 0 to 4294967295'],
    ['--date-format', 'MM-DD', 'one of YYYY-MM-DD, DD.MM.YYYY, DD/MM/YYYY, MM/DD/YYYY'],
    ['--decimal-separator', ',', 'one of point, comma'],
    ['--assets', 'A,,B', 'names separated by commas, such as A,B,C'],
    ['--assets', 'A,A', 'every name once; "A" stands twice'],
    [
      '--measures',
      'beauty',
      'one of variance, standard-deviation, semi-deviation, value-at-risk, cvar, max-drawdown, average-drawdown, ulcer-index, mean-absolute-deviation, worst-realization',
    ],
  ])('risk %s %s', async (option, value, expected) => {
    expect(await failJson(['risk', 'good.csv', `${option}=${value}`])).toMatchObject({
      code: 'invalid-option',
      field: option,
      message: `${option} is "${value}"; expected ${expected}.`,
    });
  });

  it.each([
    ['--returns', 'median'],
    ['--covariance', 'shrunk'],
    ['--span', '1'],
    ['--alignment', 'none'],
    ['--missing', 'zero'],
    ['--target', 'x'],
    ['--risk-aversion', '0'],
    ['--objective', 'best'],
    ['--risk', 'beauty'],
  ])('optimize %s %s', async (option, value) => {
    const parameters = ['optimize', 'good.csv', '--objective', 'min-risk', option, value];
    expect(await failJson(parameters)).toMatchObject({ code: 'invalid-option', field: option });
  });

  it.each(['1', '10001', 'many'])('frontier --points %s', async (value) => {
    expect(await failJson(['frontier', 'good.csv', '--points', value])).toMatchObject({
      code: 'invalid-option',
      field: '--points',
    });
  });

  it.each(['risk-budget', 'max-diversification', 'hrp', 'herc', 'nco', 'schur', 'inverse-volatility', 'equal-weight'])(
    'the objective %s is not there yet',
    async (objective) => {
      expect(await failJson([...optimize, objective])).toMatchObject({
        code: 'not-available',
        field: '--objective',
        message: `--objective ${objective} is not available in this release; available are min-risk, max-return, max-ratio, target-return, target-risk, max-utility.`,
      });
    },
  );

  it.each(['cvar', 'semi-deviation', 'max-drawdown', 'evar'])('the risk %s cannot be optimised yet', async (risk) => {
    expect(await failJson([...optimize, 'min-risk', '--risk', risk])).toMatchObject({
      code: 'not-available',
      message: `--risk ${risk} is not available in this release; available are standard-deviation, variance.`,
    });
  });

  it('the measure gini-mean-difference is not there yet', async () => {
    expect(await failJson(['risk', 'good.csv', '--measures', 'cvar,gini-mean-difference'])).toMatchObject({
      code: 'not-available',
      field: '--measures',
    });
  });

  it('is said in words without --json: on stderr, with the remedy', async () => {
    const { status, stdout, stderr } = await runCli(['optimize', 'good.csv']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'riskoptimizer: optimize needs --objective.\n' +
        '  Add --objective with one of: min-risk, max-return, max-ratio, target-return, target-risk, max-utility.\n',
    );
  });
});

describe('help and version', () => {
  it.each([['--help'], ['help']])('%s lists the commands', async (parameter) => {
    const { status, stdout, stderr } = await runCli([parameter]);
    expect([status, stderr]).toEqual([0, '']);
    for (const command of ['risk', 'estimate', 'optimize', 'frontier', 'demo', 'serve', 'doctor']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
  });

  it('optimize --help names every option of the contract', async () => {
    const { status, stdout } = await runCli(['optimize', '--help']);
    expect(status).toBe(0);
    for (const option of [
      'json',
      'assets',
      'from',
      'to',
      'last',
      'periods-per-year',
      'risk-free',
      'seed',
      'objective',
      'risk',
      'target',
      'risk-aversion',
      'returns',
      'covariance',
      'constraints',
      'moments',
      'span',
      'alignment',
      'missing',
      'annual',
    ]) {
      expect(stdout).toContain(`--${option}`);
    }
  });

  it('--version', async () => {
    expect(await runCli(['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

describe('the oldest Node', () => {
  /** A Node 20 or 21 of this machine; the tests themselves run on the Node that npm brought. */
  const oldNode = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .find((file) => existsSync(file) && /^v2[01]\./.test(spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout));

  it.skipIf(oldNode === undefined)('runs the command line (needs a Node 20 or 21 in PATH)', async () => {
    const run = { node: oldNode ?? '' };
    const { status, stdout } = await runCli(['frontier', '--moments', 'moments.json', '--json'], run);
    expect(status).toBe(0);
    expect(stdout).toBe((await runCli(['frontier', '--moments', 'moments.json', '--json'])).stdout);
    expect(await failJson(['risk', 'nowhere.csv'], run)).toMatchObject({ code: 'file-not-found' });
  });
});
