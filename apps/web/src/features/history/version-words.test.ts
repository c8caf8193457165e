import type { PortfolioVersionSummary } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { changeWords, historyVerdict } from './version-words.ts';

const holdings = ['A', 'B', 'C', 'D', 'E'].map((symbol) => ({ assetId: symbol, symbol, before: '1', after: '2' }));
const summary = (part: Partial<PortfolioVersionSummary>): PortfolioVersionSummary => ({
  version: 3,
  change: 'updated',
  changedBy: 'owner',
  changedAt: '2026-11-22T18:20:00.000Z',
  fields: [],
  holdings: [],
  holdingChangeCount: 0,
  ...part,
});

describe('versions in words', () => {
  it('name what changed, and at most four of many holdings', () => {
    expect(changeWords(summary({ change: 'created', holdings, holdingChangeCount: 5 }))).toBe('Made with 5 holdings');
    expect(changeWords(summary({ change: 'targets', fields: ['targets'] }))).toBe('Targets set');
    expect(changeWords(summary({ change: 'archived' }))).toBe('Archived');
    expect(changeWords(summary({ fields: ['name', 'benchmark', 'holdings'], holdings, holdingChangeCount: 25 }))).toBe(
      'Changed: name, benchmark, 25 holdings (A, B, C, D and 21 more)',
    );
    expect(
      changeWords(
        summary({ change: 'reverted', fields: ['holdings'], holdings: holdings.slice(0, 1), holdingChangeCount: 1 }),
      ),
    ).toBe('Went back: 1 holding (A)');
  });

  it('say whose change the newest is', () => {
    expect(historyVerdict(summary({ changedBy: 'editor', fields: ['name'] }))).toBe(
      'Version 3, by somebody it is shared with on 22 Nov 2026, 18:20 UTC. Changed: name.',
    );
  });
});
