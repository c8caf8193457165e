/** The ledger against a plain model that knows quantities and cents as integers and nothing of lots. */

import { type CostBasisMethod, costBasisMethod } from '@riskoptimizer/contracts';
import { array, assert, constantFrom, integer, oneof, property, record, shuffledSubarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asset, type EntryInput, ledgerOf } from '../../../tests/support/ledger-entries.ts';
import { type LedgerEntry, replayLedger, walkLedger } from './ledger.ts';

const accounts = ['Broker', 'Bank'] as const;
const assets = [asset(1), asset(2), asset(3)] as const;
const currencies = ['USD', 'EUR'] as const;

const dateOf = (day: number) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
const cents = (value: number) => (value / 100).toFixed(2);

const common = {
  day: integer({ min: 0, max: 60 }),
  account: constantFrom(...accounts),
  currency: constantFrom(...currencies),
};
const trade = record({
  ...common,
  kind: constantFrom('buy', 'buy', 'buy', 'sell', 'sell', 'short'),
  assetId: constantFrom(...assets),
  units: integer({ min: 1, max: 20 }),
  price: integer({ min: 0, max: 50_000 }),
  fee: integer({ min: 0, max: 500 }),
  tax: integer({ min: 0, max: 500 }),
}).map(
  ({ day, units, price, fee, tax, ...rest }): EntryInput => ({
    ...rest,
    date: dateOf(day),
    quantity: String(units),
    price: cents(price),
    fee: cents(fee),
    tax: cents(tax),
  }),
);
const payment = record({
  ...common,
  kind: constantFrom('deposit', 'withdrawal', 'fee', 'tax', 'interest'),
  amount: integer({ min: 1, max: 1e7 }),
}).map(({ day, amount, ...rest }): EntryInput => ({ ...rest, date: dateOf(day), amount: cents(amount) }));
const conversion = record({
  ...common,
  amount: integer({ min: 1, max: 1e6 }),
  into: integer({ min: 1, max: 1e6 }),
}).map(
  ({ day, account, currency, amount, into }): EntryInput => ({
    kind: 'conversion',
    date: dateOf(day),
    account,
    currency,
    amount: cents(amount),
    intoCurrency: currency === 'USD' ? 'EUR' : 'USD',
    intoAmount: cents(into),
  }),
);
const transfer = record({
  day: common.day,
  currency: common.currency,
  from: constantFrom(null, ...accounts),
  to: constantFrom(null, ...accounts),
  assetId: constantFrom(null, ...assets),
  units: integer({ min: 1, max: 20 }),
}).map(
  ({ day, currency, from, to, assetId, units }): EntryInput => ({
    kind: 'transfer',
    date: dateOf(day),
    fromAccount: from,
    toAccount: to,
    assetId,
    quantity: String(units),
    currency,
  }),
);
const split = record({
  day: common.day,
  account: common.account,
  assetId: constantFrom(...assets),
  ratio: integer({ min: 2, max: 3 }),
}).map(({ day, ratio, ...rest }): EntryInput => ({ kind: 'split', ...rest, date: dateOf(day), ratio: String(ratio) }));
const anyInput = oneof(
  { weight: 6, arbitrary: trade },
  { weight: 2, arbitrary: payment },
  conversion,
  { weight: 2, arbitrary: transfer },
  split,
);
const anyLedger = array(anyInput, { minLength: 1, maxLength: 80 });
const anyMethod = constantFrom(...costBasisMethod.options);

