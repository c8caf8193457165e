import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Money } from '../valuation/decimal-and-number.ts';
import { fillShortfalls } from './fill-shortfalls.ts';
import { planTrades, type Tradable, type TradingRules } from './plan-trades.ts';

const money = (value: number | string) => new Money(value);
const texts = (values: readonly Money[]) => values.map((value) => value.toString());
const sum = (values: readonly Money[]) => values.reduce((total, value) => total.plus(value), money(0));

describe('fillShortfalls', () => {
  test('fills all when there is enough', () => {
    expect(texts(fillShortfalls([money(3), money(0), money(5)], money(9)))).toEqual(['3', '0', '5']);
  });

  test('leaves the same depth open everywhere when there is not', () => {
    expect(texts(fillShortfalls([money(10), money(4), money(1)], money(8)))).toEqual(['7', '1', '0']);
    expect(texts(fillShortfalls([money(10), money(4)], money(0)))).toEqual(['0', '0']);
  });

  test('is the least-squares answer: no small move from one to another is nearer', () => {
    const cents = integer({ min: 0, max: 100_000 });
    assert(
      property(array(cents, { minLength: 1, maxLength: 12 }), cents, (shortfalls, available) => {
        const wanted = shortfalls.map(money);
        const filled = fillShortfalls(wanted, money(available));
        const spent = sum(filled);
        const least = Money.min(available, sum(wanted));
        expect(spent.minus(least).abs().lt('1e-40')).toBe(true);
        const open = filled.map((amount, index) => wanted[index]!.minus(amount));
        for (const [index, amount] of filled.entries()) {
          expect(amount.gte(0) && open[index]!.gte(0)).toBe(true);
          // Whoever got something has no more open than anybody else who got something, and no less than nobody.
          if (amount.gt(0)) for (const other of open) expect(other.lte(open[index]!.plus('1e-40'))).toBe(true);
        }
      }),
    );
  });
});

const free: TradingRules = {
  cash: money(0),
  allowSells: true,
  units: 'fractional',
  minimumTrade: money(0),
  costs: { fixed: money(0), share: money(0) },
};
const asset = (quantity: number, unitPrice: number, desired: number): Tradable => ({
  quantity: money(quantity),
  unitPrice: money(unitPrice),
  desired: money(desired),
});
const shown = (plan: ReturnType<typeof planTrades>) => ({
  trades: plan.trades.map(({ index, quantity }) => [index, quantity.toString()]),
  skipped: plan.skipped.map(({ index, reason }) => [index, reason]),
  cashLeft: plan.cashLeft.toString(),
});

