import { expect, test } from 'vitest';
import { countsWords, previewSentence } from './everything-words.ts';

const counts = {
  assets: 1,
  prices: 1250,
  exchangeRates: 0,
  portfolios: 2,
  transactions: 0,
  importMappings: 1,
  assetAliases: 2,
};

test('what is there is named with its number, what is not is not', () => {
  expect(countsWords(counts)).toBe('2 portfolios, 1 asset with 1,250 prices, 1 saved mapping, 2 remembered securities');
  expect(countsWords({ ...counts, assets: 0, portfolios: 0, importMappings: 0, assetAliases: 0 })).toBe('nothing');
});

test('what is in the way is said with the file', () => {
  const preview = { sha256: '', byteCount: 1, counts, portfolios: [], inTheWay: ['portfolios', 'assets'] };
  expect(previewSentence(preview, 'all.json')).toMatch(/all\.json has 2 portfolios.*has portfolios and assets already/);
  expect(previewSentence({ ...preview, inTheWay: [] }, 'all.json')).toMatch(/all of it can be stored\.$/);
});
