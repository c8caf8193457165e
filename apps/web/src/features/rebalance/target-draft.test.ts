import type { Holding, PortfolioTargets } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { readTargets, type TargetRow, targetRows, withWeights } from './target-draft.ts';

const row = (assetId: string, weight: string, bandAbsolute = '', bandRelative = ''): TargetRow => ({
  assetId,
  symbol: assetId.toUpperCase(),
  weight,
  bandAbsolute,
  bandRelative,
});

describe('targets being typed', () => {
  it('are read as fractions, with the exact sum and what it leaves', () => {
    const read = readTargets([row('a', '12.5', '5', '25'), row('b', '60,1'), row('c', '')]);
    expect(read.items).toEqual([
      { assetId: 'a', weight: 0.125, bandAbsolute: 0.05, bandRelative: 0.25 },
      { assetId: 'b', weight: 0.601, bandAbsolute: null, bandRelative: null },
    ]);
    expect([read.sum, read.rest, read.problem]).toEqual(['72.6', '27.4', null]);
  });

  it('are refused with the field, or with the sum', () => {
    const wrong = readTargets([row('a', 'half'), row('b', '10', '-1'), row('c', '10', '', '101')]);
    expect([...wrong.wrong]).toEqual(['a:weight', 'b:bandAbsolute', 'c:bandRelative']);
    expect(wrong.problem).toContain('marked');
    expect(readTargets([row('a', '60'), row('b', '40.01')]).problem).toContain('100.01 %');
  });

  it('begin with what is held and what was saved', () => {
    const targets = {
      items: [{ assetId: 'b', label: 'B', target: 0.07, bandAbsolute: 0.05, bandRelative: null }],
    } as unknown as PortfolioTargets;
    const holdings = [{ assetId: 'a', symbol: 'A' }] as unknown as Holding[];
    expect(targetRows(targets, holdings)).toEqual([row('a', ''), row('b', '7', '5')]);
  });

  it('begin with thirds that sum to the whole', () => {
    const rows = ['a', 'b', 'c'].map((id) => row(id, '', '5'));
    const started = withWeights(rows, new Map(rows.map(({ assetId }) => [assetId, 1 / 3])));
    expect(started.map(({ weight }) => weight)).toEqual(['33.34', '33.33', '33.33']);
    expect(readTargets(started)).toMatchObject({ sum: '100', rest: '0', problem: null });
    expect(started[0]?.bandAbsolute).toBe('5');
  });
});
