import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumDecimals } from './decimal-sum.ts';
import { type HoldingsReaderOptions, readHoldings } from './holdings-reader.ts';

function holdingsOf(text: string, options?: HoldingsReaderOptions) {
  const result = readHoldings(text, options);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return { ...result, holdings: result.holdings.map(({ asset, amount }) => [asset, amount]) };
}

describe('readHoldings', () => {
  it('keeps decimals as text and sums them exactly', () => {
    expect(holdingsOf('asset,weight\nA,0.1\nB,.2\nC,+0.70\n')).toEqual({
      ok: true,
      kind: 'weight',
      holdings: [
        ['A', '0.1'],
        ['B', '0.2'],
        ['C', '0.70'],
      ],
      sum: '1',
    });
    expect(holdingsOf('Asset;Quantity\r\nA;10,000000000000000001\r\nB;-5\r\n')).toMatchObject({
      kind: 'quantity',
      holdings: [
        ['A', '10.000000000000000001'],
        ['B', '-5'],
      ],
      sum: '5.000000000000000001',
    });
  });

  it('takes weights of any sum when asked to, and another sum than 1', () => {
    expect(holdingsOf('asset,weight\nA,0.1\n', { weightSum: null }).sum).toBe('0.1');
    expect(holdingsOf('asset,weight\nA,0.5\nB,-0.5\n', { weightSum: 0 }).sum).toBe('0');
  });

  it.each([
    ['an empty file', '', 'empty-file', null, null, 'The file is empty.'],
    ['a header only', 'asset,weight\n', 'empty-file', 1, null, 'Line 1: the file has a header and no assets.'],
    [
      'another header',
      'ticker,share\nA,1\n',
      'wrong-columns',
      1,
      1,
      'Line 1, column 1 (ticker): the header is "ticker, share"; it must be "asset,weight" or "asset,quantity".',
    ],
    [
      'an asset twice',
      'asset,weight\nA,.5\nA,.5\n',
      'duplicate-asset',
      3,
      1,
      'Line 3, column 1 (asset): "A" stands on line 2 already.',
    ],
    [
      'an unknown asset',
      'asset,weight\nZ,1\n',
      'unknown-asset',
      2,
      1,
      'Line 2, column 1 (asset): "Z" is not a known asset.',
    ],
    ['no name', 'asset,weight\n,1\n', 'missing-value', 2, 1, 'Line 2, column 1 (asset): the asset has no name.'],
    ['no weight', 'asset,weight\nA,\n', 'missing-value', 2, 2, 'Line 2, column 2 (weight): the weight is missing.'],
    ['text', 'asset,weight\nA,all\n', 'invalid-number', 2, 2, 'Line 2, column 2 (weight): "all" is not a number.'],
    [
      'NaN',
      'asset,quantity\nA,NaN\n',
      'not-finite',
      2,
      2,
      'Line 2, column 2 (quantity): "NaN" is not a finite number.',
    ],
    [
      'a marker',
      'asset,quantity\nA,n/a\n',
      'missing-marker',
      2,
      2,
      'Line 2, column 2 (quantity): "n/a" is not a number; only an empty cell means that a value is missing.',
    ],
    [
      'an exponent',
      'asset,quantity\nA,1e5\n',
      'invalid-number',
      2,
      2,
      'Line 2, column 2 (quantity): "1e5" is not a plain decimal of at most 40 characters.',
    ],
    [
      'thousands',
      'asset,quantity\nA,"1,000"\n',
      'thousands-separator',
      2,
      2,
      'Line 2, column 2 (quantity): "1,000" groups its thousands.',
    ],
    [
      'a thousand or a one',
      'asset;quantity\nA;1.000\n',
      'ambiguous-decimals',
      2,
      2,
      'Line 2, column 2 (quantity): the "." may be a decimal separator or group thousands, and no number of the file settles which.',
    ],
    [
      'too few cells',
      'asset,weight\nA\n',
      'too-few-cells',
      2,
      2,
      'Line 2, column 2 (weight): the line has 1 cells; the header has 2.',
    ],
    [
      'too many cells',
      'asset,weight\nA,0,5\n',
      'too-many-cells',
      2,
      3,
      'Line 2, column 3: the line has 3 cells; the header has 2.',
    ],
    [
      'weights that do not sum',
      'asset,weight\nA,0.1\nB,0.2\n',
      'weights-sum',
      null,
      2,
      'Column 2 (weight): the weights sum to 0.3; they must sum to 1 (within 0.000001).',
    ],
  ])('refuses %s', (_, text, code, line, column, message) => {
    const result = readHoldings(text, { knownAssets: ['A', 'B', ''] });
    expect(result).toMatchObject({ ok: false, problemCount: 1, problems: [{ code, line, column, message }] });
  });

  it('recognises percentages', () => {
    const result = readHoldings('asset,weight\nA,40\nB,60\n');
    expect(result.ok ? '' : result.problems[0]?.remedy).toBe('These look like percentages: divide them by 100.');
  });

  it('junk gives problems and never throws', () => {
    const part = fc.constantFrom(
      'asset',
      'weight',
      'quantity',
      ',',
      ';',
      '\n',
      'A',
      'B',
      '0.5',
      '1',
      '1,5',
      '"',
      '\0',
      '-',
      'NaN',
      '1.000',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.array(part, { maxLength: 40 }).map((parts) => `asset,quantity\nA,1\n${parts.join('')}`),
    );
    fc.assert(
      fc.property(text, (whole) => {
        const result = readHoldings(whole);
        const kept = result.ok
          ? result.holdings.every(({ amount }) => /^-?\d+(\.\d+)?$/.test(amount))
          : result.problems.length > 0;
        expect(kept).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('sumDecimals', () => {
  it.each([
    [[], '0'],
    [['0.1', '0.2'], '0.3'],
    [['-0.1', '0.1'], '0'],
    [['-0.5', '0.25'], '-0.25'],
    [['10', '0.001'], '10.001'],
    [['100000000000000000000', '0.00000000000000000001'], '100000000000000000000.00000000000000000001'],
  ])('%j is %s', (texts, sum) => {
    expect(sumDecimals(texts)).toBe(sum);
  });
});
