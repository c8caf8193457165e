/** JSON files that are wrong: weights, constraints, moments. Status 2, with line, column and field. */
import { beforeAll, describe, expect, it } from 'vitest';
import { failJson, runJson, writeInput } from './support/run-cli.ts';

beforeAll(() => {
  writeInput('good.csv', 'date,A,B\n2024-01-02,1,2\n2024-01-03,1.1,2.1\n2024-01-04,1.05,2.3\n2024-01-05,1.2,2.2\n');
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
