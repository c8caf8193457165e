import { timeWeightedReturn } from '@riskoptimizer/engine';
import { array, assert, boolean, constantFrom, double, integer, oneof, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asset, type EntryInput, ledgerOf, pricesOf, ratesOf } from '../../../tests/support/ledger-entries.ts';
import type { PriceOn } from './ledger.ts';
import { replayLedger } from './ledger.ts';
import { type ValuePoint, valueHistory } from './value-history.ts';

const [stock, fund] = [asset(1), asset(2)];
const buy = (date: string, quantity: string, price: string, more = {}): EntryInput =>
  ({ kind: 'buy', date, assetId: stock, quantity, price, currency: 'USD', ...more }) as EntryInput;
const deposit = (date: string, amount: string, currency = 'USD'): EntryInput => ({
  kind: 'deposit',
  date,
  amount,
  currency,
});
const noRates = ratesOf({});
const history = (inputs: readonly EntryInput[], dates: readonly string[], priceOn: PriceOn, rateOn = noRates) =>
  valueHistory({ entries: ledgerOf(...inputs), dates, priceOn, rateOn, currency: 'USD' }).points;
const totals = (points: readonly ValuePoint[]) => points.map(({ total }) => total);
const dateOf = (day: number) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);

describe('valueHistory', () => {
  test('holdings at their prices, cash at its rate, flows at their date', () => {
    const points = history(
      [deposit('2020-01-01', '1000'), buy('2020-01-02', '5', '100', { fee: '2' }), deposit('2020-01-03', '100', 'EUR')],
      ['2020-01-01', '2020-01-02', '2020-01-03'],
      pricesOf({ [stock]: { '2020-01-02': '100', '2020-01-03': '110' } }),
      ratesOf({ 'EUR/USD': { '2020-01-03': '1.2' } }),
    );
    expect(points).toMatchObject([
      { holdings: 0, cash: 1_000, total: 1_000, inflow: 1_000, outflow: 0, gaps: [] },
      { holdings: 500, cash: 498, total: 998, inflow: 0, outflow: 0, gaps: [] },
      { holdings: 550, cash: 618, total: 1_168, inflow: 120, outflow: 0, gaps: [] },
    ]);
  });

  test('a day without a price takes the last known one and says how old it is', () => {
    const [, point] = history(
      [buy('2020-01-02', '5', '100')],
      ['2020-01-02', '2020-01-06'],
      pricesOf({ [stock]: { '2020-01-02': '100' } }),
    );
    expect(point).toMatchObject({
      holdings: 500,
      gaps: [
        {
          kind: 'price',
          status: 'stale',
          assetId: stock,
          ageDays: 4,
          reason: 'the last price is of 2020-01-02, 4 days old',
        },
      ],
    });
  });

  test('no price at all is not known, with the reason, and never 0', () => {
    const [point] = history([buy('2020-01-02', '5', '100')], ['2020-01-03'], pricesOf({}));
    expect(point).toMatchObject({ holdings: null, total: null, cash: -500 });
    expect(point!.gaps).toMatchObject(
      [{ status: 'missing', assetId: stock, ageDays: null, reason: /no price/ }].map((gap) => ({
        ...gap,
        reason: expect.stringMatching(gap.reason),
      })),
    );
    const [foreign] = history([deposit('2020-01-02', '5', 'CHF')], ['2020-01-02'], pricesOf({}));
    expect(foreign).toMatchObject({ cash: null, total: null, inflow: null, gaps: [{ kind: 'rate', currency: 'CHF' }] });
  });

  test('flows between two dates count for the later one, at the price of their own date; those before the first for none', () => {
    const joins: EntryInput = {
      kind: 'transfer',
      date: '2020-01-04',
      fromAccount: null,
      toAccount: 'Old broker',
      assetId: fund,
      quantity: '3',
      currency: 'USD',
      cost: '1',
    };
    const points = history(
      [deposit('2019-12-31', '50'), joins],
      ['2020-01-03', '2020-01-06'],
      pricesOf({ [fund]: { '2020-01-04': '10', '2020-01-06': '12' } }),
    );
    expect(points).toMatchObject([
      { total: 50, inflow: 0 },
      { total: 86, inflow: 30 },
    ]);
  });

  test('what goes out is an outflow, apart from what came in on the same day', () => {
    const leaves: EntryInput = {
      kind: 'transfer',
      date: '2020-01-03',
      fromAccount: 'Main',
      toAccount: null,
      assetId: stock,
      quantity: '2',
      currency: 'USD',
    };
    const withdrawal: EntryInput = { kind: 'withdrawal', date: '2020-01-03', amount: '7', currency: 'USD' };
    const points = history(
      [buy('2020-01-02', '5', '100'), leaves, withdrawal, deposit('2020-01-03', '30')],
      ['2020-01-02', '2020-01-03'],
      pricesOf({ [stock]: { '2020-01-02': '100', '2020-01-03': '110' } }),
    );
    expect(points[1]).toMatchObject({ total: 330 - 477, inflow: 30, outflow: 227 });
  });

  test('a refused transaction is told and left out', () => {
    const entries = ledgerOf(deposit('2020-01-01', '10'), buy('2020-01-02', '1', '5', { kind: 'sell' }));
    const { points, problems } = valueHistory({
      entries,
      dates: ['2020-01-03'],
      priceOn: pricesOf({}),
      rateOn: noRates,
      currency: 'USD',
    });
    expect([totals(points), problems.map(({ field }) => field)]).toEqual([[10], ['/quantity']]);
  });

  test('refuses dates out of order', () => {
    expect(() => history([], ['2020-01-02', '2020-01-01'], pricesOf({}))).toThrow(/dates\[1\] is 2020-01-01/);
  });
});

