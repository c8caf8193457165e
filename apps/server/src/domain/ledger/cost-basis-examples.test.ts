/** Worked examples as published, each under the title and place where it stands. Inventories are shares here. */
import { describe, expect, test } from 'vitest';
import { asset, type EntryInput, ledgerOf } from '../../../tests/support/ledger-entries.ts';
import { type LedgerResult, replayLedger } from './ledger.ts';

type Trade = readonly [kind: 'buy' | 'sell', quantity: string, price: string, fee?: string];

/** Trades a day apart, or on dates of their own. */
function replay(
  method: 'fifo' | 'lifo' | 'average',
  trades: readonly Trade[],
  dates?: readonly string[],
): LedgerResult {
  const inputs = trades.map(([kind, quantity, price, fee = '0'], index): EntryInput => {
    const date = dates?.[index] ?? `2020-01-${String(index + 1).padStart(2, '0')}`;
    return { kind, date, assetId: asset(1), quantity, price, fee, currency: 'USD' };
  });
  const result = replayLedger(ledgerOf(...inputs), { method });
  expect(result.problems).toEqual([]);
  return result;
}
const costs = (result: LedgerResult) => result.realised.map(({ cost }) => Number(cost));
const results = (result: LedgerResult) => result.realised.map((sale) => Number(sale.result));
const costLeft = (result: LedgerResult) => Number(result.holdings[0]?.costs[0]?.cost ?? 0);

describe('first in, first out', () => {
  test('IRS Publication 564 (2009), table 3: 210 shares sold cost 5,000', () => {
    const result = replay(
      'fifo',
      [
        ['buy', '160', '25'],
        ['buy', '240', '20'],
        ['buy', '10', '30'],
        ['sell', '210', '32'],
      ],
      ['2008-02-06', '2008-08-07', '2008-12-18', '2009-10-01'],
    );
    expect(costs(result)).toEqual([5_000]);
    expect(result.realised[0]!.lots.map(({ quantity }) => Number(quantity))).toEqual([160, 50]);
    expect(result.realised[0]!.lots.map(({ holdingDays }) => holdingDays)).toEqual([603, 420]);
  });

  test('Experts123, What is the FIFO method?: 500 of 1,000 shares sold gain 5,000', () => {
    const result = replay('fifo', [
      ['buy', '500', '10'],
      ['buy', '500', '15'],
      ['sell', '500', '20'],
    ]);
    expect(results(result)).toEqual([5_000]);
  });

  test('Greenlight help, gains or losses and cost basis: one share of XYZ gains 10', () => {
    const result = replay('fifo', [
      ['buy', '1', '10'],
      ['buy', '2', '15'],
      ['sell', '1', '20'],
    ]);
    expect([costs(result), results(result)]).toEqual([[10], [10]]);
  });

  test('Greenlight help, gains or losses and cost basis: two shares lose 20, two at 25 are left', () => {
    const result = replay('fifo', [
      ['buy', '2', '20'],
      ['buy', '2', '25'],
      ['sell', '2', '10'],
    ]);
    expect(results(result)).toEqual([-20]);
    expect(result.lots.map(({ quantity, unitCost }) => [Number(quantity), Number(unitCost)])).toEqual([[2, 25]]);
  });

  test('npm fifo-capital-gains-js, readme, by year: 800 and 1,150', () => {
    const result = replay('fifo', [
      ['buy', '10', '100'],
      ['buy', '10', '150'],
      ['sell', '8', '200'],
      ['sell', '7', '300'],
    ]);
    expect(results(result)).toEqual([800, 1_150]);
  });

  test('npm fifo-capital-gains-js, readme, by operation: 1,250', () => {
    const result = replay('fifo', [
      ['buy', '10', '100'],
      ['buy', '10', '150'],
      ['sell', '15', '200'],
    ]);
    expect(results(result)).toEqual([1_250]);
  });

  test('qammunity.org 6743373, a bookstore, perpetual: cost of goods sold 3,500, inventory 7,120', () => {
    const result = replay('fifo', [
      ['buy', '350', '4'],
      ['buy', '650', '6'],
      ['sell', '700', '10'],
      ['buy', '760', '7'],
    ]);
    expect([costs(result), costLeft(result)]).toEqual([[3_500], 7_120]);
  });

  test('answer.ya.guru 770312, AP Mather snowboards: FIFO 10,515 and 2,620, LIFO 10,596 and 2,539', () => {
    const trades: Trade[] = [
      ['buy', '12', '100'],
      ['buy', '45', '103'],
      ['buy', '50', '104'],
      ['buy', '20', '105'],
      ['sell', '102', '150'],
    ];
    const [fifo, lifo] = [replay('fifo', trades), replay('lifo', trades)];
    expect([costs(fifo), costLeft(fifo)]).toEqual([[10_515], 2_620]);
    expect([costs(lifo), costLeft(lifo)]).toEqual([[10_596], 2_539]);
  });

  test('Rust crate coinbasis, example quickstart: gain 400, held for two years', () => {
    const trades: Trade[] = [
      ['buy', '1', '100'],
      ['sell', '1', '500'],
    ];
    const result = replay('fifo', trades, ['2020-01-01', '2022-01-01']);
    expect(results(result)).toEqual([400]);
    expect(result.realised[0]!.lots[0]!.holdingDays).toBe(731);
  });

  test('ITAS Solutions, Three ways to value your stock, FIFO: 15 of 20 cakes cost 80, five are left at 30', () => {
    const result = replay('fifo', [
      ['buy', '10', '5'],
      ['sell', '7', '10'],
      ['sell', '2', '10'],
      ['buy', '10', '6'],
      ['sell', '6', '10'],
    ]);
    expect([costs(result), costLeft(result)]).toEqual([[35, 10, 35], 30]);
  });
});

