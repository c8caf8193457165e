import { expect, it } from 'vitest';
import { entryDiff } from './entry-diff.ts';

it('tells what was changed, added and removed, and counts the rest', () => {
  const before = {
    name: 'Old',
    version: 1,
    allocations: [
      { assetId: 'a', weight: 0.6 },
      { assetId: 'b', weight: 0.4 },
    ],
  };
  const after = {
    name: 'Old',
    version: 2,
    allocations: [
      { assetId: 'c', weight: 0.4 },
      { assetId: 'a', weight: 0.6 },
    ],
  };
  expect(entryDiff(before, after)).toEqual({
    changes: [
      { path: 'version', kind: 'changed', before: '1', after: '2' },
      { path: 'allocations / b / assetId', kind: 'removed', before: 'b', after: undefined },
      { path: 'allocations / b / weight', kind: 'removed', before: '0.4', after: undefined },
      { path: 'allocations / c / assetId', kind: 'added', before: undefined, after: 'c' },
      { path: 'allocations / c / weight', kind: 'added', before: undefined, after: '0.4' },
    ],
    unchangedCount: 3,
  });
});

it('shows an entity that was made, or is gone, whole', () => {
  expect(entryDiff(null, { level: 'read', expiresAt: null })).toEqual({
    changes: [
      { path: 'level', kind: 'added', before: undefined, after: 'read' },
      { path: 'expiresAt', kind: 'added', before: undefined, after: 'null' },
    ],
    unchangedCount: 0,
  });
  expect(entryDiff({ scopes: ['x', 'y'] }, null).changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
    'removed scopes / x',
    'removed scopes / y',
  ]);
  expect(entryDiff(null, null)).toEqual({ changes: [], unchangedCount: 0 });
});

it('does not take null, nothing and the word for the same', () => {
  expect(entryDiff({ address: null }, { address: '' }).changes).toEqual([
    { path: 'address', kind: 'changed', before: 'null', after: '' },
  ]);
  expect(entryDiff({ list: [] }, { list: {} }).changes).toHaveLength(1);
});
