import { expect, test } from 'vitest';
import { createGarch } from './garch.ts';
import { createRandom } from './random.ts';

test('keeps its unconditional variance and clusters', () => {
  const random = createRandom(11);
  const process = createGarch(0.01, { shock: 0.05, asymmetry: 0.06, persistence: 0.88 });
  const squares = Float64Array.from({ length: 200_000 }, () => process(random.normal()) ** 2);
  const mean = squares.reduce((sum, value) => sum + value, 0) / squares.length;
  expect(mean / 0.0001).toBeCloseTo(1, 1);
  let [covariance, variance] = [0, 0];
  for (let t = 1; t < squares.length; t += 1) {
    covariance += (squares[t] - mean) * (squares[t - 1] - mean);
    variance += (squares[t] - mean) ** 2;
  }
  expect(covariance / variance).toBeGreaterThan(0.05);
});

test('a fall raises the next move more than a rise of the same size', () => {
  const parameters = { shock: 0.05, asymmetry: 0.1, persistence: 0.8 };
  const after = (shock: number) => {
    const process = createGarch(0.01, parameters);
    process(shock);
    return process(1);
  };
  expect(after(-2)).toBeGreaterThan(after(2));
  expect(after(0)).toBeLessThan(0.01);
});

test('refuses a variance without a mean', () => {
  expect(() => createGarch(0.01, { shock: 0.1, asymmetry: 0.2, persistence: 0.8 })).toThrow(/expected less than 1/);
  expect(() => createGarch(0, { shock: 0.1, asymmetry: 0, persistence: 0.8 })).toThrow(/volatility is 0/);
});
