import type { PortfolioTargets } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import type { HoldingRow } from './holding-rows.ts';
import { targetsOfGroups } from './row-groups.ts';

const row = (assetClass: string) => ({ assetClass, labels: {} }) as HoldingRow;

describe('targets of groups', () => {
  const targets = { by: 'asset-class', items: [{ group: 'real-estate', drift: 0.1 }] } as PortfolioTargets;

  it('are found by a row of the group, and of no other', () => {
    const ofGroup = targetsOfGroups(targets, 'asset-class');
    expect(ofGroup?.([row('real-estate')])?.drift).toBe(0.1);
    expect(ofGroup?.([row('equity')])).toBeUndefined();
    expect(ofGroup?.([])).toBeUndefined();
  });

  it('are none when the rows are put together by something else', () => {
    expect(targetsOfGroups(targets, 'sector')).toBeUndefined();
    expect(targetsOfGroups(targets, undefined)).toBeUndefined();
    expect(targetsOfGroups(undefined, 'sector')).toBeUndefined();
  });
});