/** Units and cents by "account thing", and which entries cannot be. */
function model(entries: readonly LedgerEntry[]) {
  const units = new Map<string, number>();
  const cash = new Map<string, number>();
  const refused: string[] = [];
  const held = (account: string, assetId: string) => units.get(`${account} ${assetId}`) ?? 0;
  const add = (account: string, assetId: string, change: number) =>
    units.set(`${account} ${assetId}`, held(account, assetId) + change);
  const pay = (account: string, currency: string, amount: number) =>
    cash.set(`${account} ${currency}`, (cash.get(`${account} ${currency}`) ?? 0) + amount);
  const inCents = (text: string) => Math.round(Number(text) * 100);

  const carryOut = ({ content }: LedgerEntry): boolean => {
    if (content.kind === 'buy' || content.kind === 'sell' || content.kind === 'short') {
      const { account, assetId, currency } = content;
      const quantity = Number(content.quantity);
      const position = held(account, assetId);
      const costs = inCents(content.fee) + inCents(content.tax);
      if (content.kind === 'buy' && position < 0 && quantity > -position) return false;
      if (content.kind === 'sell' && quantity > position) return false;
      if (content.kind === 'short' && position > 0) return false;
      add(account, assetId, content.kind === 'buy' ? quantity : -quantity);
      const amount = quantity * inCents(content.price);
      pay(account, currency, (content.kind === 'buy' ? -amount : amount) - costs);
      return true;
    }
    if (content.kind === 'transfer') {
      const { fromAccount, toAccount, assetId, currency } = content;
      const quantity = Number(content.quantity);
      if (fromAccount === toAccount) return false;
      if (assetId === null) {
        if (fromAccount !== null) pay(fromAccount, currency, -quantity * 100);
        if (toAccount !== null) pay(toAccount, currency, quantity * 100);
        return true;
      }
      const position = fromAccount === null ? quantity : held(fromAccount, assetId);
      if (Math.abs(position) < quantity) return false;
      const moved = Math.sign(position) * quantity;
      if (toAccount !== null && held(toAccount, assetId) * moved < 0) return false;
      if (fromAccount !== null) add(fromAccount, assetId, -moved);
      if (toAccount !== null) add(toAccount, assetId, moved);
      return true;
    }
    if (content.kind === 'split') {
      const position = held(content.account, content.assetId);
      if (position === 0) return false;
      add(content.account, content.assetId, position * (Number(content.ratio) - 1));
      return true;
    }
    if (content.kind === 'conversion') {
      pay(content.account, content.currency, -inCents(content.amount));
      pay(content.account, content.intoCurrency, inCents(content.intoAmount));
      return true;
    }
    if (content.kind === 'merger' || content.kind === 'spin-off' || content.kind === 'rename')
      throw new Error('not made');
    const sign = content.kind === 'deposit' || content.kind === 'interest' ? 1 : -1;
    pay(content.account, content.currency, sign * inCents(content.amount));
    return true;
  };
  const ordered = entries.toSorted((a, b) => a.content.date.localeCompare(b.content.date) || a.sequence - b.sequence);
  for (const entry of ordered) if (!carryOut(entry)) refused.push(entry.id);
  return { units, cash, refused };
}

/** Everything but the order of lists that follow time. */
function standing(entries: readonly LedgerEntry[], method: CostBasisMethod) {
  const { holdings, lots, cash, sums, problems } = replayLedger(entries, { method });
  return { holdings, lots, cash, sums, refused: problems.map(({ entryId }) => entryId).sort() };
}

