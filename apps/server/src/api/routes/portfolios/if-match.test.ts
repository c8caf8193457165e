import { expect, test } from 'vitest';
import { entityTag, expectedVersion } from './if-match.ts';

test('a version and back', () => {
  expect(expectedVersion(entityTag(3))).toEqual([3]);
  expect(expectedVersion('"1", "12"')).toEqual([1, 12]);
  expect(expectedVersion(' * ')).toBe('any');
});

test('weak and foreign tags match no version', () => {
  expect(expectedVersion('W/"3"')).toEqual([]);
  expect(expectedVersion('"abc", "3"')).toEqual([3]);
  expect(expectedVersion('"99999999999999"')).toEqual([]);
});

test.each([undefined, '', '  '])('%j: a version is required', (header) => {
  expect(() => expectedVersion(header)).toThrow(expect.objectContaining({ code: 'version-required' }));
});

test.each(['3', '"3', 'w/"3"', '"3" "4"', '"3",', 'W/3'])('%j is not a list of entity tags', (header) => {
  expect(() => expectedVersion(header)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
});
