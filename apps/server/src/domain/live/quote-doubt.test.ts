import { expect, test } from 'vitest';
import { doubtOfQuote } from './quote-doubt.ts';

const at = Date.parse('2026-11-20T12:00:00Z');
const asset = (lastClose: string | null, lastDate: string | null, assetClass: 'crypto' | 'equity' = 'crypto') => ({
  assetClass,
  prices: { count: 1, firstDate: lastDate, lastDate, lastClose, gaps: [] },
});

test('a price is held against the last close: three and a half times of a coin, three times of a share', () => {
  const coin = asset('100', '2026-11-19');
  for (const price of ['100', '349', '29']) expect(doubtOfQuote({ price, at }, coin)).toBeNull();
  for (const price of ['350', '10000', '28', '1']) expect(doubtOfQuote({ price, at }, coin)).toBe('jump');
  const share = asset('100', '2026-11-19', 'equity');
  expect(doubtOfQuote({ price: '299', at }, share)).toBeNull();
  for (const price of ['300', '33']) expect(doubtOfQuote({ price, at }, share)).toBe('jump');
});

test('after a long silence more is plausible', () => {
  expect(doubtOfQuote({ price: '500', at }, asset('100', '2026-11-13'))).toBe('jump');
  expect(doubtOfQuote({ price: '500', at }, asset('100', '2026-10-14'))).toBeNull();
});

test('a price from before the last close is none of this moment; one of the same day is', () => {
  expect(doubtOfQuote({ price: '100', at }, asset('100', '2026-11-21'))).toBe('older-than-close');
  expect(doubtOfQuote({ price: '100', at }, asset('100', '2026-11-20'))).toBeNull();
});

test('without a close there is nothing to hold it against', () => {
  expect(doubtOfQuote({ price: '1', at }, asset(null, null))).toBeNull();
});
