import { rebalancingRequest } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { parseRules, planRequest, ruleDefaults } from './rebalance-rules.ts';

const saved = { kind: 'saved' } as const;

describe('rules of the address', () => {
  it('fall back to their defaults where they cannot be read', () => {
    expect(parseRules(new URLSearchParams())).toEqual(ruleDefaults);
    const wrong = 'aim=best&cash=much&trigger=x&reach=y&sells=maybe&units=half&minimum=-1&fixedCost=1e3&costShare=0.2';
    expect(parseRules(new URLSearchParams(`${wrong}&costBasis=first&total=0`))).toEqual(ruleDefaults);
  });

  it('are read back as written', () => {
    const search = 'aim=equal&cash=-250.5&sells=no&units=fractional&costShare=0.001&costBasis=lifo';
    expect(parseRules(new URLSearchParams(search))).toEqual({
      ...ruleDefaults,
      aim: 'equal',
      cash: -250.5,
      sells: 'no',
      units: 'fractional',
      costShare: 0.001,
      costBasis: 'lifo',
    });
  });
});

describe('what is asked', () => {
  it('leaves defaults out', () => {
    expect(planRequest(ruleDefaults, saved, 'quantities')).toEqual({ targets: saved });
  });

  it('is a request that the API takes, with amounts as decimals', () => {
    const rules = { ...ruleDefaults, cash: 1e11 + 0.1, minimum: 0.01, fixedCost: 5, costShare: 0.001 };
    const request = planRequest({ ...rules, trigger: 'outside-band', reach: 'band-edge' }, saved, 'ledger');
    expect(rebalancingRequest.parse(request)).toMatchObject({
      cash: '100000000000.10',
      minimumTrade: '0.01',
      costs: { fixed: '5.00', share: 0.001 },
      trigger: 'outside-band',
      rebalanceTo: 'band-edge',
      totalValue: null,
    });
  });

  it('has a value for a portfolio by weight alone, a cost basis for a ledger alone, and no bands for weights', () => {
    const weights = {
      kind: 'weights' as const,
      items: [{ assetId: '0190c7a8-0000-7000-8000-000000000001', weight: 1 }],
    };
    const rules = { ...ruleDefaults, trigger: 'outside-band', reach: 'band-edge', costBasis: 'lifo' } as const;
    expect(planRequest(rules, weights, 'weights')).toEqual({ targets: weights, totalValue: '100000.00' });
    expect(planRequest(rules, weights, 'ledger')).toEqual({ targets: weights, costBasis: 'lifo' });
  });
});
