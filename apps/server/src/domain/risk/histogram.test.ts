import { array, assert, double, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histogram } from './histogram.ts';

describe('histogram', () => {
  test('counts everything in bins of equal width, with an edge at zero', () => {
    const value = double({ min: -0.5, max: 0.5, noNaN: true }).filter((each) => each === 0 || Math.abs(each) > 1e-9);
    assert(
      property(array(value, { minLength: 2, maxLength: 300 }), (values) => {
        const { binEdges, counts, sampleCount } = histogram(values);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect(sampleCount).toBe(values.length);
        expect(binEdges).toHaveLength(counts.length + 1);
        expect(binEdges[0]).toBeLessThanOrEqual(Math.min(...values));
        expect(binEdges.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
        const spansZero = Math.min(...values) < 0 && Math.max(...values) > 0;
        expect(binEdges.includes(0) || !spansZero).toBe(true);
      }),
    );
  });

  test('values fall where the edges say', () => {
    const values = Array.from({ length: 1000 }, (_, index) => Math.sin(index) / 10);
    const { binEdges, counts } = histogram(values);
    counts.forEach((count, bin) => {
      const isLast = bin === counts.length - 1;
      const inside = values.filter((value) => value >= binEdges[bin]! && (isLast || value < binEdges[bin + 1]!));
      expect(count).toBe(inside.length);
    });
  });

  test('a constant series is one bin', () => {
    expect(histogram([0.01, 0.01, 0.01])).toEqual({ binEdges: [0.01, 0.01], counts: [3], sampleCount: 3 });
  });

  test('one outlier does not make a million bins', () => {
    const values = [...Array.from({ length: 500 }, (_, index) => index * 1e-6), 50];
    expect(histogram(values).counts.length).toBeLessThanOrEqual(82);
  });
});
