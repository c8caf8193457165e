import type { Benchmark } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { assetChoice, benchmarkDraft, chosen, mixChoice, portfolioChoice, readBenchmark } from './benchmark-draft.ts';

const names = new Map([
  ['a', { symbol: 'AAA', name: 'Alpha' }],
  ['b', { symbol: 'BBB', name: 'Beta' }],
]);
const third: Benchmark = {
  kind: 'mix',
  items: [
    { assetId: 'a', weight: 1 / 3 },
    { assetId: 'b', weight: 2 / 3 },
  ],
};

describe('a benchmark being chosen', () => {
  it('stays to the last digit what it was while nothing else is chosen', () => {
    const all: readonly (Benchmark | null)[] = [
      null,
      third,
      { kind: 'asset', assetId: 'a' },
      { kind: 'portfolio', portfolioId: 'p' },
    ];
    for (const benchmark of all)
      expect(readBenchmark(benchmarkDraft(benchmark, names))).toMatchObject({ benchmark, problem: null });
  });

  it('is an asset, a portfolio or none by its choice', () => {
    const draft = benchmarkDraft(third, names);
    expect(readBenchmark(chosen(draft, assetChoice('b'), names)).benchmark).toEqual({ kind: 'asset', assetId: 'b' });
    expect(readBenchmark(chosen(draft, portfolioChoice('p'), names)).benchmark).toEqual({
      kind: 'portfolio',
      portfolioId: 'p',
    });
    expect(readBenchmark(chosen(draft, '', names)).benchmark).toBeNull();
  });

  it('as a mix begins with the asset that it was, and has to sum to the whole', () => {
    const mix = chosen(benchmarkDraft({ kind: 'asset', assetId: 'a' }, names), mixChoice, names);
    expect(mix.rows).toEqual([{ key: 'a', symbol: 'AAA', name: 'Alpha', text: '100' }]);
    expect(readBenchmark(mix).benchmark).toEqual({ kind: 'mix', items: [{ assetId: 'a', weight: 1 }] });
    const rows = [{ key: 'a', symbol: 'AAA', name: 'Alpha', text: '60' }];
    expect(readBenchmark({ ...mix, rows }).problem).toContain('must sum to 100 %');
    expect(readBenchmark({ ...mix, rows: [] }).problem).toContain('at least one asset');
  });
});
