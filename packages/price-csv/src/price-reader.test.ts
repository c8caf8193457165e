import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partOrSkip, sharedFolder } from '../../../infra/launch/test-parts.ts';
import { createPriceReader, type PriceFileResult, readPrices } from './price-reader.ts';
import { writePrices } from './price-writer.ts';

function tableOf(result: PriceFileResult) {
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  const { dates, assets, prices } = result.table;
  return {
    dates,
    assets,
    rows: dates.map((_, row) => Array.from(prices.data.subarray(row * prices.columns, (row + 1) * prices.columns))),
  };
}

function reportOf(result: PriceFileResult) {
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.report;
}

/** What a result promises and does not keep. */
function faultsOf(result: PriceFileResult): string[] {
  if (!result.ok) {
    const wordless = result.problems.filter(({ message, remedy }) => message.length < 10 || remedy.length < 5);
    const counted = result.problems.length > 0 && result.problemCount >= result.problems.length;
    return [...wordless.map(({ code }) => `no words for ${code}`), ...(counted ? [] : ['wrong count'])];
  }
  const { dates, prices } = result.table;
  const ordered = dates.length >= 2 && dates.every((date, index) => index === 0 || date > (dates[index - 1] ?? ''));
  const priced = Array.from(prices.data).every((price) => Number.isNaN(price) || price > 0);
  return [...(ordered ? [] : ['dates do not ascend']), ...(priced ? [] : ['a price is not positive'])];
}

const good = 'date,A,B\n2024-01-02,10,1.5\n2024-01-03,,1.6\n2024-01-04,12,1.7\n';

