import { expect, test } from 'vitest';
import { findDateOrder, isoDateOf, readDateCell } from './date-cell.ts';
import { decimalOf, decimalSignOf, findDecimalSign, readNumberCell } from './number-cell.ts';

test.each([
  ['1.234,56', 'comma', '1234.56'],
  ['1,234.56', 'point', '1234.56'],
  ['1 234,56', 'comma', '1234.56'],
  ['1\u202f234\u00a0567,5', 'comma', '1234567.5'],
  ["1'234.56", 'point', '1234.56'],
  ['1’234’567.8', 'point', '1234567.8'],
  ['1.234.567', 'comma', '1234567'],
  ['0.123', 'point', '0.123'],
  [',5', 'comma', '0.5'],
  ['12', 'none', '12'],
  ['(1,234.50)', 'point', '-1234.5'],
  ['-$1,250.00', 'point', '-1250'],
  ['$-1,250.00', 'point', '-1250'],
  ['12,50 €', 'comma', '12.5'],
  ['12,50-', 'comma', '-12.5'],
  ['−3', 'none', '-3'],
  ['USD 3.5', 'point', '3.5'],
  ['1.5E-05', 'point', '0.000015'],
])('%s is written with a decimal %s and is %s', (cell, sign, value) => {
  const number = readNumberCell(cell)!;
  expect(decimalSignOf(number)).toBe(sign);
  expect(decimalOf(number, sign === 'comma' ? 'comma' : 'point')?.toFixed()).toBe(value);
});

test.each(['1.2.3', '1,23,456', '12,34.5', '1 23'])('%s has no groups of three', (cell) => {
  expect(decimalOf(readNumberCell(cell)!, 'point')).toBeUndefined();
});

test.each(['abc', '1.2a', '=1+1', '1e9999', 'NaN', 'Infinity', '0x10', '١٢'])('%s is no number', (cell) => {
  expect(readNumberCell(cell)).toBeUndefined();
});

test('one sure number settles the doubtful ones, two that disagree ask', () => {
  expect(findDecimalSign(['1.234', '5', '7,5'])).toEqual({ sign: 'comma', doubtful: [] });
  expect(findDecimalSign(['1.234', '2,500'])).toEqual({ sign: null, doubtful: ['1.234'] });
  expect(findDecimalSign(['1.5', '2,5'])).toEqual({ sign: null, doubtful: ['1.5', '2,5'] });
  expect(findDecimalSign(['1', '', '--'])).toEqual({ sign: null, doubtful: [] });
});

test.each([
  ['2024-02-29', 'ymd', '2024-02-29'],
  ['2024-02-29T22:59:00.123Z', 'ymd', '2024-02-29'],
  ['20240105;101010', 'ymd', '2024-01-05'],
  ['20240105, 10:10:10', 'ymd', '2024-01-05'],
  ['05.01.2024', 'mdy', '2024-01-05'],
  ['5.1.24', 'dmy', '2024-01-05'],
  ['05/01/2024', 'dmy', '2024-01-05'],
  ['05/01/2024', 'mdy', '2024-05-01'],
  ['05/01/2024 as of 04/30/2024', 'mdy', '2024-05-01'],
  ['05-Jan-2024', 'dmy', '2024-01-05'],
  ['5 janv. 2024', 'dmy', '2024-01-05'],
  ['5. März 2024', 'dmy', '2024-03-05'],
  ['Jan 5, 2024', 'dmy', '2024-01-05'],
  ['5 de enero', 'dmy', undefined],
  ['2024-02-30', 'ymd', undefined],
  ['13/13/2024', 'dmy', undefined],
  ['24-01-05', 'dmy', undefined],
  ['45296', 'dmy', undefined],
] as const)('%s read as %s is %s', (cell, order, date) => {
  const read = readDateCell(cell);
  expect(read === undefined ? undefined : isoDateOf(read, order)).toBe(date);
});

test('the whole column settles the order, and is asked for when it cannot', () => {
  expect(findDateOrder(['01/02/2024', '13/02/2024'])).toEqual({ order: 'dmy', doubtful: [] });
  expect(findDateOrder(['01/02/2024', '02/13/2024'])).toEqual({ order: 'mdy', doubtful: [] });
  expect(findDateOrder(['01/02/2024', '03/04/2024'])).toEqual({ order: null, doubtful: ['01/02/2024'] });
  expect(findDateOrder(['13/02/2024', '02/13/2024']).order).toBeNull();
  expect(findDateOrder(['2024-01-02'])).toEqual({ order: 'ymd', doubtful: [] });
});
