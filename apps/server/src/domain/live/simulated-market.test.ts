import { describe, expect, test } from 'vitest';
import { logMove, type SimulatedAsset, sessionSeconds, simulatedPrice } from './simulated-market.ts';

const asset = (symbol: string, changed: Partial<SimulatedAsset> = {}): SimulatedAsset => ({
  symbol,
  assetClass: 'equity',
  sector: 'technology',
  country: 'US',
  currency: 'USD',
  close: '152.31',
  ...changed,
});
const seed = 7;
const start = Math.ceil(Date.parse('2026-11-22T12:00:00Z') / 1000 / sessionSeconds) * sessionSeconds * 1000;
const seconds = (count: number, from = 0) => Array.from({ length: count }, (_, index) => start + (from + index) * 1000);

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [left, right] = [mean(one), mean(other)];
  const product = (a: readonly number[], b: readonly number[], ma: number, mb: number) =>
    a.reduce((sum, value, index) => sum + (value - ma) * (b[index]! - mb), 0);
  return (
    product(one, other, left, right) / Math.sqrt(product(one, one, left, left) * product(other, other, right, right))
  );
}

const changes = (of: SimulatedAsset, sessions = 8): number[] => {
  const moves = seconds(sessions * sessionSeconds).map((at) => logMove(seed, of, at));
  return moves.slice(1).map((move, index) => move - moves[index]!);
};

describe('the simulated market', () => {
  test('is a function of seed and time: the same second, the same price, in any order', () => {
    const times = seconds(200, 5_000);
    const forwards = times.map((at) => simulatedPrice(seed, asset('A'), at));
    const backwards = times.toReversed().map((at) => simulatedPrice(seed, asset('A'), at + 999));
    expect(backwards.toReversed()).toEqual(forwards);
    expect(times.map((at) => simulatedPrice(seed + 1, asset('A'), at))).not.toEqual(forwards);
    expect(times.map((at) => simulatedPrice(seed + 2 ** 32, asset('A'), at))).not.toEqual(forwards);
  });

  test('starts and ends a session at the close, and moves within its first minute', () => {
    for (const symbol of ['A', 'B', 'C', 'D', 'E']) {
      expect(simulatedPrice(seed, asset(symbol), start)).toBe('152.31');
      expect(simulatedPrice(seed, asset(symbol), start + sessionSeconds * 1000)).toBe('152.31');
      expect(new Set(seconds(60).map((at) => simulatedPrice(seed, asset(symbol), at))).size).toBeGreaterThan(5);
    }
  });

  test('a second moves as its share of the volatility of a day: 1.5 % / √16384 for a share, less for a bond', () => {
    const deviation = (values: readonly number[]) =>
      Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    expect(deviation(changes(asset('A'))) * Math.sqrt(sessionSeconds)).toBeCloseTo(0.015, 3);
    expect(deviation(changes(asset('B', { assetClass: 'bond' }))) * Math.sqrt(sessionSeconds)).toBeCloseTo(0.004, 3);
    expect(deviation(changes(asset('C', { assetClass: 'cash' })))).toBeLessThan(0.000002);
  });

  test('shares of one sector move together more than those of two, and bonds on their own', () => {
    const technology = changes(asset('A'));
    // The shares of variance that they have in common: market 0.35, sector 0.2, country 0.1.
    expect(correlation(technology, changes(asset('B')))).toBeCloseTo(0.65, 1);
    expect(correlation(technology, changes(asset('C', { sector: 'energy' })))).toBeCloseTo(0.45, 1);
    expect(correlation(technology, changes(asset('D', { assetClass: 'bond', country: null })))).toBeCloseTo(0, 1);
  });

  test('a price has the digits of its currency or of its close, and is positive', () => {
    const at = start + 8_000_000;
    expect(simulatedPrice(seed, asset('A', { currency: 'JPY', close: '5600' }), at)).toMatch(/^\d{4}$/);
    expect(simulatedPrice(seed, asset('A', { close: '48.5' }), at)).toMatch(/^\d+\.\d{2}$/);
    expect(simulatedPrice(seed, asset('A', { close: '0.00012345' }), at)).toMatch(/^0\.\d{8}$/);
    const smallest = seconds(500, 8_000).map((ms) => simulatedPrice(seed, asset('A', { close: '0.01' }), ms));
    expect(smallest.every((price) => Number(price) > 0)).toBe(true);
  });
});
