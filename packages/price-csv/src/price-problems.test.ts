import { describe, expect, it } from 'vitest';
import { maximumAssetCount, maximumListedProblems, maximumRowCount } from './limits.ts';
import { readPrices } from './price-reader.ts';
import type { PriceFileProblem } from './problem.ts';

function problemsOf(text: string): readonly PriceFileProblem[] {
  const result = readPrices(text);
  return result.ok ? [] : result.problems;
}

const head = 'date,A,B\n2024-01-02,1,2\n';

/** Text of the file, then code, line, column, field and message of the one problem it has. */
const cases: [string, string, string, number | null, number | null, string | null, string][] = [
  ['an empty file', '', 'empty-file', null, null, null, 'The file is empty.'],
  ['only blank lines', '\n \n,,\n', 'empty-file', null, null, null, 'The file is empty.'],
  [
    'UTF-16 read as UTF-8',
    '\ufffd\ufffdd\0a\0t\0e\0',
    'wrong-encoding',
    1,
    null,
    null,
    'Line 1: the text holds bytes that are not UTF-8.',
  ],
  [
    'a zero byte',
    `${head}2024-01-03,1\0,2\n`,
    'wrong-encoding',
    3,
    null,
    null,
    'Line 3: the text holds a zero byte (the file looks like UTF-16).',
  ],
  [
    'no date column',
    'day,A\n2024-01-02,1\n2024-01-03,1\n',
    'no-date-column',
    1,
    1,
    'day',
    'Line 1, column 1 (day): the first column must be named "date"; it is "day".',
  ],
  [
    'the date in another column',
    '\nA,date\n1,2024-01-02\n',
    'no-date-column',
    2,
    1,
    'A',
    'Line 2, column 1 (A): the first column must be named "date"; it is "A".',
  ],
  [
    'no asset column',
    'date\n2024-01-02\n',
    'no-asset-column',
    1,
    null,
    null,
    'Line 1: there is no asset column beside the dates.',
  ],
  [
    'an empty header',
    'date,A,\n2024-01-02,1,2\n2024-01-03,1,2\n',
    'empty-header',
    1,
    3,
    '',
    'Line 1, column 3: the column has no name.',
  ],
  [
    'a duplicate asset',
    'date,A,A\n2024-01-02,1,2\n2024-01-03,1,2\n',
    'duplicate-asset',
    1,
    3,
    'A',
    'Line 1, column 3 (A): the asset stands in column 2 already.',
  ],
  [
    'a control character in a name',
    'date,A\u0007\n2024-01-02,1\n2024-01-03,2\n',
    'invalid-asset-name',
    1,
    2,
    'A\\u0007',
    'Line 1, column 2 (A\\u0007): the name is longer than 100 characters or holds a control character.',
  ],
  ['a header only', 'date,A\n', 'too-few-rows', 1, null, null, 'Line 1: the file has a header and no prices.'],
  [
    'one row',
    'date,A\n2024-01-02,1\n',
    'too-few-rows',
    2,
    null,
    null,
    'Line 2: the file has prices of one date; a return needs two.',
  ],
  [
    'a row with too few cells',
    `${head}2024-01-03,1\n`,
    'too-few-cells',
    3,
    3,
    'B',
    'Line 3, column 3 (B): the line has 2 cells; the header has 3.',
  ],
  [
    'a row with too many cells',
    `${head}2024-01-03,1,2,5\n`,
    'too-many-cells',
    3,
    4,
    null,
    'Line 3, column 4: the line has 4 cells; the header has 3.',
  ],
  ['a missing date', `${head},1,2\n`, 'missing-date', 3, 1, 'date', 'Line 3, column 1 (date): the date is missing.'],
  [
    'text for a date',
    `${head}today,1,2\n`,
    'invalid-date',
    3,
    1,
    'date',
    'Line 3, column 1 (date): "today" is not a date.',
  ],
  [
    'a day the calendar lacks',
    `${head}2024-02-30,1,2\n`,
    'invalid-date',
    3,
    1,
    'date',
    'Line 3, column 1 (date): the calendar has no day "2024-02-30" (read as YYYY-MM-DD).',
  ],
  [
    'two date formats',
    `${head}03.01.2024,1,2\n`,
    'mixed-date-formats',
    3,
    1,
    'date',
    'Line 3, column 1 (date): "03.01.2024" does not have the format of line 2.',
  ],
  [
    'days before and after months',
    'date,A\n31/01/2024,1\n02/13/2024,2\n',
    'mixed-date-formats',
    3,
    1,
    'date',
    'Line 3, column 1 (date): "02/13/2024" can only be MM/DD/YYYY, but "31/01/2024" on line 2 can only be DD/MM/YYYY.',
  ],
  [
    'ambiguous dates',
    'date,A\n01/01/2024,1\n01/02/2024,2\n01/03/2024,2\n',
    'ambiguous-dates',
    3,
    1,
    'date',
    'Line 3, column 1 (date): "01/02/2024" may mean 2024-02-01 or 2024-01-02, and no other date of the file settles which.',
  ],
  [
    'a date twice',
    `${head}2024-01-03,1,2\n2024-01-03,1,2\n`,
    'duplicate-date',
    4,
    1,
    'date',
    'Line 4, column 1 (date): the date 2024-01-03 stands on line 3 already.',
  ],
  [
    'a date twice, far apart',
    `${head}2024-01-03,1,2\n2024-01-04,1,2\n2024-01-02,1,2\n`,
    'duplicate-date',
    5,
    1,
    'date',
    'Line 5, column 1 (date): the date 2024-01-02 stands on line 2 already.',
  ],
  [
    'an unordered date',
    `${head}2024-01-05,1,2\n2024-01-04,1,2\n`,
    'unordered-dates',
    4,
    1,
    'date',
    'Line 4, column 1 (date): the date 2024-01-04 comes after 2024-01-05 of line 3.',
  ],
  [
    'newest first',
    'date,A\n2024-01-05,1\n2024-01-04,2\n2024-01-03,3\n',
    'unordered-dates',
    3,
    1,
    'date',
    'Line 3, column 1 (date): the dates run from the newest (2024-01-05) to the oldest (2024-01-03).',
  ],
  [
    'an asset without prices',
    'date,A,B\n2024-01-02,1,\n2024-01-03,1,\n',
    'asset-without-prices',
    null,
    3,
    'B',
    'Column 3 (B): the asset has no price at all.',
  ],
  [
    'a quote that is not closed',
    `${head}2024-01-03,"1,2\n`,
    'unclosed-quote',
    3,
    null,
    null,
    'Line 3: a quotation mark opens here and is never closed.',
  ],
  [
    'text after a closing quote',
    `${head}2024-01-03,"1"0","2"\n`,
    'malformed-quote',
    3,
    null,
    null,
    'Line 3: text follows a closing quotation mark.',
  ],
];

