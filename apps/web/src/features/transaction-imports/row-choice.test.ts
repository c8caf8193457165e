import { expect, test } from 'vitest';
import { commitOf, duplicatesLeftOut, isStored, noChoice, storedCountOf, toggled, unwantedRows } from './row-choice.ts';

const counts = { rows: 6, valid: 5, invalid: 1, skipped: 0, duplicates: 2 };
const looksLike = { transactionId: 'a', date: '2024-01-02', kind: 'buy', because: 'same-content' } as const;
const row = (number: number, isDuplicate = false) => ({
  row: number,
  status: 'valid' as const,
  looksLike: isDuplicate ? looksLike : null,
});

test('all but duplicates are stored when nothing is chosen', () => {
  expect(isStored(row(1), noChoice)).toBe(true);
  expect(isStored(row(2, true), noChoice)).toBe(false);
  expect(isStored({ ...row(3), status: 'invalid' }, noChoice)).toBe(false);
  expect([storedCountOf(counts, noChoice), duplicatesLeftOut(counts, noChoice)]).toEqual([3, 2]);
  expect(commitOf(noChoice, 'all-valid')).toEqual({ rows: 'all-valid', duplicates: 'skip' });
});

test('one row is left out, one duplicate is stored all the same', () => {
  const choice = toggled(row(2, true), toggled(row(1), noChoice));
  expect([isStored(row(1), choice), isStored(row(2, true), choice)]).toEqual([false, true]);
  expect(storedCountOf(counts, choice)).toBe(3);
  expect([...unwantedRows(choice)]).toEqual([1]);
  expect(commitOf(choice, [2, 3, 4, 5])).toEqual({ rows: [2, 3, 4, 5], duplicates: [2] });
  expect(toggled(row(1), toggled(row(2, true), choice))).toEqual(noChoice);
});

test('all duplicates are stored but one, which then has to be named', () => {
  const choice = toggled(row(2, true), { ...noChoice, duplicates: 'include' });
  expect([isStored(row(2, true), choice), isStored(row(3, true), choice)]).toEqual([false, true]);
  expect([storedCountOf(counts, choice), duplicatesLeftOut(counts, choice)]).toEqual([4, 1]);
  expect([...unwantedRows(choice)]).toEqual([2]);
  expect(commitOf(choice, [1, 3, 4, 5]).duplicates).toBe('include');
});
