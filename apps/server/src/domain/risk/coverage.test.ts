import { describe, expect, test } from 'vitest';
import type { AssetRecord } from '../assets/asset.ts';
import { presentCoverage } from './coverage.ts';

const gap = { from: '2024-02-01', to: '2024-02-02', missingCount: 2 };
const coverages = {
  WHOLE: { firstDate: '2020-01-01', lastDate: '2026-01-01', gaps: [] },
  LATE: { firstDate: '2021-01-01', lastDate: '2026-01-01', gaps: [] },
  LATEST: { firstDate: '2022-01-01', lastDate: '2026-01-01', gaps: [gap] },
  ENDED: { firstDate: '2020-01-01', lastDate: '2025-01-01', gaps: [] },
  GAPPED: { firstDate: '2020-01-01', lastDate: '2026-01-01', gaps: [gap] },
};

describe('presentCoverage', () => {
  const symbols = Object.keys(coverages) as (keyof typeof coverages)[];
  const { assets, from, to } = presentCoverage({
    assets: symbols.map((symbol) => ({ id: symbol, symbol }) as AssetRecord),
    coverage: symbols.map((symbol) => Object.assign({ asset: symbol, priceCount: 100 }, coverages[symbol])),
    from: '2020-01-01',
    to: '2026-01-01',
    common: { from: '2022-01-01', to: '2025-01-01' },
  });
  const shown = Object.fromEntries(assets.map(({ symbol, status, limitsWindow }) => [symbol, [status, limitsWindow]]));

  test('says how each asset covers the window, and which of them make it shorter', () => {
    expect([from, to]).toEqual(['2020-01-01', '2026-01-01']);
    expect(shown).toEqual({
      WHOLE: ['complete', false],
      LATE: ['starts-late', false],
      LATEST: ['starts-late', true],
      ENDED: ['ends-early', true],
      GAPPED: ['has-gaps', false],
    });
  });
});
