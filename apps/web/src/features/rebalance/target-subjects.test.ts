import type { Asset, HoldingGroups } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import {
  choiceLabel,
  heldGroups,
  otherSubjects,
  savedSubjects,
  subjectChoices,
  subjectName,
  weightOfNoGroup,
} from './target-subjects.ts';

const asset = (id: string, part: Partial<Asset> = {}): Asset =>
  ({ id, symbol: id, name: id, assetClass: 'equity', sector: null, currency: 'USD', labels: {}, ...part }) as Asset;

describe('what targets can be about', () => {
  it('is every property, every label that there is, and what was saved before', () => {
    const choices = subjectChoices([asset('a', { labels: { risk: 'low' } })], 'label:gone');
    expect(choices).toEqual(['asset', 'asset-class', 'sector', 'country', 'currency', 'label:risk', 'label:gone']);
    expect(choices.slice(4).map(choiceLabel)).toEqual(['currency', 'label: risk', 'label: gone']);
    expect(subjectName('label:risk')).toBe('risk');
  });

  it('leaves out the group without a name, and says how much it is', () => {
    const groups = {
      by: 'asset-class',
      groups: [
        { group: 'real-estate', weight: 0.6 },
        { group: null, weight: 0.4 },
      ],
    } as HoldingGroups;
    expect(heldGroups(groups)).toEqual([{ key: 'real-estate', label: 'real estate', weight: 0.6 }]);
    expect(weightOfNoGroup(groups)).toBe(0.4);
  });

  it('is each other group once, and no inherited label', () => {
    const assets = [
      asset('a', { sector: 'Energy' }),
      asset('b', { sector: 'Energy' }),
      asset('c', { sector: 'Health' }),
      asset('d'),
    ];
    expect(otherSubjects('sector', assets, new Set(['Health'])).map(({ key }) => key)).toEqual(['Energy']);
    expect(otherSubjects('asset', assets, new Set(['a', 'b'])).map(({ key }) => key)).toEqual(['c', 'd']);
    expect(otherSubjects('label:toString', assets, new Set())).toEqual([]);
  });

  it('of saved targets is the asset or the group', () => {
    const targets = {
      by: 'asset-class',
      items: [{ assetId: null, group: 'fixed-income', label: 'fixed-income', weight: 0.2 }],
    };
    expect(savedSubjects(targets as Parameters<typeof savedSubjects>[0])).toEqual([
      { key: 'fixed-income', label: 'fixed income', weight: 0.2 },
    ]);
  });
});