describe('value does not depend on how it is booked', () => {
  const dates = ['2020-01-02', '2020-01-03', '2020-01-06'];

  test('a split changes no value', () => {
    assert(
      property(integer({ min: 1, max: 500 }), constantFrom('2', '3', '0.1', '0.25', '1.5'), (units, ratio) => {
        const inputs = [buy('2020-01-02', String(units), '100')];
        const split: EntryInput = { kind: 'split', date: '2020-01-03', assetId: stock, ratio };
        const after = { '2020-01-03': String(120 / Number(ratio)), '2020-01-06': String(90 / Number(ratio)) };
        const plain = history(
          inputs,
          dates,
          pricesOf({ [stock]: { '2020-01-02': '100', '2020-01-03': '120', '2020-01-06': '90' } }),
        );
        const divided = history([...inputs, split], dates, pricesOf({ [stock]: { '2020-01-02': '100', ...after } }));
        for (const [index, total] of totals(divided).entries()) expect(total).toBeCloseTo(plain[index]!.total!, 6);
        const costOf = (ledger: readonly EntryInput[]) =>
          replayLedger(ledgerOf(...ledger)).holdings[0]!.costs[0]!.cost!.toFixed();
        expect(costOf([...inputs, split])).toBe(costOf(inputs));
      }),
    );
  });

  test('a transfer within the portfolio moves no value, makes no flow and keeps the cost', () => {
    const prices = pricesOf({ [stock]: { '2020-01-02': '100', '2020-01-03': '120', '2020-01-06': '90' } });
    assert(
      property(integer({ min: 1, max: 50 }), boolean(), (moved, isCash) => {
        const inputs = [deposit('2020-01-02', '9000'), buy('2020-01-02', '20', '100'), buy('2020-01-02', '30', '101')];
        const transfer: EntryInput = {
          kind: 'transfer',
          date: '2020-01-03',
          fromAccount: 'Main',
          toAccount: 'Bank',
          assetId: isCash ? null : stock,
          quantity: String(moved),
          currency: 'USD',
        };
        const [plain, after] = [history(inputs, dates, prices), history([...inputs, transfer], dates, prices)];
        expect(after).toEqual(plain);
        const costOf = (ledger: readonly EntryInput[]) => replayLedger(ledgerOf(...ledger)).assets[0]!.costs;
        expect(costOf([...inputs, transfer]).map(({ cost }) => cost!.toFixed())).toEqual(
          costOf(inputs).map(({ cost }) => cost!.toFixed()),
        );
      }),
    );
  });
});

