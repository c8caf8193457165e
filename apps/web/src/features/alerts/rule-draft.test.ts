import { describe, expect, it } from 'vitest';
import { newDraft, type RuleDraft, readRule, withComparison, withMeasure } from './rule-draft.ts';

const assetId = '0198c0de-0000-7000-8000-000000000001';
const draft: RuleDraft = { ...newDraft, name: 'At most a quarter', assetId, threshold: '25', hysteresis: '2,5' };

describe('a rule as it is typed', () => {
  it('becomes what the API wants, shares from per cent', () => {
    expect(readRule(draft).content).toMatchObject({
      subject: { kind: 'asset', assetId },
      measure: 'weight',
      threshold: '0.25',
      hysteresis: '0.025',
      confidence: 0.95,
      channels: ['in-app'],
    });
    const cvar = { ...withMeasure(draft, 'cvar'), confidence: '97.5', threshold: '3' };
    expect(readRule(cvar).content).toMatchObject({ subject: { kind: 'portfolio' }, confidence: 0.975 });
  });

  it('says what is wrong at the field, and never reads a number in one of two ways', () => {
    const wrong = { ...draft, assetId: '', threshold: '1,250', hysteresis: 'some' };
    expect([...(readRule(wrong).problems?.keys() ?? [])]).toEqual(['subject', 'threshold', 'hysteresis']);
    expect(readRule({ ...draft, threshold: '' }).problems?.get('threshold')).toMatch(/^expected a number/);
    expect(readRule({ ...draft, name: ' ' }).problems?.get('name')).toMatch(/at least one/);
    expect(readRule({ ...draft, threshold: '0' }).problems?.get('threshold')).toMatch(/positive/);
    expect(readRule({ ...draft, channels: [] }).problems?.get('channels')).toMatch(/at least one channel/);
    expect(readRule({ ...withMeasure(draft, 'cvar'), confidence: '20' }).problems?.has('confidence')).toBe(true);
  });

  it('keeps what still means something when the measure or the comparison changes', () => {
    expect(withMeasure(draft, 'drift')).toMatchObject({ assetId, threshold: '25' });
    expect(withMeasure(draft, 'price')).toMatchObject({ assetId, threshold: '', hysteresis: '' });
    expect(withMeasure(draft, 'volatility')).toMatchObject({ assetId: undefined, threshold: '25' });
    expect(withMeasure({ ...draft, assetId: '' }, 'drift').assetId).toBeUndefined();
    expect(withMeasure(withMeasure(draft, 'cvar'), 'price').assetId).toBe('');
    expect(withComparison(draft, 'below').isLimit).toBe(false);
  });
});
