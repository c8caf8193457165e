import { expect, test } from 'vitest';
import { choiceVerdict, readingVerdict, resultVerdict, securitiesVerdict } from './import-words.ts';

const counts = { rows: 7, valid: 5, invalid: 1, skipped: 1, duplicates: 2 };
const security = (assetId: string | null, rowCount: number) => ({
  key: `symbol:${rowCount}`,
  reference: { assetId: null, symbol: 'A', isin: null, figi: null, name: null },
  assetId,
  foundBy: assetId === null ? null : ('symbol' as const),
  rowCount,
});

test('a file that is understood needs no more words than that', () => {
  expect(readingVerdict({ counts: { rows: 2, valid: 2, invalid: 0, skipped: 0, duplicates: 0 }, questions: [] })).toBe(
    'All 2 rows can be stored.',
  );
  expect(readingVerdict({ counts, questions: [] })).toBe('5 of 7 rows can be stored; 1 has errors; 1 is left out.');
  const question = { about: 'dateOrder' as const, message: '', values: [], options: [] };
  expect(readingVerdict({ counts: { ...counts, invalid: 21 }, questions: [question] })).toBe(
    '5 of 7 rows can be stored; 21 have errors; 1 is left out. 1 question to answer.',
  );
  expect(readingVerdict({ counts: { ...counts, rows: 0, valid: 0 }, questions: [] })).toContain('No row');
});

test('securities that are not known say how many rows wait', () => {
  expect(securitiesVerdict({ assets: [] })).toContain('names no security');
  expect(securitiesVerdict({ assets: [security('a', 3)] })).toBe('The one security is known.');
  expect(securitiesVerdict({ assets: [security('a', 3), security(null, 1), security(null, 4)] })).toBe(
    '1 of 3 securities is known; 5 rows wait for the others.',
  );
});

test('what is left out is said with its reason, before and after', () => {
  expect(choiceVerdict({ counts }, 3, 2)).toBe(
    '3 of 7 rows will be stored; left out: 1 with errors, 2 that look like the ledger’s, 1 by the mapping.',
  );
  expect(choiceVerdict({ counts }, 4, 0)).toBe(
    '4 of 7 rows will be stored, 2 of them although like the ledger’s; left out: 1 with errors, 1 by the mapping, 1 by your choice.',
  );
  const leftOut = { invalid: 0, skipped: 0, duplicates: 2, notChosen: 1 };
  expect(resultVerdict({ importId: '', portfolioVersion: 1, storedCount: 1, leftOut }, 'a.csv')).toBe(
    '1 transaction of a.csv is in the ledger; left out: 2 that looked like the ledger’s, 1 by your choice.',
  );
});