describe('the return of an unlevered long-only portfolio', () => {
  const day = integer({ min: 1, max: 30 });
  const event = oneof(
    record({ kind: constantFrom('deposit'), day, units: integer({ min: 1, max: 100 }) }),
    record({ kind: constantFrom('invest'), day, units: integer({ min: 1, max: 100 }) }),
    record({ kind: constantFrom('join'), day, units: integer({ min: 1, max: 5_000 }) }),
    record({ kind: constantFrom('leave'), day, units: integer({ min: 1, max: 100 }) }),
  );

  test('never falls below −100 %, whatever is paid in, joins at market value or leaves, even while it crashes', () => {
    const market = array(double({ min: 0.01, max: 3, noNaN: true }), { minLength: 31, maxLength: 31 });
    assert(
      property(market, array(event, { maxLength: 25 }), (growth, events) => {
        let level = 100;
        const closes = growth.map((factor) => {
          level = Math.min(1e9, Math.max(1e-6, level * factor));
          return level.toFixed(8);
        });
        const prices = pricesOf({ [stock]: Object.fromEntries(closes.map((close, index) => [dateOf(index), close])) });
        // Investing buys at the price of the day before, so that the crash of the day falls on new money; it is paid in first.
        const inputs = events.flatMap(({ kind, day, units }): EntryInput[] => {
          const date = dateOf(day);
          const amount = (Number(closes[day - 1]) * units).toFixed(8);
          const moved = { kind: 'transfer', date, assetId: stock, quantity: String(units), currency: 'USD' } as const;
          if (kind === 'deposit') return [deposit(date, String(units))];
          if (kind === 'invest') return [deposit(date, amount), buy(date, String(units), closes[day - 1]!)];
          if (kind === 'join') return [{ ...moved, fromAccount: null, toAccount: 'Joined later' }];
          return [{ ...moved, fromAccount: 'Joined later', toAccount: null }];
        });
        const { points } = valueHistory({
          entries: ledgerOf(deposit(dateOf(0), '5'), ...inputs),
          dates: closes.map((_, index) => dateOf(index)),
          priceOn: prices,
          rateOn: noRates,
          currency: 'USD',
        });
        const { returns, undefinedPeriods } = timeWeightedReturn({
          values: points.map(({ total }) => total!),
          inflows: points.map(({ inflow }) => inflow!),
          outflows: points.map(({ outflow }) => outflow!),
        });
        expect(undefinedPeriods).toEqual([]);
        expect(Array.from(returns).filter((value) => !(value >= -1))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('an account that joins later brings its value as a flow, not as a gain', () => {
    const prices = pricesOf({ [stock]: { '2020-01-02': '100', '2020-01-03': '110' }, [fund]: { '2020-01-03': '50' } });
    const joined: EntryInput = {
      kind: 'transfer',
      date: '2020-01-03',
      fromAccount: null,
      toAccount: 'Joined',
      assetId: fund,
      quantity: '1000',
      currency: 'USD',
      cost: '1',
    };
    const points = history(
      [deposit('2020-01-02', '100'), buy('2020-01-02', '1', '100'), joined],
      ['2020-01-02', '2020-01-03'],
      prices,
    );
    expect(points[1]).toMatchObject({ total: 50_110, inflow: 50_000 });
    const { total } = timeWeightedReturn({ values: [100, 50_110], inflows: [0, points[1]!.inflow!] });
    expect(total).toBeCloseTo(10 / 50_100, 12);
  });
});