describe('against the plain model', () => {
  test('holdings are the sum of the transactions, cash reconciles to the cent, and the same entries are refused', () => {
    assert(
      property(anyLedger, anyMethod, (inputs, method) => {
        const entries = ledgerOf(...inputs);
        const result = replayLedger(entries, { method });
        const expected = model(entries);
        expect(result.problems.map(({ entryId }) => entryId)).toEqual(expected.refused);
        const units = result.holdings.map(({ account, assetId, quantity }) => [
          `${account} ${assetId}`,
          Number(quantity),
        ]);
        expect(new Map(units as [string, number][])).toEqual(
          new Map([...expected.units].filter(([, held]) => held !== 0)),
        );
        const cash = result.cash.map(({ account, currency, amount }) => [
          `${account} ${currency}`,
          Math.round(amount.mul(100).toNumber()),
        ]);
        expect(new Map(cash as [string, number][])).toEqual(expected.cash);
        for (const { amount } of result.cash) expect(amount.decimalPlaces()).toBeLessThanOrEqual(2);
      }),
      { numRuns: 300 },
    );
  });

  test('lots sum to their holding, and no cost is lost: what was paid is in open lots or in results, whatever the method', () => {
    const buyAndSell = array(
      trade.map((input) => ({ ...input, currency: 'USD', kind: input.kind === 'sell' ? 'sell' : 'buy' }) as EntryInput),
      { minLength: 1, maxLength: 80 },
    );
    assert(
      property(buyAndSell, anyMethod, (inputs, method) => {
        const entries = ledgerOf(...inputs);
        const { holdings, lots, realised, problems } = replayLedger(entries, { method });
        for (const holding of holdings) {
          const own = lots.filter(({ account, assetId }) => account === holding.account && assetId === holding.assetId);
          expect(own.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBe(Number(holding.quantity));
        }
        const refused = new Set(problems.map(({ entryId }) => entryId));
        const bought = entries.filter(({ id, content }) => content.kind === 'buy' && !refused.has(id));
        const paid = bought.reduce((sum, { content }) => {
          if (content.kind !== 'buy') return sum;
          return sum + Number(content.quantity) * Number(content.price) + Number(content.fee) + Number(content.tax);
        }, 0);
        const open = lots.reduce((sum, { cost }) => sum + Number(cost), 0);
        const closed = realised.reduce((sum, { cost }) => sum + Number(cost), 0);
        expect(open + closed).toBeCloseTo(paid, 6);
        for (const { proceeds, cost, result } of realised) expect(proceeds!.minus(cost!).eq(result!)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('what has happened until a date is the same in a replay up to it and in a walk', () => {
    assert(
      property(anyLedger, integer({ min: 0, max: 60 }), (inputs, day) => {
        const entries = ledgerOf(...inputs);
        const upTo = dateOf(day);
        const result = replayLedger(entries, { upTo });
        const quantities = new Map<string, number>();
        const cash = new Map<string, number>();
        for (const step of walkLedger(entries)) {
          if (step.date > upTo) break;
          for (const [assetId, quantity] of step.quantities) quantities.set(assetId, Number(quantity));
          for (const [currency, amount] of step.cash) cash.set(currency, Number(amount));
        }
        const held = result.assets.filter(({ quantity }) => !quantity.isZero());
        expect(new Map([...quantities].filter(([, units]) => units !== 0))).toEqual(
          new Map(held.map(({ assetId, quantity }) => [assetId, Number(quantity)])),
        );
        for (const [currency, amount] of cash) {
          const own = result.cash.filter((balance) => balance.currency === currency);
          expect(own.reduce((sum, balance) => sum + Number(balance.amount), 0)).toBeCloseTo(amount, 6);
        }
      }),
    );
  });
});

describe('order', () => {
  test('transactions of one day that have nothing in common may come in any order', () => {
    const independent = assets.flatMap((assetId, index): EntryInput[] => [
      {
        kind: 'buy',
        date: '2020-01-02',
        assetId,
        quantity: String(index + 3),
        price: '10.01',
        fee: '0.35',
        currency: 'USD',
      },
    ]);
    const cash: EntryInput[] = [
      { kind: 'deposit', date: '2020-01-02', amount: '17.31', currency: 'EUR' },
      { kind: 'fee', date: '2020-01-02', amount: '1.10', currency: 'USD' },
      {
        kind: 'short',
        date: '2020-01-02',
        account: 'Bank',
        assetId: asset(9),
        quantity: '2',
        price: '3',
        currency: 'USD',
      },
    ];
    const entries = ledgerOf(...independent, ...cash);
    const expected = standing(entries, 'average');
    assert(
      property(shuffledSubarray(entries, { minLength: entries.length }), anyMethod, (shuffled, method) => {
        const renumbered = shuffled.map((entry, index) => ({ ...entry, sequence: index + 1 }));
        expect(standing(renumbered, method)).toEqual(expected);
      }),
    );
  });
});
