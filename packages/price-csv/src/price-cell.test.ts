import { describe, expect, it } from 'vitest';
import { readPrices } from './price-reader.ts';
import type { PriceFileProblem } from './problem.ts';

function problemsOf(text: string): readonly PriceFileProblem[] {
  const result = readPrices(text);
  return result.ok ? [] : result.problems;
}

const head = 'date,A,B\n2024-01-02,1,2\n';

/** Text of the file, then code, line, column, field and message of the one problem it has. */
const cases: [string, string, string, number | null, number | null, string | null, string][] = [
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
    'a currency sign',
    `${head}2024-01-03,$1,2\n`,
    'invalid-number',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "$1" is not a number.',
  ],
  [
    'a hexadecimal number',
    `${head}2024-01-03,0x10,2\n`,
    'invalid-number',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "0x10" is not a number.',
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
    `${head}2024-01-03,0.00,2\n`,
    'price-not-positive',
    3,
    2,
    'A',
    'Line 3, column 2 (A): the price 0.00 is zero; a price must be positive.',
  ],
  ['NaN', `${head}2024-01-03,NaN,2\n`, 'not-finite', 3, 2, 'A', 'Line 3, column 2 (A): "NaN" is not a finite number.'],
  [
    'Infinity',
    `${head}2024-01-03,-Infinity,2\n`,
    'not-finite',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "-Infinity" is not a finite number.',
  ],
  [
    '1e999',
    `${head}2024-01-03,1e999,2\n`,
    'not-finite',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "1e999" is not a finite number.',
  ],
  [
    '1e-999',
    `${head}2024-01-03,1e-999,2\n`,
    'price-out-of-range',
    3,
    2,
    'A',
    'Line 3, column 2 (A): the price 1e-999 is outside 1e-15 to 1000000000000000.',
  ],
  [
    'NA for a missing price',
    `${head}2024-01-03,NA,2\n`,
    'missing-marker',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "NA" is not a number; only an empty cell means that a value is missing.',
  ],
  [
    'thousands separators',
    `${head}2024-01-03,"1,234.50",2\n`,
    'thousands-separator',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "1,234.50" groups its thousands.',
  ],
  [
    'thousands after points',
    'date;A\n2024-01-02;1,5\n2024-01-03;1.234,50\n',
    'thousands-separator',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "1.234,50" groups its thousands.',
  ],
  [
    'a thousand in a comma file',
    `${head}2024-01-03,"1,234",2\n`,
    'thousands-separator',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "1,234" groups its thousands.',
  ],
  [
    'a decimal comma in a comma file',
    `${head}2024-01-03,"1,5",2\n`,
    'decimal-comma',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "1,5" has a decimal comma in a file whose cells are separated by commas.',
  ],
  [
    'points and commas',
    'date;A\n2024-01-02;1,5\n2024-01-03;2.5\n',
    'mixed-decimal-separators',
    3,
    2,
    'A',
    'Line 3, column 2 (A): "2.5" has another decimal separator: line 2, column 2 has a decimal comma.',
  ],
  [
    'a comma that may group thousands',
    'date;A\n2024-01-02;1,234\n2024-01-03;2,345\n',
    'ambiguous-decimals',
    2,
    2,
    'A',
    'Line 2, column 2 (A): the "," may be a decimal separator or group thousands, and no number of the file settles which.',
  ],
];

describe('problems of a price', () => {
  it.each(cases)('%s', (_, text, code, line, column, field, message) => {
    const problems = problemsOf(text);
    expect(problems[0]).toMatchObject({ code, line, column, field, message });
    expect(problems[0]?.remedy).toMatch(/^[A-Z].*\.$/);
    expect(problems.length).toBe(1);
  });

  it.each(['NA', 'N/A', '#N/A', 'n.a.', 'null', 'NULL', 'None', '-', '--', '.', '?', '#N/A N/A', '–', 'no data'])(
    'refuses the missing marker %s and says to leave the cell empty',
    (marker) => {
      expect(problemsOf(`${head}2024-01-03,${marker},2\n`)).toMatchObject([
        { code: 'missing-marker', remedy: 'Leave the cell empty.', value: marker },
      ]);
    },
  );
});
