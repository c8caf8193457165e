import { expect, test } from 'vitest';
import { adjustedFor } from './price-override.ts';

test('an adjusted close keeps the factor of its pattern, and none is invented', () => {
  expect(adjustedFor('50', { close: '100', adjustedClose: '25' })).toBe('12.5');
  expect(adjustedFor('3', { close: '9', adjustedClose: '1' })).toBe('0.333333333333');
  expect(adjustedFor('50', { close: '100', adjustedClose: null })).toBeNull();
  expect(adjustedFor('50', null)).toBeNull();
});
