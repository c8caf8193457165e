import { describe, expect, it } from 'vitest';
import { allocationGroups } from './allocation-groups.ts';

const holding = (assetId: string, assetClass: string, sector: string | null, weight: number) => ({
  assetId,
  assetClass,
  sector,
  currency: 'USD',
  weight,
});
const contribution = (assetId: string, share: number | null) => ({
  assetId,
  share: { 'standard-deviation': share, 'value-at-risk': share, cvar: share },
});

describe('allocationGroups', () => {
  const holdings = [
    holding('a', 'equity', 'Energy', 0.25),
    holding('b', 'real-estate', null, 0.25),
    holding('c', 'equity', 'Utilities', 0.5),
  ];
  const contributions = [contribution('a', 0.5), contribution('b', 0.125), contribution('c', 0.375)];

  it('adds weights and shares of risk, and loses nothing', () => {
    expect(allocationGroups(holdings, contributions, 'class')).toEqual([
      { name: 'equity', assetCount: 2, weight: 0.75, riskShare: 0.875 },
      { name: 'real estate', assetCount: 1, weight: 0.25, riskShare: 0.125 },
    ]);
    const sectors = allocationGroups(holdings, contributions, 'sector');
    expect(sectors.map(({ name }) => name)).toEqual(['Utilities', 'Energy', 'no sector']);
    expect(sectors.reduce((sum, { weight }) => sum + weight, 0)).toBe(1);
  });

  it('keeps a missing share of risk missing', () => {
    const [group] = allocationGroups(holdings, [contribution('a', null)], 'currency');
    expect(group).toEqual({ name: 'USD', assetCount: 3, weight: 1, riskShare: null });
  });
});
