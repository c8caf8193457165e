import type { PortfolioVersionContent } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { isNoDifference, versionDiff } from './version-diff.ts';

const names = {
  symbols: new Map([
    ['a', 'AAA'],
    ['b', 'BBB'],
  ]),
  portfolios: new Map([['p', 'World']]),
};

const byWeight = (a: number, b: number): PortfolioVersionContent => ({
  name: 'Mine',
  baseCurrency: 'EUR',
  benchmark: null,
  allocationKind: 'weights',
  allocations: [
    { assetId: 'a', symbol: 'AAA', weight: a, quantity: null },
    { assetId: 'b', symbol: 'BBB', weight: b, quantity: null },
  ],
  targets: null,
});
const byQuantity = (a: string, b?: string): PortfolioVersionContent => ({
  ...byWeight(0, 0),
  allocationKind: 'quantities',
  allocations: [
    { assetId: 'a', symbol: 'AAA', weight: null, quantity: a },
    ...(b === undefined ? [] : [{ assetId: 'b', symbol: 'BBB', weight: null, quantity: b }]),
  ],
});

describe('versionDiff', () => {
  it('names the weights that differ, and counts those that do not', () => {
    const diff = versionDiff(byWeight(0.5, 0.5), byWeight(0.75, 0.5), names);
    expect(diff.holdings).toEqual([
      { assetId: 'a', symbol: 'AAA', before: { weight: 0.5 }, after: { weight: 0.75 }, difference: { weight: 0.25 } },
    ]);
    expect(diff.unchangedCount).toBe(1);
  });

  it('keeps the difference of quantities exact, also of short ones and of what came and went', () => {
    const diff = versionDiff(byQuantity('-1000000.123456789012'), byQuantity('0.1', '3'), names);
    expect(diff.holdings.map(({ difference }) => difference)).toEqual([
      { quantity: '1000000.223456789012' },
      { quantity: '3' },
    ]);
    expect(versionDiff(byQuantity('1', '3'), byQuantity('1.0'), names).holdings).toMatchObject([
      { symbol: 'BBB', before: { quantity: '3' }, after: null, difference: { quantity: '-3' } },
    ]);
  });

  it('has no difference between a weight and a quantity, and says that the way of holding changed', () => {
    const diff = versionDiff(byWeight(0.5, 0.5), byQuantity('5', '6'), names);
    expect(diff.holdings.map(({ difference }) => difference)).toEqual([null, null]);
    expect(diff.facts).toEqual([{ name: 'Holdings', before: 'by weight', after: 'by quantity' }]);
  });

  it('tells benchmarks and targets apart in words', () => {
    const before = byWeight(0.5, 0.5);
    const after: PortfolioVersionContent = {
      ...before,
      name: 'Ours',
      benchmark: {
        kind: 'mix',
        items: [
          { assetId: 'a', weight: 0.6 },
          { assetId: 'gone', weight: 0.4 },
        ],
      },
      targets: {
        kind: 'groups',
        by: 'sector',
        items: [{ group: 'Energy', weight: 0.25, bandAbsolute: 0.05, bandRelative: 0.2 }],
      },
    };
    const { facts, targets } = versionDiff(before, after, names);
    expect(facts.map(({ name, after: is }) => [name, is.replaceAll('\u00A0', ' ')])).toEqual([
      ['Name', 'Ours'],
      ['Benchmark', '60.0 % AAA, 40.0 % a deleted asset'],
    ]);
    expect(targets.map(({ name, before: was, after: is }) => [name, was, is.replaceAll('\u00A0', ' ')])).toEqual([
      ['Energy', 'no target', '25.00 %, ± 5 points, ± 20.0 % of it'],
    ]);
  });

  it('finds nothing between a version and itself, and everything in a first one', () => {
    expect(isNoDifference(versionDiff(byWeight(0.3, 0.7), byWeight(0.3, 0.7), names))).toBe(true);
    const first = versionDiff(null, byWeight(0.3, 0.7), names);
    expect([first.holdings.length, first.facts.length]).toEqual([2, 0]);
  });
});
