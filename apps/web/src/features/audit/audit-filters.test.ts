import { expect, it } from 'vitest';
import { isFiltered, parseFilters, parseSequence, queryOf } from './audit-filters.ts';

const parse = (address: string) => parseFilters(new URLSearchParams(address));

it('reads a search from the address and asks for whole days', () => {
  const filters = parse('action=portfolio.&result=refused&from=2026-11-01&to=2026-11-22&entityId=abc');
  expect(queryOf(filters, 120)).toEqual({
    action: 'portfolio.',
    result: 'refused',
    entityId: 'abc',
    from: '2026-11-01T00:00:00.000Z',
    to: '2026-11-22T23:59:59.999Z',
    before: 120,
  });
  expect(isFiltered(filters)).toBe(true);
});

it('leaves out what cannot be read', () => {
  const filters = parse('result=maybe&from=2026-02-30&to=yesterday&actorId=ada');
  expect(queryOf(filters, undefined)).toEqual({});
  expect(isFiltered(filters)).toBe(false);
});

it.each([
  ['12', 12],
  ['0', undefined],
  ['-3', undefined],
  ['1e3', undefined],
  [null, undefined],
])('reads %s as the number %s', (written, sequence) => {
  expect(parseSequence(written)).toBe(sequence);
});