describe('problems of price files', () => {
  it.each(cases)('%s', (_, text, code, line, column, field, message) => {
    const problems = problemsOf(text);
    expect(problems[0]).toMatchObject({ code, line, column, field, message });
    expect(problems[0]?.remedy).toMatch(/^[A-Z].*\.$/);
    expect(problems.length).toBe(1);
  });

  it.each([
    ['2024-01-03T00:00:00Z', 'Remove the time of day: write 2024-01-03.'],
    ['2024-01-03 16:00', 'Remove the time of day: write 2024-01-03.'],
    ['45294', 'This looks like a spreadsheet serial number: format the column as a date before saving, as YYYY-MM-DD.'],
    ['20240103', 'Write the date with hyphens: 2024-01-03.'],
    ['3/1/24', 'Write the year with four digits: YYYY-MM-DD.'],
    ['Jan 3, 2024', 'Write the date as YYYY-MM-DD, for example 2024-01-31.'],
  ])('says how to write the date %s', (date, remedy) => {
    expect(problemsOf(`${head}"${date}",1,2\n`)).toMatchObject([{ code: 'invalid-date', value: date, remedy }]);
  });

  it('lists several problems in the order of the file, also those that only the end shows', () => {
    const problems = problemsOf(`${head}2024-01-02,x,2\n2024-01-01,1,0\n2024-13-01,1,NA\n`);
    expect(problems.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['duplicate-date', 3, 1],
      ['invalid-number', 3, 2],
      ['unordered-dates', 4, 1],
      ['price-not-positive', 4, 3],
      ['invalid-date', 5, 1],
      ['missing-marker', 5, 3],
    ]);
  });

  it('names both lines of a date that repeats after the order was lost', () => {
    const dates = ['2024-01-02', '2024-01-05', '2024-01-03', '2024-01-04', '2024-01-03'];
    expect(
      problemsOf(`date,A\n${dates.map((date) => `${date},1`).join('\n')}\n`).map(({ message }) => message),
    ).toEqual([
      'Line 4, column 1 (date): the date 2024-01-03 comes after 2024-01-05 of line 3.',
      'Line 6, column 1 (date): the date 2024-01-03 stands on line 4 already.',
    ]);
  });

  it('lists the first problems and counts the rest', () => {
    const lines = Array.from({ length: 500 }, (_, day) => `${2000 + (day % 100)}-01-01,x,y`);
    const result = readPrices(`date,A,B\n${lines.join('\n')}\n`);
    if (result.ok) throw new Error('expected problems');
    expect(result.problems.length).toBe(maximumListedProblems);
    expect(result.problemCount).toBe(500 * 2 + 400);
    expect(result.problems.at(-1)).toMatchObject({ line: 26, column: 3 });
  });

  it('refuses too many assets and too many rows', () => {
    const names = Array.from({ length: maximumAssetCount + 1 }, (_, index) => `A${index}`);
    expect(problemsOf(`date,${names.join(',')}\n`)).toMatchObject([
      { code: 'too-many-assets', message: 'Line 1: the header names 5001 assets; the limit is 5000.' },
    ]);
    const cells = names.slice(1).join(',').replaceAll(/A\d+/g, '1');
    const wide = `date,${names.slice(1).join(',')}\n${`2024-01-02,${cells}\n`.repeat(4_001)}`;
    expect(problemsOf(wide)).toMatchObject([
      { code: 'too-many-cells-in-file', message: 'Line 4002: the file has more than 20000000 prices.' },
    ]);
    const long = `date,A\n${'2024-01-02,1\n'.repeat(maximumRowCount + 5)}`;
    const tooLong = readPrices(long);
    expect(tooLong.ok ? [] : tooLong.problems).toMatchObject([{ code: 'too-many-rows', line: maximumRowCount + 2 }]);
  });

  it('shortens and escapes what it repeats', () => {
    const [problem] = problemsOf(`${head}2024-01-03,"${'é\n'.repeat(100)}",2\n`);
    expect(problem?.value).toBe(`${'é\\u000a'.repeat(20)}…`);
    expect(problem?.message.length).toBeLessThan(300);
  });
});
