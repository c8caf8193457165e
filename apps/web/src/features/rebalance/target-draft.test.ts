import type { PortfolioTargets } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { readTargets, scaledToWhole, type TargetRow, targetRows, targetsInput, withWeights } from './target-draft.ts';

const row = (key: string, weight: string, bandAbsolute = '', bandRelative = ''): TargetRow => ({
  key,
  label: key.toUpperCase(),
  weight,
  bandAbsolute,
  bandRelative,
});

describe('targets being typed', () => {
  it('are read as fractions, with the exact sum and what it leaves', () => {
    const read = readTargets([row('a', '12.5', '5', '25'), row('b', '60,1'), row('c', '')]);
    expect(read.items).toEqual([
      { key: 'a', weight: 0.125, bandAbsolute: 0.05, bandRelative: 0.25 },
      { key: 'b', weight: 0.601, bandAbsolute: null, bandRelative: null },
    ]);
    expect([read.sum, read.rest, read.problem]).toEqual(['72.6', '27.4', null]);
  });

  it('are refused with the field, or with the sum', () => {
    const wrong = readTargets([row('a', 'half'), row('b', '10', '-1'), row('c', '10', '', '101')]);
    expect([...wrong.wrong]).toEqual(['a:weight', 'b:bandAbsolute', 'c:bandRelative']);
    expect(wrong.problem).toContain('marked');
    expect(readTargets([row('a', '60'), row('b', '40.01')]).problem).toContain('100.01 %');
  });

  it('begin with what is held and what was saved about the same, and with nothing of what was saved about another', () => {
    const targets = {
      by: 'asset',
      items: [
        { assetId: 'b', group: null, label: 'B', target: 0.07, bandAbsolute: 0.05, bandRelative: null, weight: 0 },
      ],
    } as unknown as PortfolioTargets;
    const held = [{ key: 'a', label: 'A', weight: 1 }];
    expect(targetRows('asset', targets, held)).toEqual([row('a', ''), row('b', '7', '5')]);
    expect(targetRows('sector', targets, held)).toEqual([row('a', '')]);
  });

  it('are sent as assets or as groups', () => {
    const { items } = readTargets([row('energy', '25', '5')]);
    const target = { weight: 0.25, bandAbsolute: 0.05, bandRelative: null };
    expect(targetsInput('asset', items)).toEqual({ kind: 'assets', items: [{ assetId: 'energy', ...target }] });
    expect(targetsInput('sector', items)).toEqual({
      kind: 'groups',
      by: 'sector',
      items: [{ group: 'energy', ...target }],
    });
  });

  it('that are too much say by how much, and are scaled to the whole', () => {
    const rows = [row('a', '90'), row('b', '60', '5'), row('c', '')];
    expect(readTargets(rows).problem).toContain('Take 50 points off');
    expect(scaledToWhole(rows)).toEqual([row('a', '60'), row('b', '40', '5'), row('c', '')]);
  });

  it('begin with thirds that sum to the whole', () => {
    const rows = ['a', 'b', 'c'].map((id) => row(id, '', '5'));
    const started = withWeights(rows, new Map(rows.map(({ key }) => [key, 1 / 3])));
    expect(started.map(({ weight }) => weight)).toEqual(['33.34', '33.33', '33.33']);
    expect(readTargets(started)).toMatchObject({ sum: '100', rest: '0', problem: null });
    expect(started[0]?.bandAbsolute).toBe('5');
  });
});
