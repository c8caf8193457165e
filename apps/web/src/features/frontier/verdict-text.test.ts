import { describe, expect, it } from 'vitest';
import type { LiveConflict, LiveFrontier, LivePoint } from '../../platform/engine-worker-protocol.ts';
import { parseBounds } from './bounds.ts';
import { conflictWords } from './conflict-words.ts';
import { conflictVerdict, liveVerdict } from './verdict-text.ts';

const point = (expectedReturnAnnual: number, volatilityAnnual: number): LivePoint => ({
  expectedReturnAnnual,
  volatilityAnnual,
  sharpeRatio: null,
  weights: [],
});

const own = point(0.06, 0.12);
const frontier = (sameRisk: LivePoint | null): LiveFrontier => ({
  status: 'optimal',
  curve: [],
  corners: [],
  minimumVariance: point(0.02, 0.15),
  maximumSharpe: null,
  sameRisk,
  own,
  maximumResidual: 0,
  isUnbounded: false,
  durationMs: 0,
});
const conflict = (feasibleBudget: LiveConflict['feasibleBudget']): LiveConflict => ({
  status: 'infeasible',
  message: '',
  constraints: [],
  feasibleBudget,
  assets: [0, 2],
  own,
  durationMs: 0,
});

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the verdict for bounds of one’s own', () => {
  it.each([
    [point(0.08, 0.12), 'would have earned 8.0 % a year instead of 6.0 %'],
    [point(0.0603, 0.12), 'already as good as any with its risk of 12.0 %'],
    [point(0.04, 0.12), 'at most 4.0 % is expected, against 6.0 %'],
    [null, 'at least 15.0 % a year, against 12.0 %'],
  ])('says what is reachable: %#', (sameRisk, words) => {
    expect(plain(liveVerdict(frontier(sameRisk)))).toContain(words);
  });

  it('says what the bounds allow when nothing is', () => {
    expect(plain(liveVerdict(conflict([0, 0.9])))).toContain(
      'the highest weights add up to 90.0 %, and 100 % has to be',
    );
    expect(plain(conflictVerdict(conflict([1.2, 2])))).toContain('the lowest weights already add up to 120.0 %');
    expect(conflictVerdict(conflict(null))).toContain('2 assets have a lowest weight above the highest');
  });
});

describe('the bounds in conflict', () => {
  const symbols = ['ACME', 'BOND', 'GOLD'];
  const words = (budget: LiveConflict['feasibleBudget'], written: string) =>
    plain(conflictWords(conflict(budget), symbols, parseBounds(written)));

  it('are named by asset, and those of all others as one', () => {
    expect(words([0, 0.4], '0~20')).toBe('each of 2 assets at most 20.0 %');
    expect(words([0, 0.4], '0~10,GOLD:0~30')).toBe('GOLD at most 30.0 %, each of the 1 others at most 10.0 %');
    expect(words([1.2, 2], '0~100,ACME:60~100,GOLD:60~100')).toBe('ACME at least 60.0 %, GOLD at least 60.0 %');
    expect(words(null, '0~100,ACME:50~20,GOLD:9~8')).toBe(
      'ACME at least 50.0 % and at most 20.0 %, GOLD at least 9.0 % and at most 8.0 %',
    );
  });
});
