import { describe, expect, it } from 'vitest';
import { type AllocationRow, readAllocation, scaledToWhole } from './allocation-draft.ts';

const rows = (...texts: string[]): AllocationRow[] =>
  texts.map((text, index) => ({ key: `k${index}`, symbol: `S${index}`, name: '', text }));

describe('readAllocation', () => {
  it('reads per cent as fractions, with points and commas, and leaves empty fields out', () => {
    const read = readAllocation('weights', rows('12.5', ' 37,5 ', '', '50', '0'));
    expect(read.problem).toBeNull();
    expect(read.sum).toBe('100');
    expect(read.amounts.map(({ key, weight }) => [key, weight])).toEqual([
      ['k0', 0.125],
      ['k1', 0.375],
      ['k3', 0.5],
    ]);
  });

  it('keeps quantities as decimals', () => {
    const read = readAllocation('quantities', rows('1000000.123456789012', '-3', '.5'));
    expect(read.amounts.map(({ decimal }) => decimal)).toEqual(['1000000.123456789012', '-3', '0.5']);
    expect(read.problem).toBeNull();
  });

  it('refuses what is no number, by row', () => {
    const read = readAllocation('quantities', rows('1e5', '1,000.5', 'ten', 'NaN', '7'));
    expect([...read.rowProblems.keys()]).toEqual(['k0', 'k1', 'k2', 'k3']);
    expect(read.problem).toContain('marked');
  });

  it('refuses weights that do not sum, with their sum, and an empty allocation', () => {
    expect(readAllocation('weights', rows('30', '30.1')).problem).toBe(
      'The weights sum to 60.1 %; they must sum to 100 %.',
    );
    expect(readAllocation('weights', rows('', '')).problem).toContain('Nothing is held');
  });
});

describe('scaledToWhole', () => {
  it('keeps the proportions and sums to the whole', () => {
    const scaled = scaledToWhole(rows('1', '1', '1', ''));
    expect(scaled.map(({ text }) => text)).toEqual(['33.33333333', '33.33333333', '33.33333333', '']);
    expect(readAllocation('weights', scaled).problem).toBeNull();
  });

  it('leaves alone what has no positive sum', () => {
    const shorts = rows('10', '-10');
    expect(scaledToWhole(shorts)).toEqual(shorts);
  });
});
