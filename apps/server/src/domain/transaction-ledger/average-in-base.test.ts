/** The average cost in the base currency: of what was paid in it, so that buying and selling leaves nothing over. */
import type { TransactionInput } from '@riskoptimizer/contracts';
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LedgerEntry, type RateOn, replayLedger } from '../ledger/ledger.ts';
import { Money } from '../valuation/decimal-and-number.ts';
import { baseAmounts, realisedInBase, replayInBase, sumOf } from './base-amounts.ts';

/** Dollars for a euro: 1.05 until March, 1.10 until the end of the year, then 1.25. */
const rateOn: RateOn = (from, to, date) => {
  if (from === to) return { rate: '1', date };
  const dollars = date < '2025-03-04' ? '1.05' : date < '2026-01-01' ? '1.10' : '1.25';
  return { rate: from === 'USD' ? new Money(1).div(dollars).toString() : dollars, date };
};
const options = { method: 'average' as const, rateOn };
const base = baseAmounts(rateOn, 'EUR');

function trade(sequence: number, kind: 'buy' | 'sell', date: string, quantity: string, price: string): LedgerEntry {
  const rest = { account: 'Main', assetId: 'A', currency: 'USD', fee: '0', tax: '0', note: null, externalId: null };
  const content = { kind, date, quantity, price, ...rest, ...(kind === 'sell' && { lots: null }) } as TransactionInput;
  return { id: `transaction ${sequence}`, sequence, content };
}

function inEuros(entries: readonly LedgerEntry[]) {
  const result = replayInBase(replayLedger(entries, options), entries, options, 'EUR');
  const costLeft = sumOf(result.lots.map((lot) => base.of(lot.cost, lot.currency, lot.date)))!;
  return { costLeft, closings: result.realised.map((one) => realisedInBase(one, base)) };
}

describe('by hand', () => {
  // 10 at 210 dollars are 2,000 euros, 5 at 220 dollars are 1,000: 200 euros a unit.
  const bought = [trade(1, 'buy', '2025-02-03', '10', '210'), trade(2, 'buy', '2025-03-10', '5', '220')];

  test('what is held cost what was paid', () => {
    expect(inEuros(bought).costLeft.toFixed(10)).toBe('3000.0000000000');
  });

  test('twelve sold at 250 dollars, 2,400 euros, cost 2,400; three are left at 600', () => {
    const { costLeft, closings } = inEuros([...bought, trade(3, 'sell', '2026-02-02', '12', '250')]);
    expect(costLeft.toFixed(10)).toBe('600.0000000000');
    expect(closings.map(({ cost, result }) => [cost!.toFixed(10), result!.toFixed(10)])).toEqual([
      ['2400.0000000000', '0.0000000000'],
    ]);
  });
});

test('whatever is bought and sold, what was paid is the cost of what was sold and of what is left', () => {
  const day = constantFrom('2025-01-15', '2025-02-20', '2025-05-05', '2025-11-11', '2026-01-02', '2026-03-03');
  const step = record({
    date: day,
    units: integer({ min: 1, max: 40 }),
    price: integer({ min: 1, max: 500 }),
    isSale: constantFrom(true, false),
  });
  assert(
    property(array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      let held = 0;
      let paid = new Money(0);
      const entries: LedgerEntry[] = [];
      for (const { date, units, price, isSale } of steps.toSorted((a, b) =>
        a.date < b.date ? -1 : a.date > b.date ? 1 : 0,
      )) {
        if (isSale && held < units) continue;
        held += isSale ? -units : units;
        if (!isSale) paid = paid.plus(new Money(units * price).mul(rateOn('USD', 'EUR', date)!.rate));
        entries.push(trade(entries.length + 1, isSale ? 'sell' : 'buy', date, String(units), String(price)));
      }
      const { costLeft, closings } = inEuros(entries);
      const sold = sumOf(closings.map(({ cost }) => cost))!;
      expect(sold.plus(costLeft).minus(paid).abs().toNumber()).toBeLessThan(1e-12);
    }),
  );
});
