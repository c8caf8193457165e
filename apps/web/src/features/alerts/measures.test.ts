import { expect, it } from 'vitest';
import { amountOf, amountText, typedAmount, unitOf } from './measures.ts';

const currencies = { base: 'USD', ofAsset: new Map([['a', 'EUR']]) };
const asset = { kind: 'asset', assetId: 'a' } as const;
const portfolio = { kind: 'portfolio' } as const;

it('writes amounts in the unit of their measure, and a dash for what is missing', () => {
  expect(amountText({ measure: 'weight', subject: asset }, '0.31244', currencies)).toBe('31.24\u00a0%');
  expect(amountText({ measure: 'value', subject: portfolio }, '1250', currencies)).toBe('1,250\u00a0USD');
  expect(amountText({ measure: 'price', subject: asset }, '12.5', currencies)).toBe('12.5\u00a0EUR');
  expect(amountText({ measure: 'data-age', subject: portfolio }, '1', currencies)).toBe('1 day');
  expect(amountText({ measure: 'cvar', subject: portfolio }, null, currencies)).toBe('–');
});

it('has shares typed in per cent and keeps every digit', () => {
  expect([typedAmount('weight', '0.125'), amountOf('weight', '12.5')]).toEqual(['12.5', '0.125']);
  expect([typedAmount('price', '0.125'), amountOf('price', '0.125')]).toEqual(['0.125', '0.125']);
});

it('knows no unit for the price of an asset that is not known', () => {
  expect([unitOf('price', 'a', currencies), unitOf('price', undefined, currencies)]).toEqual(['EUR', '']);
});