describe('readPrices', () => {
  it('reads a wide file; an empty cell is missing', () => {
    expect(tableOf(readPrices(good))).toEqual({
      dates: ['2024-01-02', '2024-01-03', '2024-01-04'],
      assets: ['A', 'B'],
      rows: [
        [10, 1.5],
        [Number.NaN, 1.6],
        [12, 1.7],
      ],
    });
  });

  it('reports format, size, span and where prices are missing', () => {
    expect(reportOf(readPrices(good))).toEqual({
      delimiter: ',',
      decimalSeparator: 'point',
      dateFormat: 'YYYY-MM-DD',
      byteOrderMark: false,
      blankLines: 0,
      rowCount: 3,
      assetCount: 2,
      from: '2024-01-02',
      to: '2024-01-04',
      coverage: [
        {
          asset: 'A',
          firstDate: '2024-01-02',
          lastDate: '2024-01-04',
          priceCount: 2,
          gaps: [{ from: '2024-01-03', to: '2024-01-03', missingCount: 1 }],
        },
        { asset: 'B', firstDate: '2024-01-02', lastDate: '2024-01-04', priceCount: 3, gaps: [] },
      ],
      warnings: [],
    });
  });

  const plain = tableOf(readPrices('date,A,B\n2024-01-30,10.5,1\n2024-01-31,11.25,2\n'));
  it.each([
    ['a byte-order mark', '\ufeffdate,A,B\n2024-01-30,10.5,1\n2024-01-31,11.25,2\n'],
    ['CRLF', 'date,A,B\r\n2024-01-30,10.5,1\r\n2024-01-31,11.25,2\r\n'],
    ['old Macintosh line ends', 'date,A,B\r2024-01-30,10.5,1\r2024-01-31,11.25,2\r'],
    ['no line end at the end', 'date,A,B\n2024-01-30,10.5,1\n2024-01-31,11.25,2'],
    ['trailing blank lines and empty rows', 'date,A,B\n2024-01-30,10.5,1\n2024-01-31,11.25,2\n\n,,\n  \n'],
    ['quoted fields', '"date","A","B"\n"2024-01-30","10.5","1"\n2024-01-31,"11.25",2\n'],
    ['spaces around cells', ' Date , A ,B\n 2024-01-30 , 10.5,1 \n2024-01-31,11.25,2\n'],
    ['semicolons', 'DATE;A;B\n2024-01-30;10.5;1\n2024-01-31;11.25;2\n'],
    ['semicolons and decimal commas', 'date;A;B\n2024-01-30;10,5;1\n2024-01-31;11,25;2\n'],
    ['tabs and decimal commas', 'date\tA\tB\n2024-01-30\t10,5\t1\n2024-01-31\t11,25\t2\n'],
    ['days with dots', 'date;A;B\n30.01.2024;10,5;1\n31.1.2024;11,25;2\n'],
    ['day/month', 'date,A,B\n30/01/2024,10.5,1\n31/01/2024,11.25,2\n'],
    ['month/day', 'date,A,B\n01/30/2024,10.5,1\n1/31/2024,11.25,2\n'],
    ['signs and exponents', 'date,A,B\n2024-01-30,+1.05e1,1.\n2024-01-31,1125E-2,2\n'],
  ])('reads %s', (_, text) => {
    expect(tableOf(readPrices(text))).toEqual(plain);
  });

  it('detects the format', () => {
    const semicolons = reportOf(readPrices('\ufeffdate;A\n31.01.2024;10,5\n\n01.02.2024;1\n'));
    expect(semicolons).toMatchObject({
      delimiter: ';',
      decimalSeparator: 'comma',
      dateFormat: 'DD.MM.YYYY',
      byteOrderMark: true,
      blankLines: 1,
    });
    expect(reportOf(readPrices('date\tA\n01/31/2024\t10.5\n02/01/2024\t1\n'))).toMatchObject({
      delimiter: '\t',
      decimalSeparator: 'point',
      dateFormat: 'MM/DD/YYYY',
    });
  });

  it('takes the delimiter after "date", whatever the names of the assets hold', () => {
    expect(tableOf(readPrices('date;A,B,C,D\n2024-01-30;1\n2024-01-31;2\n')).assets).toEqual(['A,B,C,D']);
    expect(tableOf(readPrices('date,"A;""B"";C"\n2024-01-30,1\n2024-01-31,2\n')).assets).toEqual(['A;"B";C']);
  });

  it('reads one asset, and warns of a constant one and of one with a single price', () => {
    expect(tableOf(readPrices('date,A\n2024-01-30,1\n2024-01-31,2\n')).assets).toEqual(['A']);
    const { warnings } = reportOf(readPrices('date,A,B\n2024-01-30,1,\n2024-01-31,1,5\n'));
    expect(warnings.map(({ code, column, field }) => [code, column, field])).toEqual([
      ['constant-asset', 2, 'A'],
      ['single-price', 3, 'B'],
    ]);
    expect(warnings[0]?.message).toContain('Column 2 (A): the price never changes');
  });

  it('settles an ambiguous file when the caller says how it is written', () => {
    const dates = 'date,A\n01/02/2024,1\n02/03/2024,2\n';
    expect(tableOf(readPrices(dates, { dateFormat: 'DD/MM/YYYY' })).dates).toEqual(['2024-02-01', '2024-03-02']);
    expect(tableOf(readPrices(dates, { dateFormat: 'MM/DD/YYYY' })).dates).toEqual(['2024-01-02', '2024-02-03']);
    const decimals = 'date;A\n2024-01-30;1.234\n2024-01-31;2.345\n';
    expect(readPrices(decimals)).toMatchObject({ ok: false, problems: [{ code: 'ambiguous-decimals' }] });
    expect(tableOf(readPrices(decimals, { decimalSeparator: 'point' })).rows).toEqual([[1.234], [2.345]]);
    expect(readPrices(decimals, { decimalSeparator: 'comma' })).toMatchObject({
      ok: false,
      problems: [{ code: 'mixed-decimal-separators' }, { code: 'mixed-decimal-separators' }],
    });
  });

  it('reads dates that are the same day in both slash formats', () => {
    expect(tableOf(readPrices('date,A\n01/01/2024,1\n02/02/2024,2\n')).dates).toEqual(['2024-01-01', '2024-02-02']);
  });
});

