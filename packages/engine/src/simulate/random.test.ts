import { describe, expect, test } from 'vitest';
import { exponential, naturalLogarithm } from './elementary-functions.ts';
import { createRandom, xoshiro128 } from './random.ts';

const draws = (count: number, draw: () => number) => Float64Array.from({ length: count }, draw);

function moments(values: Float64Array): { mean: number; variance: number; kurtosis: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const power = (exponent: number) =>
    values.reduce((sum, value) => sum + (value - mean) ** exponent, 0) / values.length;
  return { mean, variance: power(2), kurtosis: power(4) / power(2) ** 2 };
}

describe('createRandom', () => {
  test('is xoshiro128**: the published outputs of the state 1, 2, 3, 4', () => {
    // Reference implementation by Blackman and Vigna, version 1.1, as in the tests of Rust's rand_xoshiro.
    const bits = xoshiro128(Uint32Array.of(1, 2, 3, 4));
    expect(Array.from({ length: 10 }, bits)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test('equal seeds give equal sequences, others differ, beyond 32 bits too', () => {
    const first = (seed: number) => draws(5, createRandom(seed).uniform);
    expect(first(7)).toEqual(first(7));
    expect(first(7)).not.toEqual(first(8));
    expect(first(7)).not.toEqual(first(7 + 2 ** 32));
    expect(first(0)[0]).toBeGreaterThan(0);
  });

  test('has the moments of its distributions', () => {
    const random = createRandom(1);
    const uniform = draws(200_000, random.uniform);
    expect(Math.min(...uniform.subarray(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(moments(uniform).mean).toBeCloseTo(0.5, 2);
    expect(moments(uniform).variance).toBeCloseTo(1 / 12, 3);
    const normal = moments(draws(200_000, random.normal));
    expect(normal.mean).toBeCloseTo(0, 2);
    expect(normal.variance).toBeCloseTo(1, 1.5);
    expect(normal.kurtosis).toBeCloseTo(3, 1);
    expect(moments(draws(200_000, () => random.chiSquare(0.7))).mean).toBeCloseTo(0.7, 1.5);
    expect(moments(draws(200_000, () => random.chiSquare(8))).variance).toBeCloseTo(16, 0);
    expect(moments(draws(200_000, () => random.studentT(10))).variance).toBeCloseTo(10 / 8, 1);
  });

  test('integers cover their range, ends included', () => {
    const random = createRandom(3);
    expect(new Set(draws(500, () => random.integer(-2, 3)))).toEqual(new Set([-2, -1, 0, 1, 2, 3]));
    expect(random.integer(5, 5)).toBe(5);
  });

  test('refuses seeds that are no whole numbers, and distributions that do not exist', () => {
    expect(() => createRandom(1.5)).toThrow(/seed is 1.5; expected a whole number/);
    expect(() => createRandom(-1)).toThrow(/seed is -1/);
    expect(() => createRandom(1).studentT(0)).toThrow(/dof is 0/);
    expect(() => createRandom(1).integer(3, 2)).toThrow(/maximum is 2/);
  });
});

describe('elementary functions', () => {
  test('agree with Math to a few units in the last place', () => {
    const random = createRandom(9);
    for (let k = 0; k < 20_000; k += 1) {
      const x = (random.uniform() - 0.5) * 100;
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(4 * Number.EPSILON);
      const y = random.uniform() * 3 + Number.MIN_VALUE;
      expect(Math.abs(naturalLogarithm(y) - Math.log(y))).toBeLessThanOrEqual(
        4 * Number.EPSILON * Math.abs(Math.log(y)),
      );
    }
    expect([exponential(0), exponential(-800), exponential(800), naturalLogarithm(1)]).toEqual([
      1,
      0,
      Number.POSITIVE_INFINITY,
      0,
    ]);
  });
});