describe('planTrades', () => {
  test('sells what is too much and buys what is too little', () => {
    const plan = planTrades([asset(80, 10, 600), asset(10, 20, 400)], free);
    expect(shown(plan)).toEqual({
      trades: [
        [0, '-20'],
        [1, '10'],
      ],
      skipped: [],
      cashLeft: '0',
    });
  });

  test('this month’s money goes where most is missing, and nothing is sold', () => {
    const held = [asset(80, 10, 660), asset(10, 20, 330), asset(0, 5, 110)];
    const plan = planTrades(held, { ...free, cash: money(100), allowSells: false });
    expect(shown(plan)).toEqual({
      trades: [
        [1, '3'],
        [2, '8'],
      ],
      skipped: [[0, 'no-sells']],
      cashLeft: '0',
    });
  });

  test('whole units: rounded down, and the rest spent where it brings most', () => {
    const held = [asset(0, 30, 100), asset(0, 7, 20)];
    const plan = planTrades(held, { ...free, cash: money(120), units: 'whole' });
    expect(shown(plan)).toEqual({
      trades: [
        [0, '3'],
        [1, '3'],
      ],
      skipped: [],
      cashLeft: '9',
    });
  });

  test('a small buy is left out, and its money goes to the others', () => {
    const held = [asset(0, 1, 95), asset(0, 1, 5)];
    const plan = planTrades(held, { ...free, cash: money(90), minimumTrade: money(10) });
    expect(shown(plan)).toEqual({ trades: [[0, '90']], skipped: [[1, 'below-minimum']], cashLeft: '0' });
  });

  test('costs are paid out of the same money', () => {
    const rules = { ...free, cash: money(101), costs: { fixed: money(1), share: money('0.25') } };
    const plan = planTrades([asset(0, 1, 100)], rules);
    expect(shown(plan)).toEqual({ trades: [[0, '80']], skipped: [], cashLeft: '0' });
    expect(plan.trades[0]!.cost.toString()).toBe('21');
  });

  test('what should be gone goes as a whole, also a fraction of a unit', () => {
    const plan = planTrades([asset(2.5, 10, 0)], { ...free, units: 'whole' });
    expect(shown(plan)).toEqual({ trades: [[0, '-2.5']], skipped: [], cashLeft: '25' });
  });

  test('money that is to be raised comes from sells', () => {
    const plan = planTrades([asset(10, 10, 50), asset(5, 10, 40)], { ...free, cash: money(-60) });
    expect(shown(plan)).toEqual({
      trades: [
        [0, '-5'],
        [1, '-1'],
      ],
      skipped: [],
      cashLeft: '0',
    });
  });

  test('whatever is held and wanted, the rules are kept and no money appears or is lost', () => {
    const anyAsset = record({
      quantity: integer({ min: 0, max: 5_000 }),
      unitPrice: integer({ min: 1, max: 50_000 }),
      desired: integer({ min: 0, max: 2_000_000 }),
    });
    const anyRules = record({
      cash: integer({ min: 0, max: 3_000_000 }),
      allowSells: boolean(),
      units: constantFrom<TradingRules['units']>('whole', 'fractional'),
      minimumTrade: integer({ min: 0, max: 100_000 }),
      fixed: integer({ min: 0, max: 2_000 }),
      share: integer({ min: 0, max: 50 }),
    });
    assert(
      property(array(anyAsset, { minLength: 1, maxLength: 15 }), anyRules, (held, given) => {
        const assets = held.map(({ quantity, unitPrice, desired }) => ({
          quantity: money(quantity),
          unitPrice: money(unitPrice).div(100),
          desired: money(desired).div(100),
        }));
        const rules: TradingRules = {
          cash: money(given.cash).div(100),
          allowSells: given.allowSells,
          units: given.units,
          minimumTrade: money(given.minimumTrade).div(100),
          costs: { fixed: money(given.fixed).div(100), share: money(given.share).div(10_000) },
        };
        const { trades, skipped, cashLeft } = planTrades(assets, rules);
        let expected = rules.cash;
        for (const { index, quantity, value, cost } of trades) {
          const { quantity: had, unitPrice, desired } = assets[index]!;
          const after = had.plus(quantity);
          expect(after.gte(0)).toBe(true);
          expect(value.eq(quantity.abs().mul(unitPrice))).toBe(true);
          expect(value.gte(rules.minimumTrade)).toBe(true);
          expect(rules.allowSells || quantity.gt(0)).toBe(true);
          expect(rules.units === 'fractional' || quantity.isInteger()).toBe(true);
          expect(cost.eq(rules.costs.fixed.plus(rules.costs.share.mul(value)))).toBe(true);
          // Nearer than before, if only by the last digit of a unit.
          const [before, now] = [had, after].map((units) => units.mul(unitPrice).minus(desired).abs());
          expect(now!.lte(before!)).toBe(true);
          expected = expected.minus(quantity.mul(unitPrice)).minus(cost);
        }
        expect(cashLeft.minus(expected).abs().lt('1e-30')).toBe(true);
        expect(cashLeft.gt('-1e-30') || trades.every(({ quantity }) => quantity.lt(0))).toBe(true);
        expect(new Set([...trades, ...skipped].map(({ index }) => index)).size).toBe(trades.length + skipped.length);
      }),
      { numRuns: 500 },
    );
  });
});
