import { describe, expect, test } from 'vitest';
import { riskVerdict, type VerdictHolding, type VerdictInput } from './verdict.ts';

const holding = (symbol: string, weight: number, riskShare: number | null, more: Partial<VerdictHolding> = {}) => ({
  symbol,
  weight,
  riskShare,
  assetClass: 'equity',
  sector: 'Technology',
  ...more,
});

function verdict(holdings: VerdictHolding[], more: Partial<VerdictInput> = {}): string {
  return riskVerdict({
    holdings,
    valueAtRisk: 0.0164,
    confidence: 0.95,
    horizon: 1,
    frequency: 'daily',
    totalValue: '250000.00',
    currency: 'USD',
    ...more,
  }).replaceAll('\u00a0', ' ');
}

describe('riskVerdict', () => {
  test('names the few assets that carry a third of the risk, in the narrowest word', () => {
    const holdings = [
      holding('NORTHW', 0.11, 0.18),
      holding('LUMEN', 0.1, 0.16),
      ...Array.from({ length: 8 }, (_, index) => holding(`B${index}`, 0.79 / 8, 0.66 / 8, { assetClass: 'bond' })),
    ];
    expect(verdict(holdings)).toBe(
      'Two technology shares, NORTHW and LUMEN, carry 34 % of the risk with 21 % of the money; one day in twenty loses more than 1.6 % (4,100 USD).',
    );
  });

  test('one asset that carries a third is named alone', () => {
    const holdings = [
      holding('COIN', 0.05, 0.4, { assetClass: 'crypto', sector: null }),
      holding('BOND', 0.95, 0.6, { assetClass: 'bond', sector: null }),
    ];
    expect(verdict(holdings.toReversed())).toMatch(/^One bond, BOND, carries 60 % of the risk with 95 % of the money;/);
    expect(verdict([holding('COIN', 0.05, 0.6, { assetClass: 'crypto' }), holding('BOND', 0.95, 0.4)])).toMatch(
      /^One crypto asset, COIN, carries 60 % of the risk with 5 % of the money;/,
    );
  });

  test('assets of different kinds are assets', () => {
    const holdings = [
      holding('A', 0.3, 0.3),
      holding('B', 0.2, 0.25, { assetClass: 'bond' }),
      holding('C', 0.25, 0.25),
      holding('D', 0.25, 0.2),
    ];
    expect(verdict(holdings)).toMatch(/^Two assets, A and B, carry 55 %/);
    expect(verdict([holding('A', 0.5, 0.3), holding('B', 0.5, 0.28, { sector: 'Energy' })])).toMatch(
      /^Two shares, A and B,/,
    );
  });

  test('a spread portfolio is told so', () => {
    const holdings = Array.from({ length: 20 }, (_, index) => holding(`A${index}`, 0.05, 0.05));
    expect(verdict(holdings)).toBe(
      'The risk is spread: it takes ten assets to carry half of it, and the largest part, A0, is 5 %; one day in twenty loses more than 1.6 % (4,100 USD).',
    );
  });

  test('a single asset is everything', () => {
    expect(verdict([holding('NORTHW', 1, 1)])).toMatch(/^Everything is in one technology share, NORTHW;/);
    expect(verdict([holding('NORTHW', 1, 1), holding('NONE', 0, 0)])).toMatch(/^Everything is in one technology share/);
  });

  test('a hedge takes risk away', () => {
    const holdings = [holding('A', 0.9, 1.12), holding('SHORT', 0.1, -0.12, { assetClass: 'fund' })];
    expect(verdict(holdings)).toMatch(
      /^One technology share, A, carries 112 % of the risk with 90 % of the money, while SHORT takes 12 % away; one day/,
    );
  });

  test('no risk at all is said, and divided by nothing', () => {
    expect(verdict([holding('CASH', 1, null)], { valueAtRisk: 0 })).toBe(
      'Nothing moved: no price changed in this window; not even the worst day in twenty lost money.',
    );
  });

  test.each([
    [{ confidence: 0.99 }, /one day in a hundred loses/],
    [{ confidence: 0.97 }, /one day in 33 loses/],
    [{ horizon: 10 }, /one stretch of ten days in twenty loses/],
    [{ frequency: 'weekly' as const }, /one week in twenty loses/],
    [{ frequency: 'monthly' as const, horizon: 3 }, /one stretch of three months in twenty loses/],
    [{ totalValue: null }, /loses more than 1\.6 %\.$/],
    [{ valueAtRisk: 0.00042 }, /loses more than 0\.04 % \(105 USD\)/],
    [{ totalValue: '1234.5', valueAtRisk: 0.016, currency: 'EUR' }, /\(19\.75 EUR\)/],
    [{ valueAtRisk: -0.001 }, /not even the worst day in twenty lost money/],
  ])('%o', (more, expected) => {
    expect(verdict([holding('A', 1, 1)], more)).toMatch(expected);
  });
});
