/** Possible ledgers of every kind of transaction, as fast-check makes them: what a ledger would refuse is left out. */
import { type TransactionInput, transactionInput } from '@riskoptimizer/contracts';
import * as fc from 'fast-check';
import { replayLedger } from '../../src/domain/ledger/ledger.ts';

export interface Drafted {
  readonly id: string;
  readonly content: TransactionInput;
}

const cents = fc.integer({ min: 1, max: 999_999 }).map((value) => (value / 100).toFixed(2));
const units = fc.integer({ min: 1, max: 40_000 }).map((value) => String(value / 1000));
const account = fc.constantFrom('Main', '=Broker', "O'Bank, ü");
const text = fc.constantFrom(null, '=1+1', "'quoted", '+49 30', 'a,b;"c"', '名前');
const date = fc
  .integer({ min: 0, max: 600 })
  .map((day) => new Date(Date.UTC(2023, 0, 2 + day)).toISOString().slice(0, 10));
const currency = fc.constantFrom('USD', 'EUR');
const ratio = fc.constantFrom('2', '0.5', '1.25');

function entry(assetIds: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const asset = fc.constantFrom(...assetIds);
  const common = { date, account, note: text, externalId: text };
  const trade = {
    ...common,
    assetId: asset,
    quantity: units,
    price: cents,
    currency,
    fee: cents,
    tax: fc.constant('0'),
  };
  const payment = { ...common, amount: cents, currency };
  const pair = { assetId: asset, intoAssetId: asset, ratio };
  const of = (kind: string, shape: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ kind: fc.constant(kind), ...shape });
  return fc.oneof(
    { weight: 6, arbitrary: of('buy', trade) },
    { weight: 5, arbitrary: of('sell', trade) },
    of('short', trade),
    of('dividend', { ...payment, assetId: asset, fee: cents, tax: cents }),
    of('interest', { ...payment, fee: cents, tax: cents }),
    of('fee', { ...payment, assetId: fc.option(asset) }),
    of('deposit', payment),
    of('withdrawal', payment),
    of('conversion', { ...payment, intoAmount: cents, intoCurrency: currency, fee: cents }),
    of('transfer', {
      date,
      note: text,
      externalId: text,
      fromAccount: fc.option(account),
      toAccount: fc.option(account),
      assetId: fc.option(asset),
      quantity: units,
      currency,
      cost: fc.option(cents),
    }),
    of('split', { ...common, assetId: asset, ratio }),
    of('merger', { ...common, ...pair, cashPerUnit: fc.constantFrom('0', '1.5'), currency }),
    of('spin-off', { ...common, ...pair, costShare: fc.constantFrom('0', '0.3') }),
    of('rename', { ...common, assetId: asset, intoAssetId: asset }),
  );
}

/** Begins with something of every asset, so that there is something to sell, split and merge. */
export const ledgerOf = (assetIds: readonly string[]): fc.Arbitrary<Drafted[]> => {
  const first = { date: '2023-01-02', account: 'Main', note: null, externalId: null };
  const costs = { quantity: '50', price: '12.50', currency: 'USD', fee: '1', tax: '0' };
  const opening = (assetId: string) => ({ kind: 'buy', assetId, ...first, ...costs });
  const drawn = fc.tuple(fc.uuid({ version: 7 }), entry(assetIds), fc.boolean());
  const opened = fc.tuple(
    ...assetIds.map((assetId) => fc.tuple(fc.uuid({ version: 7 }), fc.constant(opening(assetId)), fc.constant(false))),
  );
  return fc
    .tuple(opened, fc.array(drawn, { minLength: 5, maxLength: 30 }))
    .map(([openings, others]) => possible([...openings, ...others]));
};

function possible(drawn: readonly [id: string, entry: Record<string, unknown>, namesLot: boolean][]): Drafted[] {
  const kept: Drafted[] = [];
  for (const [id, fields, namesLot] of drawn) {
    const lots = namesLot && fields['kind'] === 'sell' ? lotsOf(kept, fields) : null;
    const parsed = transactionInput.safeParse(lots === null ? fields : { ...fields, lots });
    if (!parsed.success) continue;
    const candidate = [...kept, { id, content: parsed.data }];
    const entries = candidate.map((one, index) => ({ ...one, sequence: index + 1 }));
    if (replayLedger(entries, { method: 'specific' }).problems.length === 0) kept.push(candidate.at(-1)!);
  }
  return kept;
}

/** The whole sale out of one earlier purchase of the asset. */
function lotsOf(kept: readonly Drafted[], fields: Record<string, unknown>) {
  const bought = kept.find(({ content }) => content.kind === 'buy' && content.assetId === fields['assetId']);
  return bought === undefined ? null : [{ transactionId: bought.id, quantity: fields['quantity'] }];
}
