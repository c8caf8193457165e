import { describe, expect, test } from 'vitest';
import { dayFromIso, isoFromDay, isWeekend } from './calendar.ts';
import { examinePrices, type QualityInput } from './price-quality.ts';

const first = dayFromIso('2024-01-01');
const days = Int32Array.from({ length: 140 }, (_, index) => first + index).filter((day) => !isWeekend(day));
const count = days.length;
const closes = Float64Array.from(days, (_, index) => 100 * (1 + 0.01 * Math.sin(index * 1.3)));
const none = new Float64Array(count).fill(Number.NaN);
const good: QualityInput = {
  days,
  closes,
  adjusted: none,
  splits: [],
  gaps: [],
  quarantined: [],
  today: days.at(-1)! + 3,
};
const dateOf = (index: number) => isoFromDay(days[index]!);
const kindsOf = (change: Partial<QualityInput>) => examinePrices({ ...good, ...change }).doubts.map(({ kind }) => kind);
const quarteredFrom = (from: number) => closes.map((close, index) => (index < from ? close : close / 4));

describe('examinePrices', () => {
  test('nothing to doubt in good prices; their age is told', () => {
    expect(examinePrices(good)).toEqual({ lastDate: dateOf(count - 1), ageDays: 3, doubts: [] });
  });

  test('no prices at all', () => {
    const empty = { days: new Int32Array(0), closes: new Float64Array(0), adjusted: new Float64Array(0) };
    expect(examinePrices({ ...good, ...empty })).toEqual({ lastDate: null, ageDays: null, doubts: [] });
  });

  test('stale by the rhythm of the prices themselves', () => {
    const last = days.at(-1)!;
    expect(kindsOf({ today: last + 5 })).toEqual([]);
    expect(examinePrices({ ...good, today: last + 6 }).doubts).toEqual([
      {
        kind: 'stale',
        from: isoFromDay(last + 1),
        to: isoFromDay(last + 6),
        detail: 'the last price is 6 days old; for daily prices 5 are usual',
      },
    ]);
    const weekly = { days: days.map((_, index) => first + index * 7), today: first + (count - 1) * 7 + 11 };
    expect(kindsOf(weekly)).toEqual([]);
    expect(kindsOf({ ...weekly, today: weekly.today + 1 })).toEqual(['stale']);
  });

  test('a jump by the ratio of a split, unless the split is known on that day and of that ratio', () => {
    const split = quarteredFrom(50);
    const [doubt] = examinePrices({ ...good, closes: split }).doubts;
    // Within the tolerance of a split after the move of the day itself.
    expect(doubt).toMatchObject({ kind: 'looks-like-split', from: dateOf(49), to: dateOf(50) });
    expect(doubt?.detail).toContain('4 for 1');
    expect(kindsOf({ closes: split, splits: [{ date: dateOf(50), ratio: '4' }] })).toEqual([]);
    expect(kindsOf({ closes: split, splits: [{ date: dateOf(51), ratio: '4' }] })).toEqual(['looks-like-split']);
    expect(kindsOf({ closes: split, splits: [{ date: dateOf(50), ratio: '2' }] })).toEqual(['looks-like-split']);
    const reverse = closes.map((close, index) => (index < 50 ? close / 4 : close));
    expect(examinePrices({ ...good, closes: reverse }).doubts[0]?.detail).toContain('1 for 4');
  });

  test('an outlier there and back again', () => {
    const spiked = closes.map((close, index) => (index === 60 ? close * 1.6 : close));
    expect(examinePrices({ ...good, closes: spiked }).doubts).toMatchObject([
      { kind: 'outlier', from: dateOf(59), to: dateOf(60) },
      { kind: 'outlier', from: dateOf(60), to: dateOf(61) },
    ]);
    expect(kindsOf({ closes: closes.map((close, index) => (index === 60 ? close * 1.05 : close)) })).toEqual([]);
  });

  test('ten closes in a row that are the same', () => {
    const flat = (length: number) => closes.map((close, index) => (index >= 20 && index < 20 + length ? 100 : close));
    expect(kindsOf({ closes: flat(9) })).toEqual([]);
    expect(examinePrices({ ...good, closes: flat(10) }).doubts).toMatchObject([
      { kind: 'unchanged', from: dateOf(20), to: dateOf(29) },
    ]);
  });

  test('some adjusted closes and not all', () => {
    const partly = closes.map((close, index) => (index === 7 ? Number.NaN : close));
    expect(kindsOf({ adjusted: closes })).toEqual([]);
    expect(examinePrices({ ...good, adjusted: partly }).doubts).toMatchObject([
      { kind: 'mixed-adjustment', from: dateOf(7), to: dateOf(7) },
    ]);
  });

  test('gaps and quarantined points with the reasons that were told', () => {
    const gap = { from: '2024-02-01', to: '2024-02-09', reason: 'the plan does not include these days' };
    const point = { date: null, value: '1e999', reason: 'price-invalid' as const };
    expect(examinePrices({ ...good, gaps: [gap], quarantined: [point] }).doubts).toEqual([
      { kind: 'gap', from: gap.from, to: gap.to, detail: gap.reason },
      { kind: 'quarantined', from: null, to: null, detail: '1e999: price-invalid' },
    ]);
  });
});
