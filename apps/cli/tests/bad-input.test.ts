/** Everything that can be wrong with an input: exit status 2, stdout empty, and file, line, column and field in the message. */
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

describe('weights', () => {
  it.each([
    [
      'do not sum to 1',
      '{\n  "A": 0.4,\n  "B": 0.5\n}',
      'weights-sum',
      1,
      1,
      null,
      'Line 1, column 1: the weights sum to 0.9; they must sum to 1 (within 0.000001).',
    ],
    [
      'are percentages',
      '{"A": 40, "B": 60}',
      'weights-sum',
      1,
      1,
      null,
      'Line 1, column 1: the weights sum to 100; they must sum to 1 (within 0.000001).',
    ],
    [
      'name an unknown asset',
      '{\n  "A": 0.5,\n  "Z": 0.5\n}',
      'unknown-asset',
      3,
      3,
      'Z',
      'Line 3, column 3 (Z): the prices have no such asset.',
    ],
    [
      'name an asset twice',
      '{\n  "A": 0.5,\n  "A": 0.5\n}',
      'duplicate-field',
      3,
      3,
      'A',
      'Line 3, column 3: the field "A" stands on line 2 already.',
    ],
    [
      'have a null',
      '{\n  "A": 1,\n  "B": null\n}',
      'invalid-field',
      3,
      3,
      'B',
      'Line 3, column 3 (B): expected number, received null.',
    ],
    [
      'have a text',
      '{"A": "1"}',
      'invalid-field',
      1,
      2,
      'A',
      'Line 1, column 2 (A): expected number, received string.',
    ],
    ['are a list', '[0.5, 0.5]', 'invalid-field', 1, 1, null, 'Line 1, column 1: expected record, received array.'],
    [
      'are empty',
      '{}',
      'weights-sum',
      1,
      1,
      null,
      'Line 1, column 1: the weights sum to 0; they must sum to 1 (within 0.000001).',
    ],
    [
      'are no JSON',
      '{\n  "A": 0.5\n  "B": 0.5\n}',
      'invalid-json',
      3,
      3,
      null,
      'Line 3, column 3: expected "," or "}"; found "\\"".',
    ],
    [
      'end too early',
      '{\n  "A": 1',
      'invalid-json',
      2,
      9,
      null,
      'Line 2, column 9: expected "," or "}"; the file ends.',
    ],
    ['have NaN', '{"A": NaN}', 'invalid-json', 1, 7, null, 'Line 1, column 7: "NaN" is not a JSON value.'],
    ['have 1e999', '{"A": 1e999}', 'invalid-field', 1, 7, null, 'Line 1, column 7: 1e999 is beyond double precision.'],
  ])('%s', async (name, text, code, line, column, field, message) => {
    const file = writeInput(`weights-${name.replaceAll(' ', '-')}.json`, text);
    expect(await failJson(['risk', 'good.csv', '--weights', file])).toMatchObject({
      code,
      file,
      line,
      column,
      field,
      message,
    });
  });

  it('as a CSV file', async () => {
    const file = writeInput('weights.csv', 'asset,weight\nA,0.25\nB,0.75\n');
    expect((await runJson(['risk', 'good.csv', '--weights', file])).weights).toEqual({ A: 0.25, B: 0.75 });
    const wrong = writeInput('wrong-weights.csv', 'asset,weight\nA,0.25\nZ,0.75\n');
    expect(await failJson(['risk', 'good.csv', '--weights', wrong])).toMatchObject({
      code: 'unknown-asset',
      file: wrong,
      line: 3,
      column: 1,
    });
    const quantities = writeInput('quantities.csv', 'asset,quantity\nA,10\n');
    expect(await failJson(['risk', 'good.csv', '--weights', quantities])).toMatchObject({
      code: 'wrong-columns',
      line: 1,
      column: 2,
      field: 'quantity',
    });
  });

  it('a benchmark or a selection that the file does not have', async () => {
    expect(await failJson(['risk', 'good.csv', '--benchmark', 'Z'])).toMatchObject({
      code: 'unknown-asset',
      file: 'good.csv',
      field: '--benchmark',
      remedy: 'Use one of: A, B.',
    });
    expect(await failJson(['risk', 'good.csv', '--assets', 'A,Z'])).toMatchObject({
      code: 'unknown-asset',
      field: '--assets',
    });
    expect(await failJson(['estimate', 'good.csv', '--assets', 'A,Z'])).toMatchObject({
      code: 'unknown-asset',
      field: '--assets',
    });
  });
});

