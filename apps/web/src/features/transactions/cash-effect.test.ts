import { transactionInput } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { cashEffect, product } from './cash-effect.ts';

const assetId = '0190b6a0-0000-7000-8000-000000000001';
const date = '2026-03-02';
const of = (sample: object) => cashEffect(transactionInput.parse({ date, currency: 'USD', ...sample }));
const trade = { assetId, quantity: '3', price: '0.1', fee: '1.25', tax: '0.05' };

describe('what a transaction does to cash', () => {
  it('is exact: three times 0.1 is 0.3', () => {
    expect(product('3', '0.1')).toBe('0.3');
    expect(product('0.000000000001', '123456789012345678')).toBe('123456.789012345678');
    expect(product('12', '5')).toBe('60');
  });

  it('has costs on top of what is bought, and off what is sold or paid', () => {
    expect(of({ kind: 'buy', ...trade })).toEqual({ amount: '-1.6', currency: 'USD' });
    expect(of({ kind: 'sell', ...trade })).toEqual({ amount: '-1', currency: 'USD' });
    expect(of({ kind: 'short', ...trade, quantity: '100' })).toEqual({ amount: '8.7', currency: 'USD' });
    expect(of({ kind: 'dividend', assetId, amount: '10', tax: '2.5' })?.amount).toBe('7.5');
    expect(of({ kind: 'interest', amount: '-3', tax: '1' })?.amount).toBe('-4');
  });

  it('has the direction of the kind', () => {
    expect(of({ kind: 'deposit', amount: '5' })?.amount).toBe('5');
    for (const kind of ['withdrawal', 'fee', 'tax']) expect(of({ kind, amount: '5' })?.amount).toBe('-5');
    expect(of({ kind: 'conversion', amount: '5', fee: '1', intoAmount: '4', intoCurrency: 'EUR' })?.amount).toBe('-6');
  });

  it('of a transfer counts with the outside only, and of units never', () => {
    const transfer = { kind: 'transfer', quantity: '5', assetId: null };
    expect(of({ ...transfer, fromAccount: null, toAccount: 'A' })?.amount).toBe('5');
    expect(of({ ...transfer, fromAccount: 'A', toAccount: null })?.amount).toBe('-5');
    expect(of({ ...transfer, fromAccount: 'A', toAccount: 'B' })).toBeNull();
    expect(of({ ...transfer, assetId, fromAccount: 'A', toAccount: null })).toBeNull();
    expect(cashEffect(transactionInput.parse({ kind: 'split', date, assetId, ratio: '2' }))).toBeNull();
  });
});