describe('properties', () => {
  const price = fc.oneof(
    fc.constant(Number.NaN),
    fc.double({ min: 1e-15, max: 1e15, noNaN: true }),
    fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100),
  );
  const assetName = fc
    .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'ABZaz019 ._-,;"\'&/äß€') })
    .filter((name) => name.trim() === name && name !== '' && name.toLowerCase() !== 'date');
  const table = fc.uniqueArray(assetName, { minLength: 1, maxLength: 6 }).chain((assets) =>
    fc
      .array(fc.array(price, { minLength: assets.length, maxLength: assets.length }), { minLength: 2, maxLength: 30 })
      .filter((rows) => assets.every((_, asset) => rows.some((row) => !Number.isNaN(row[asset]))))
      .map((rows) => ({
        assets,
        rows,
        dates: rows.map((_, day) => new Date(Date.UTC(1999, 11, 20 + 3 * day)).toISOString().slice(0, 10)),
      })),
  );

  it('what is written is read back, to the last bit', () => {
    fc.assert(
      fc.property(table, ({ assets, rows, dates }) => {
        const prices = { rows: rows.length, columns: assets.length, data: Float64Array.from(rows.flat()) };
        expect(tableOf(readPrices(writePrices({ dates, assets, prices })))).toEqual({ assets, rows, dates });
      }),
    );
  });

  const fragment = fc.constantFrom(
    'date',
    ',',
    ';',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '"',
    '""',
    'A',
    '2024-01-30',
    '2024-01-31',
    '01/02/2024',
    '1.5',
    '1,5',
    '-1',
    '1,234.5',
    'NaN',
    '1e999',
    ' ',
    '\ufeff',
    '\0',
    '\ufffd',
    'x',
    "'",
    '0',
    '31.12.2023',
    '\u2028',
    '=1+1',
    '__proto__',
  );
  const junk = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fragment, { maxLength: 80 }).map((parts) => parts.join('')),
    fc.array(fragment, { maxLength: 80 }).map((parts) => `date,A\n2024-01-02,1\n${parts.join('')}`),
  );

  it('junk gives problems and never throws', () => {
    fc.assert(
      fc.property(junk, (text) => {
        expect(faultsOf(readPrices(text))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('where the text is cut into chunks does not matter', () => {
    const text = fc.oneof(
      junk,
      table.map(({ assets, rows, dates }) =>
        writePrices({
          dates,
          assets,
          prices: { rows: rows.length, columns: assets.length, data: Float64Array.from(rows.flat()) },
        }),
      ),
    );
    fc.assert(
      fc.property(text, fc.array(fc.nat(300), { maxLength: 20 }), (whole, cuts) => {
        const reader = createPriceReader();
        const ends = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort((a, b) => a - b);
        for (let index = 1; index < ends.length; index++) reader.write(whole.slice(ends[index - 1], ends[index]));
        expect(reader.end()).toEqual(readPrices(whole));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('size', () => {
  it('a file of several megabytes reads the same in chunks, across the pieces that are parsed', () => {
    const lines = Array.from({ length: 40_000 }, (_, day) => {
      const date = new Date(Date.UTC(1900, 0, 1 + day)).toISOString().slice(0, 10);
      return `${date},"${(day % 977) + 0.25}",${day % 3 === 0 ? '' : day + 1},${1 / (day + 1)}`;
    });
    const text = `date,A,B,C\r\n${lines.join('\r\n')}\r\n`;
    const reader = createPriceReader();
    for (let from = 0; from < text.length; from += 65_537) reader.write(text.slice(from, from + 65_537));
    const result = reader.end();
    expect(result).toEqual(readPrices(text));
    expect(reportOf(result).rowCount).toBe(40_000);
    expect(tableOf(result).rows[39_999]).toEqual([(39_999 % 977) + 0.25, Number.NaN, 1 / 40_000]);
  });

  it.skipIf(partOrSkip('shared'))(
    'reads 7126 dates of 20 assets, with the short histories as gaps at the start',
    () => {
      const text = readFileSync(join(sharedFolder as string, 'data/us-stocks-daily-1989-2018.csv'), 'utf8');
      const result = readPrices(text);
      expect(reportOf(result)).toMatchObject({ rowCount: 7126, assetCount: 20, from: '1989-12-29', to: '2018-04-11' });
      expect(reportOf(result).coverage.find(({ asset }) => asset === 'GOOG')?.firstDate).toBe('2004-08-19');
    },
  );
});