describe('constraints', () => {
  const optimize = ['optimize', 'good.csv', '--objective', 'min-risk', '--constraints'];

  it.each([
    [
      'an unknown field',
      '{"budget": 1,\n "limits": {}}',
      'unknown-field',
      2,
      2,
      'limits',
      'Line 2, column 2 (limits): nobody reads this field.',
    ],
    [
      'an unknown asset',
      '{"bounds": {"A": [0, 1],\n  "Z": [0, 1]}}',
      'unknown-asset',
      2,
      3,
      'bounds.Z',
      'Line 2, column 3 (bounds.Z): there is no such asset.',
    ],
    [
      'a missing end',
      '{"bounds": {"A": [0]}}',
      'invalid-field',
      1,
      13,
      'bounds.A',
      'Line 1, column 13 (bounds.A): too small: expected array to have >=2 items.',
    ],
    [
      'a text for a bound',
      '{"bounds": {"A": [0, "1"]}}',
      'invalid-field',
      1,
      22,
      'bounds.A[1]',
      'Line 1, column 22 (bounds.A[1]): expected number, received string.',
    ],
    [
      'a null budget',
      '{"budget": null}',
      'invalid-field',
      1,
      2,
      'budget',
      'Line 1, column 2 (budget): expected number, received null.',
    ],
    [
      'a linear constraint',
      '{"linear": ["A <= 0.4"]}',
      'not-available',
      1,
      2,
      'linear',
      'Line 1, column 2 (linear): "linear" is not available yet for this objective; "bounds" and "budget" are.',
    ],
    [
      'groups',
      '{"groups": {"x": ["A"]}}',
      'not-available',
      1,
      2,
      'groups',
      'Line 1, column 2 (groups): "groups" is not available yet for this objective; "bounds" and "budget" are.',
    ],
    [
      'a turnover',
      '{"turnover": {"max": 0.3}}',
      'not-available',
      1,
      2,
      'turnover',
      'Line 1, column 2 (turnover): "turnover" is not available yet for this objective; "bounds" and "budget" are.',
    ],
    [
      'a cardinality',
      '{"cardinality": {"max": 1}}',
      'not-available',
      1,
      2,
      'cardinality',
      'Line 1, column 2 (cardinality): "cardinality" is not available yet for this objective; "bounds" and "budget" are.',
    ],
    [
      'a tracking error',
      '{"trackingError": {"max": 0.1}}',
      'not-available',
      1,
      2,
      'trackingError',
      'Line 1, column 2 (trackingError): "trackingError" is not available yet for this objective; "bounds" and "budget" are.',
    ],
  ])('%s', async (name, text, code, line, column, field, message) => {
    const file = writeInput(`constraints-${name.replaceAll(' ', '-')}.json`, text);
    expect(await failJson([...optimize, file])).toMatchObject({ code, file, line, column, field, message });
  });

  it('impossible bounds are an answer, not an error', async () => {
    const low = writeInput('low.json', { bounds: { default: [0, 0.4] } });
    expect(await runJson([...optimize, low])).toMatchObject({
      status: 'infeasible',
      conflict: ['sum of weights = 1', 'A <= 0.4', 'B <= 0.4'],
      feasibleRange: { of: 'budget', minimum: 0, maximum: 0.8 },
      nearest: { A: 0.4, B: 0.4 },
    });
    const crossed = writeInput('crossed.json', { bounds: { A: [0.5, 0.2] } });
    const answer = await runJson(['frontier', 'good.csv', '--constraints', crossed]);
    expect(answer).toMatchObject({ status: 'infeasible', conflict: ['0.5 <= A <= 0.2'], feasibleRange: null });
  });
});

