import { expect, test } from 'vitest';
import { hashInputs } from './inputs-hash.ts';

test('the order of keys and undefined fields do not matter', () => {
  expect(hashInputs({ a: 1, b: ['x', 'y'], c: undefined })).toBe(hashInputs({ b: ['x', 'y'], a: 1 }));
  expect(hashInputs({})).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['a number by its last bit', 0.3, 0.1 + 0.2],
  ['zero from minus zero', 0, -0],
  ['a matrix by its last bit', Float64Array.of(1, 0.3), Float64Array.of(1, 0.1 + 0.2)],
  ['neighbouring texts', ['ab', 'c'], ['a', 'bc']],
  ['a text from a number', '1', 1],
  ['texts with a line break', ['a\nb'], ['a', 'b']],
  ['nothing from no list', null, []],
  ['order in a list', [1, 2], [2, 1]],
])('tells apart: %s', (_, one, other) => {
  expect(hashInputs(one)).not.toBe(hashInputs(other));
});

test('refuses what has no content to hash', () => {
  expect(() => hashInputs(() => 1)).toThrow(TypeError);
});
