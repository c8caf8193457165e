import { type TransactionInput, transactionInput, transactionKinds } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { draftOf, nextDraft, readTransaction, withKind } from './transaction-draft.ts';
import { fieldsOf, kindHints, kindNames } from './transaction-kinds.ts';

const assetId = '0190b6a0-0000-7000-8000-000000000001';
const intoAssetId = '0190b6a0-0000-7000-8000-000000000002';
const date = '2026-03-02';
const trade = { date, account: 'Broker', assetId, quantity: '10', price: '12.5', currency: 'USD', fee: '1', tax: '0' };
const samples: readonly unknown[] = [
  { kind: 'buy', ...trade, note: 'first' },
  { kind: 'sell', ...trade, lots: [{ transactionId: intoAssetId, quantity: '4' }] },
  { kind: 'short', ...trade, externalId: 'X-1' },
  { kind: 'dividend', date, assetId, amount: '8', currency: 'EUR', tax: '2' },
  { kind: 'interest', date, amount: '-3.20', currency: 'EUR' },
  { kind: 'fee', date, amount: '3', currency: 'EUR', assetId },
  { kind: 'tax', date, amount: '3', currency: 'EUR' },
  { kind: 'deposit', date, amount: '1000', currency: 'USD' },
  { kind: 'withdrawal', date, amount: '1000', currency: 'USD' },
  { kind: 'conversion', date, amount: '100', currency: 'USD', intoAmount: '92', intoCurrency: 'EUR', fee: '1' },
  { kind: 'transfer', date, fromAccount: null, toAccount: 'Bank', assetId: null, quantity: '50', currency: 'USD' },
  { kind: 'split', date, assetId, ratio: '0.1' },
  { kind: 'merger', date, assetId, intoAssetId, ratio: '2', cashPerUnit: '1.5', currency: 'USD' },
  { kind: 'spin-off', date, assetId, intoAssetId, ratio: '0.5', costShare: '0.25' },
  { kind: 'rename', date, assetId, intoAssetId },
];
const contents = samples.map((sample) => transactionInput.parse(sample));

describe('the fields of a kind', () => {
  it.each(transactionKinds)('%s are those of its schema, each with a name', (kind) => {
    const schema = transactionInput.options.find(({ shape }) => shape.kind.value === kind);
    const known = Object.keys(schema?.shape ?? {}).filter((name) => name !== 'kind' && name !== 'lots');
    expect(
      fieldsOf(kind)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(known.sort());
    expect([kindNames[kind], kindHints[kind]].every(Boolean)).toBe(true);
  });

  it.each(contents)('$kind comes back from its draft as it was', (content) => {
    expect(readTransaction(draftOf(content))).toEqual({ content, problems: null });
  });
});

describe('a draft', () => {
  const buy = draftOf(contents[0] as TransactionInput);
  const problem = (part: Record<string, string>, kind = buy.kind) =>
    readTransaction({ ...buy, kind, texts: { ...buy.texts, ...part } }).problems;

  it('says what is missing or cannot be, at its field', () => {
    expect(problem({ quantity: '' })?.get('quantity')).toBe('expected a number such as 12.5');
    expect(problem({ quantity: '0' })?.get('quantity')).toBe('expected a decimal above zero');
    expect(problem({ price: 'ten' })?.get('price')).toMatch(/^expected a decimal number/);
    expect(problem({ assetId: '' })?.get('assetId')).toBe('expected an asset');
    expect(problem({ date: '2026-02-30' })?.has('date')).toBe(true);
    expect(problem({ currency: 'US' })?.get('currency')).toMatch(/three capital letters/);
    expect(problem({ fromAccount: '', toAccount: '' }, 'transfer')?.get('toAccount')).toMatch(/at least one/);
  });

  it('reads a comma as a point where it can mean nothing else, and refuses it where it can', () => {
    expect(readTransaction({ ...buy, texts: { ...buy.texts, price: '12,5', currency: 'usd' } }).content).toMatchObject({
      price: '12.5',
      currency: 'USD',
    });
    expect(readTransaction({ ...buy, texts: { ...buy.texts, price: '.5' } }).content).toMatchObject({ price: '0.5' });
    for (const price of ['1,250', '1,250.00', '1,250,000'])
      expect(problem({ price })?.get('price')).toMatch(/two ways/);
  });

  it('refuses a lot that is no number', () => {
    const sale = { ...draftOf(contents[1] as TransactionInput), lots: { [assetId]: '1,250', [intoAssetId]: '' } };
    expect(readTransaction(sale).problems?.has('lots')).toBe(true);
  });

  it('keeps what fits when the kind changes, and begins the next one without what was counted', () => {
    expect(readTransaction(withKind(buy, 'short')).content).toMatchObject({ kind: 'short', quantity: '10' });
    expect(nextDraft(buy).texts).toMatchObject({ date, account: 'Broker', assetId, currency: 'USD' });
    expect(nextDraft(buy).texts.quantity).toBeUndefined();
  });
});