describe('moments', () => {
  it.each([
    [
      'lack the covariance',
      { assets: ['A', 'B'] },
      'missing-field',
      'covariance',
      'Line 1, column 1 (covariance): the field is missing.',
    ],
    [
      'have a field too many',
      { assets: ['A'], covariance: [[1]], mu: [1] },
      'unknown-field',
      'mu',
      'Line 1, column 36 (mu): nobody reads this field.',
    ],
    [
      'name an asset twice',
      { assets: ['A', 'A'], covariance: [[1]] },
      'duplicate-asset',
      'assets[1]',
      'Line 1, column 16 (assets[1]): "A" stands twice.',
    ],
    [
      'have too few returns',
      {
        assets: ['A', 'B'],
        expectedReturns: [1],
        covariance: [
          [1, 0],
          [0, 1],
        ],
      },
      'shape-mismatch',
      'expectedReturns',
      'Line 1, column 21 (expectedReturns): there are 1 numbers for 2 assets.',
    ],
    [
      'have too few rows',
      { assets: ['A', 'B'], expectedReturns: [1, 2], covariance: [[1, 0]] },
      'shape-mismatch',
      'covariance',
      'Line 1, column 45 (covariance): there are 1 rows for 2 assets.',
    ],
    [
      'have a short row',
      { assets: ['A', 'B'], expectedReturns: [1, 2], covariance: [[1, 0], [0]] },
      'shape-mismatch',
      'covariance[1]',
      'Line 1, column 65 (covariance[1]): there are 1 numbers for 2 assets.',
    ],
    [
      'are not symmetric',
      {
        assets: ['A', 'B'],
        expectedReturns: [1, 2],
        covariance: [
          [1, 0.5],
          [0.4, 1],
        ],
      },
      'not-symmetric',
      'covariance[0][1]',
      'Line 1, column 62 (covariance[0][1]): 0.5 differs from 0.4 in row 1, column 0.',
    ],
    [
      'have a null',
      { assets: ['A'], covariance: [[null]] },
      'invalid-field',
      'covariance[0][0]',
      'Line 1, column 32 (covariance[0][0]): expected number, received null.',
    ],
  ])('%s', async (name, content, code, field, message) => {
    const file = writeInput(`moments-${name.replaceAll(' ', '-')}.json`, content);
    const error = await failJson(['optimize', '--moments', file, '--objective', 'min-risk']);
    expect(error).toMatchObject({ code, file, line: 1, field, message });
  });

  it('that no market can have are refused', async () => {
    const covariance = [
      [1, 2],
      [2, 1],
    ];
    const file = writeInput('indefinite.json', { assets: ['A', 'B'], expectedReturns: [1, 2], covariance });
    expect(await failJson(['optimize', '--moments', file, '--objective', 'min-risk'])).toMatchObject({
      code: 'not-positive-definite',
      file,
      line: 1,
      field: 'covariance',
      message:
        'Line 1, column 45 (covariance): some portfolios would have a negative variance: eigenvalues run from -1 to 3.',
    });
  });

  it('that rounding has made slightly indefinite are taken, with a warning', async () => {
    const covariance = [
      [1, 1.001],
      [1.001, 1],
    ];
    const file = writeInput('rounded.json', { assets: ['A', 'B'], expectedReturns: [1, 2], covariance });
    const { warnings } = await runJson(['optimize', '--moments', file, '--objective', 'max-return']);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('negative eigenvalue -0.001');
  });

  it('with a name that JSON objects treat in their own way', async () => {
    const file = writeInput('proto.json', '{"bounds": {"__proto__": [0, 1]}}');
    expect(await failJson(['frontier', 'good.csv', '--constraints', file])).toMatchObject({
      code: 'invalid-field',
      line: 1,
      column: 13,
      field: '__proto__',
    });
  });

  it('without expected returns give the least risk, and nothing else', async () => {
    const file = writeInput('risk-only.json', {
      assets: ['A', 'B'],
      covariance: [
        [1, 0],
        [0, 3],
      ],
    });
    const answer = await runJson(['optimize', '--moments', file, '--objective', 'min-risk']);
    expect(answer).toMatchObject({ weights: { A: 0.75, B: 0.25 }, expectedReturn: null, ratio: null });
    for (const command of [
      ['optimize', '--moments', file, '--objective', 'max-ratio'],
      ['frontier', '--moments', file],
    ]) {
      expect(await failJson(command)).toMatchObject({ code: 'missing-field', file, field: 'expectedReturns' });
    }
  });
});
