import { array, assert, float, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlationOrder } from './correlation-order.ts';

/** Two groups, shuffled: 0, 2, 4 belong together, and 1, 3. */
const grouped = [0, 1, 2, 3, 4].flatMap((row) =>
  [0, 1, 2, 3, 4].map((column) => (row === column ? 1 : (row - column) % 2 === 0 ? 0.8 : 0.1)),
);

describe('correlationOrder', () => {
  test('puts groups side by side', () => {
    const order = correlationOrder(grouped, 5);
    const groups = order.map((asset) => asset % 2);
    expect(groups.filter((group, place) => place > 0 && group !== groups[place - 1])).toHaveLength(1);
  });

  test('joins clusters at their most similar ends', () => {
    const chain = [
      [1, 0.2, 0.9],
      [0.2, 1, 0.6],
      [0.9, 0.6, 1],
    ];
    expect(correlationOrder(chain.flat(), 3)).toEqual([0, 2, 1]);
  });

  test('is a permutation, always the same, whatever the matrix holds', () => {
    const matrices = integer({ min: 1, max: 8 }).chain((size) =>
      array(float({ min: -1, max: 1 }), { minLength: size * size, maxLength: size * size }).map((data) => ({
        size,
        data,
      })),
    );
    assert(
      property(matrices, ({ size, data }) => {
        const order = correlationOrder(data, size);
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, index) => index));
        expect(correlationOrder(data, size)).toEqual(order);
      }),
    );
  });

  test('nothing, one asset, an asset that never moved', () => {
    expect(correlationOrder([], 0)).toEqual([]);
    expect(correlationOrder([1], 1)).toEqual([0]);
    expect(correlationOrder([Number.NaN, Number.NaN, Number.NaN, 1], 2)).toEqual([0, 1]);
  });
});
