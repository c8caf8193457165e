import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Money } from '../valuation/decimal-and-number.ts';
import { type GroupedHolding, groupHoldings } from './group-holdings.ts';

const one = (assetId: string, over: Partial<GroupedHolding> = {}): GroupedHolding => ({
  assetId,
  assetClass: 'equity',
  sector: null,
  country: null,
  currency: 'USD',
  labels: {},
  weight: 0,
  value: null,
  ...over,
});

test('the heaviest first, what nothing is said of last', () => {
  const holdings = [
    one('a', { weight: 0.4 }),
    one('b', { sector: 'Energy', weight: 0.1 }),
    one('c', { sector: 'Health', weight: 0.3 }),
    one('d', { sector: 'Energy', weight: 0.25 }),
    one('e', { sector: 'Bonds', weight: -0.05 }),
  ];
  expect(groupHoldings(holdings, 'sector').map(({ group, assetIds }) => [group, assetIds])).toEqual([
    ['Energy', ['b', 'd']],
    ['Health', ['c']],
    ['Bonds', ['e']],
    [null, ['a']],
  ]);
});

test('a label is found by its own key and by no inherited one', () => {
  const holdings = [one('a', { labels: { strategy: 'income' } }), one('b', { labels: { region: 'income' } })];
  expect(groupHoldings(holdings, 'label:strategy').map(({ group }) => group)).toEqual(['income', null]);
  expect(groupHoldings(holdings, 'label:toString').map(({ group }) => group)).toEqual([null]);
});

test('no holdings, no groups', () => expect(groupHoldings([], 'currency')).toEqual([]));

test('values are added as decimals', () => {
  const holdings = [one('a', { value: '0.1' }), one('b', { value: '0.2' })];
  expect(groupHoldings(holdings, 'currency')[0]!.value).toBe('0.3');
});

const word = fc.option(fc.constantFrom('A', 'B', 'C', 'D'), { nil: null });
const holding = fc.record({
  assetId: fc.uuid(),
  assetClass: fc.constantFrom('equity', 'bond', 'cash'),
  sector: word,
  country: word,
  currency: fc.constantFrom('USD', 'EUR'),
  labels: fc.dictionary(fc.constantFrom('strategy', 'bucket', '__proto__'), fc.constantFrom('x', 'y')),
  weight: fc.double({ min: -2, max: 2, noNaN: true }),
  value: fc
    .bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
    .map((units) => new Money(units.toString()).div(1e8).toFixed()),
});
const by = fc.constantFrom(
  'asset-class',
  'sector',
  'country',
  'currency',
  'label:strategy',
  'label:bucket',
  'label:none',
);

test('whatever they are grouped by, every holding is in one group, and the groups sum to the whole', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(fc.array(holding, { maxLength: 30 }), by, (holdings, grouping) => {
      const groups = groupHoldings(holdings, grouping);
      expect(groups.flatMap(({ assetIds }) => assetIds).toSorted()).toEqual(
        holdings.map(({ assetId }) => assetId).toSorted(),
      );
      const sum = (weights: readonly { readonly weight: number }[]) =>
        weights.reduce((all, { weight }) => all + weight, 0);
      // Thirty doubles below 2, added in another order: off by some units in the last place of 60.
      expect(Math.abs(sum(groups) - sum(holdings))).toBeLessThan(1e-12);
      const total = (some: readonly { readonly value: string | null }[]) =>
        some.reduce((all, { value }) => all.plus(value!), new Money(0)).toFixed();
      expect(total(groups)).toBe(total(holdings));
      expect(new Set(groups.map(({ group }) => group)).size).toBe(groups.length);
    }),
  );
});
