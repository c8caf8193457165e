/** Price files that are wrong: status 2, stdout empty, and file, line, column and field in the message. */
import { mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { failJson, runCli, runJson, workFolder, writeInput } from './support/run-cli.ts';

const good = 'date,A,B\n2024-01-02,1,2\n2024-01-03,1.1,2.1\n2024-01-04,1.05,2.3\n2024-01-05,1.2,2.2\n';
const head = 'date,A,B\n2024-01-02,1,2\n';

/** The most memory a run had, in bytes, told by the process itself when it ends. */
async function peakMemoryOf(parameters: string[]): Promise<number> {
  const report = join(workFolder(), 'memory.txt');
  const tell = `import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`;
  await runCli(parameters, {
    environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}` },
  });
  return 1024 * Number(readFileSync(report, 'utf8'));
}

beforeAll(() => {
  writeInput('good.csv', good);
});

describe('price files', () => {
  it.each([
    ['empty', '', 'empty-file', null, null, null, 'The file is empty.'],
    [
      'without dates',
      'A,B\n1,2\n',
      'no-date-column',
      1,
      1,
      'A',
      'Line 1, column 1 (A): the first column must be named "date"; it is "A".',
    ],
    [
      'duplicate dates',
      `${head}2024-01-02,1,2\n`,
      'duplicate-date',
      3,
      1,
      'date',
      'Line 3, column 1 (date): the date 2024-01-02 stands on line 2 already.',
    ],
    [
      'unordered dates',
      `${head}2024-01-01,1,2\n`,
      'unordered-dates',
      3,
      1,
      'date',
      'Line 3, column 1 (date): the date 2024-01-01 comes after 2024-01-02 of line 2.',
    ],
    [
      'text in a price',
      `${head}2024-01-03,1,abc\n`,
      'invalid-number',
      3,
      3,
      'B',
      'Line 3, column 3 (B): "abc" is not a number.',
    ],
    [
      'a negative price',
      `${head}2024-01-03,-1,2\n`,
      'price-not-positive',
      3,
      2,
      'A',
      'Line 3, column 2 (A): the price -1 is negative; a price must be positive.',
    ],
    [
      'a zero price',
      `${head}2024-01-03,0,2\n`,
      'price-not-positive',
      3,
      2,
      'A',
      'Line 3, column 2 (A): the price 0 is zero; a price must be positive.',
    ],
    [
      'NaN',
      `${head}2024-01-03,NaN,2\n`,
      'not-finite',
      3,
      2,
      'A',
      'Line 3, column 2 (A): "NaN" is not a finite number.',
    ],
    [
      'Infinity',
      `${head}2024-01-03,1,Infinity\n`,
      'not-finite',
      3,
      3,
      'B',
      'Line 3, column 3 (B): "Infinity" is not a finite number.',
    ],
    ['one row', head, 'too-few-rows', 2, null, null, 'Line 2: the file has prices of one date; a return needs two.'],
    [
      'ambiguous dates',
      'date,A\n01/02/2024,1\n02/02/2024,2\n',
      'ambiguous-dates',
      2,
      1,
      'date',
      'Line 2, column 1 (date): "01/02/2024" may mean 2024-02-01 or 2024-01-02, and no other date of the file settles which.',
    ],
  ])('%s', async (name, text, code, line, column, field, message) => {
    const file = writeInput(`${name.replaceAll(' ', '-')}.csv`, text);
    const error = await failJson(['risk', file]);
    expect(error).toMatchObject({ code, file, line, column, field, message });
    expect(error.remedy).not.toBe('');
  });

  it('lists all problems, in JSON and for people', async () => {
    const lines = Array.from({ length: 60 }, (_, day) => `${2030 + day}-01-01,x,y`);
    const file = writeInput('many.csv', `${head}${lines.join('\n')}\n`);
    const error = await failJson(['risk', file]);
    expect([error.problems?.length, error.problemCount]).toEqual([50, 120]);
    const { status, stdout, stderr } = await runCli(['risk', file]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('riskoptimizer: many.csv: Line 3, column 2 (A): "x" is not a number.');
    expect(stderr).toContain('riskoptimizer: many.csv: Line 7, column 3 (B): "y" is not a number.');
    expect(stderr).toContain('… and 110 more problems.');
    expect(stderr.split('\n').length).toBeLessThan(25);
  });

  it('a file of 300 MB is refused by its size, with flat memory', async () => {
    const file = writeInput('large.csv', '');
    truncateSync(join(workFolder(), file), 300_000_000);
    const [small, large] = [await peakMemoryOf(['risk', 'good.csv']), await peakMemoryOf(['risk', file])];
    expect(large).toBeLessThan(small + 20e6);
    expect(await failJson(['risk', file])).toMatchObject({
      code: 'file-too-large',
      file,
      message: 'The file has 300.0 MB; the limit is 100 MB.',
    });
    expect(await failJson(['optimize', '--moments', file, '--objective', 'min-risk'])).toMatchObject({
      code: 'file-too-large',
      file,
    });
  });

  it.each([
    ['a byte-order mark', `\ufeff${good}`],
    ['semicolons', good.replaceAll(',', ';')],
    ['decimal commas', good.replaceAll(',', ';').replaceAll('.', ',')],
    ['CRLF and blank lines', `${good.replaceAll('\n', '\r\n')}\r\n\r\n`],
  ])('reads %s like the plain file', async (name, text) => {
    const file = writeInput(`${name.replaceAll(' ', '-')}.csv`, text);
    const [plain, other] = [await runJson(['risk', 'good.csv']), await runJson(['risk', file])];
    expect(other.measures).toEqual(plain.measures);
    expect(other.window).toEqual(plain.window);
  });

  it('an option settles an ambiguous file', async () => {
    const file = writeInput('slashes.csv', 'date,A\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n');
    const answer = await runJson(['risk', file, '--date-format', 'DD/MM/YYYY']);
    expect(answer.window).toMatchObject({ from: '2024-02-01', to: '2024-02-03' });
    const decimals = writeInput('decimals.csv', 'date;A\n2024-01-02;1,234\n2024-01-03;2,345\n2024-01-04;3,456\n');
    const read = await runJson(['risk', decimals, '--decimal-separator', 'comma']);
    expect(read.measures['worst-realization']).toBeCloseTo(1 - 3.456 / 2.345, 12);
  });

  it('a constant asset is a warning, and undefined ratios are null', async () => {
    const file = writeInput('constant.csv', 'date,A\n2024-01-02,5\n2024-01-03,5\n2024-01-04,5\n');
    const answer = await runJson(['risk', file]);
    expect(answer.warnings).toEqual([
      'Column 2 (A): the price never changes, so risk measures are zero and ratios and correlations undefined.',
    ]);
    expect(answer.measures['standard-deviation']).toBe(0);
    expect(answer.annualised.annualSharpeRatio).toBe(null);
  });

  it('an optimisation of one asset is refused', async () => {
    const file = writeInput('one.csv', 'date,A\n2024-01-02,5\n2024-01-03,6\n2024-01-04,5\n');
    for (const command of [
      ['optimize', file, '--objective', 'min-risk'],
      ['frontier', file],
    ]) {
      expect(await failJson(command)).toMatchObject({
        code: 'too-few-assets',
        file,
        field: 'assets',
        message: 'There is one asset only (A); an optimisation needs at least two to choose between.',
      });
    }
  });

  it('a file that is not there, and a folder', async () => {
    expect(await failJson(['risk', 'nowhere.csv'])).toMatchObject({ code: 'file-not-found', file: 'nowhere.csv' });
    mkdirSync(join(workFolder(), 'folder.csv'));
    expect(await failJson(['risk', 'folder.csv'])).toMatchObject({ code: 'file-not-readable', file: 'folder.csv' });
  });

  it('a window without returns', async () => {
    expect(await failJson(['risk', 'good.csv', '--from', '2024-02-01'])).toMatchObject({
      code: 'empty-window',
      field: '--from',
    });
    expect(await failJson(['risk', 'good.csv', '--last', '1'])).toMatchObject({
      code: 'too-few-observations',
      message: 'The window from 2024-01-04 to 2024-01-05 has one return; a standard deviation needs two.',
    });
  });
});

describe('missing returns', () => {
  it('are no zeros: a method that needs complete returns says how to get them', async () => {
    const file = writeInput('gaps.csv', `${good}2024-01-08,,2.4\n2024-01-09,1.3,2.5\n`);
    const shrunk = ['estimate', file, '--covariance', 'ledoit-wolf-single-factor'];
    expect(await failJson(shrunk)).toMatchObject({
      code: 'missing-value',
      remedy: 'Use --alignment common (only periods in which all assets have a return), or --missing as-zero.',
    });
    expect((await runJson([...shrunk, '--alignment', 'common'])).window).toMatchObject({ count: 3, droppedPeriods: 2 });
    const { warnings } = await runJson([...shrunk, '--missing', 'as-zero']);
    expect(warnings).toEqual([
      'Missing returns count as zero in the covariance, which understates the risk of short histories.',
    ]);
  });
});
