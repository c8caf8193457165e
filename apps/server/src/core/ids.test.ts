import { identifier } from '@riskoptimizer/contracts';
import { expect, test } from 'vitest';
import { createId } from './ids.ts';

const at = (time: number) => ({ now: () => new Date(time), monotonicMs: () => 0 });

test('an id is a UUID of version 7 that the contracts accept', () => {
  const id = createId();
  expect(identifier.safeParse(id).success).toBe(true);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

// The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22Z is 0x017F22E279B0.
test('it begins with its milliseconds, so that later ids sort later', () => {
  expect(createId(at(0x017f22e279b0)).slice(0, 13)).toBe('017f22e2-79b0');
  const times = [0, 1, 255, 256, Date.UTC(2026, 10, 22), Date.UTC(2500, 0, 1)];
  const ids = times.map((time) => createId(at(time)));
  expect(ids.toSorted()).toEqual(ids);
});

test('ids of one millisecond differ', () => {
  const ids = Array.from({ length: 10_000 }, () => createId(at(0)));
  expect(new Set(ids).size).toBe(ids.length);
});
