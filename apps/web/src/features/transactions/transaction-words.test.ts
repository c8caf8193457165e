import { type LedgerTransaction, type TransactionList, transactionInput } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { isFiltered, listQuery, parseFilters } from './transaction-filters.ts';
import { accountWords, assetWords, listVerdict, symbolsOf, transactionWords } from './transaction-words.ts';

const assetId = '0190b6a0-0000-7000-8000-000000000001';
const intoAssetId = '0190b6a0-0000-7000-8000-000000000002';
const assets = [
  { assetId, symbol: 'ACME', name: 'Acme', currency: 'USD' },
  { assetId: intoAssetId, symbol: 'NEW', name: 'New', currency: 'USD' },
];
const split = transactionInput.parse({ kind: 'split', date: '2026-03-02', assetId, ratio: '2' });
const rename = transactionInput.parse({ kind: 'rename', date: '2026-03-02', assetId, intoAssetId });
const deposit = transactionInput.parse({ kind: 'deposit', date: '2025-01-02', amount: '5', currency: 'USD' });
const list = (...contents: unknown[]) =>
  ({
    items: contents.map((content) => ({ content }) as LedgerTransaction),
    assets,
    nextCursor: null,
  }) as TransactionList;
const symbols = symbolsOf({ assets });

describe('a transaction in words', () => {
  it('has its asset, and the way to another', () => {
    expect(assetWords(split, symbols)).toBe('ACME');
    expect(assetWords(rename, symbols)).toBe('ACME → NEW');
    expect(assetWords(deposit, symbols)).toBeNull();
    expect(transactionWords(deposit, symbols)).toBe('Deposit on 2 Jan 2025');
  });

  it('has its account, or where it moved', () => {
    expect(accountWords(split)).toBe('Main');
    const moved = {
      kind: 'transfer',
      date: '2026-03-02',
      fromAccount: null,
      toAccount: 'Bank',
      assetId,
      quantity: '1',
      currency: 'USD',
    };
    expect(accountWords(transactionInput.parse(moved))).toBe('outside → Bank');
  });
});

describe('the verdict of the list', () => {
  it('says how many, from when to when, and the last', () => {
    expect(listVerdict(list(split, deposit), true, false)).toBe(
      '2 transactions from 2 Jan 2025 to 2 Mar 2026; the last: split of ACME.',
    );
    expect(listVerdict({ ...list(split), nextCursor: 'x' }, true, true)).toBe(
      'The newest 1 transaction like this of 2 Mar 2026; the last: split of ACME.',
    );
    expect(listVerdict(list(deposit), false, false)).toBe('1 transaction of 2 Jan 2025.');
    expect(listVerdict(list(), true, true)).toBe('No transaction is like this.');
  });
});

describe('what is looked for', () => {
  it('is taken from the address where it can be', () => {
    const filters = parseFilters(
      new URLSearchParams(`kind=buy&asset=${assetId}&account=Bank&since=2026-01-01&until=2026-02-30`),
    );
    expect(listQuery(filters, 'next')).toEqual({
      kind: 'buy',
      assetId,
      account: 'Bank',
      from: '2026-01-01',
      cursor: 'next',
    });
    expect(isFiltered(parseFilters(new URLSearchParams('kind=gift&asset=x&from=2026-01-01')))).toBe(false);
  });
});