describe('average cost', () => {
  test('IRS Publication 564 (2009), average basis: 150 of 300 shares that cost 4,800 have a basis of 2,400', () => {
    // 1,000 + 1,200 + 2,600 for 300 shares; how many each bought does not matter to the average.
    const result = replay('average', [
      ['buy', '100', '10'],
      ['buy', '100', '12'],
      ['buy', '100', '26'],
      ['sell', '150', '20'],
    ]);
    expect([costs(result), costLeft(result)]).toEqual([[2_400], 2_400]);
  });

  test('HMRC Capital Gains Manual CG51624: 5,000 of 10,000 shares cost 50,000, unindexed gain 6,000', () => {
    const result = replay('average', [
      ['buy', '10000', '10'],
      ['sell', '5000', '12', '4000'],
    ]);
    expect([costs(result), results(result)]).toEqual([[50_000], [6_000]]);
  });

  test('HMRC Cryptoassets Manual CRYPTO22251: Victoria gains 258,000 and keeps 100 tokens at 84,000', () => {
    const result = replay('average', [
      ['buy', '100', '10'],
      ['buy', '50', '2500'],
      ['sell', '50', '6000'],
    ]);
    expect([costs(result), results(result), costLeft(result)]).toEqual([[42_000], [258_000], 84_000]);
  });

  test('Canadian Securities Course notes 24.3.1: Hugo, 300 shares at an average of 7.15', () => {
    const result = replay('average', [
      ['buy', '200', '6', '25'],
      ['buy', '100', '9', '20'],
    ]);
    expect(result.lots.map(({ unitCost }) => Number(unitCost))).toEqual([7.15, 7.15]);
  });

  test('The Money Pocket, How to Calculate ACB: 225 shares that cost 10,655 average 47.36', () => {
    const result = replay('average', [
      ['buy', '100', '40', '10'],
      ['buy', '50', '50', '10'],
      ['buy', '75', '55', '10'],
      ['sell', '100', '65', '10'],
    ]);
    // 4,010 + 2,510 + 4,135.
    expect(costs(result)[0]! / 100).toBeCloseTo(47.36, 2);
    expect(result.realised[0]!.proceeds!.toFixed()).toBe('6490');
  });

  test('hitpages.com 4515609161236480, moving average: 8,160, then 22,104, inventory 7,736', () => {
    const result = replay('average', [
      ['buy', '2000', '10'],
      ['buy', '500', '11'],
      ['sell', '800', '20'],
      ['buy', '1000', '12.5'],
      ['sell', '2000', '20'],
    ]);
    expect(costs(result).map(Math.round)).toEqual([8_160, 22_104]);
    expect(Math.round(costLeft(result))).toBe(7_736);
  });

  test('TheFinanceBase, mutual fund basis: 150 shares for 5,040 average 33.60', () => {
    const result = replay('average', [
      ['buy', '100', '30', '20'],
      ['buy', '50', '40', '20'],
    ]);
    expect(result.lots.map(({ unitCost }) => unitCost!.toFixed(2))).toEqual(['33.60', '33.60']);
  });

  test('AccountingCoach, Inventory and Cost of Goods Sold: five books for 440 average 88', () => {
    const books: Trade[] = ['85', '87', '89', '89', '90'].map((price) => ['buy', '1', price]);
    const result = replay('average', [...books, ['sell', '1', '110']]);
    expect([costs(result), costLeft(result)]).toEqual([[88], 352]);
  });

  test('KapJI capital-gains-calculator, raw test 2023-24: 30 of 500 units cost 3,033, 50 of 470 cost 5,055', () => {
    // The report starts with the pool: 470 units are left after the first sale, at 47,517.
    const result = replay('average', [
      ['buy', '500', '101.1'],
      ['sell', '30', '100', '1'],
      ['sell', '50', '99.99'],
    ]);
    expect([costs(result), costLeft(result)]).toEqual([[3_033, 5_055], 42_462]);
    expect(results(result)[0]).toBe(-34);
  });

  test('AnalystForum 121754, perpetual weighted average: four of five units cost 10.40, one is left at 2.60', () => {
    const result = replay('average', [
      ['buy', '2', '2'],
      ['buy', '3', '3'],
      ['sell', '4', '5'],
    ]);
    expect(costs(result)[0]).toBeCloseTo(10.4, 12);
    expect(costLeft(result)).toBeCloseTo(2.6, 12);
  });
});
