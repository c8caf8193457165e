import type { LedgerHolding, Portfolio, PortfolioTargets, TargetDrift } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { ledgerRow, sumAmounts, sumWeights, toldRow, withLivePrices, withTargets } from './holding-rows.ts';

const holding: LedgerHolding = {
  assetId: 'a',
  symbol: 'ACME',
  name: 'Acme',
  assetClass: 'equity',
  sector: 'industry',
  country: 'US',
  labels: { strategy: 'core' },
  currency: 'EUR',
  accounts: ['Broker', 'Bank'],
  quantity: '10',
  lotCount: 2,
  since: '2024-01-02',
  price: { close: '100', date: '2026-10-30', ageDays: 23, source: 'simulated' },
  inAssetCurrency: { cost: '800.00', value: '1000.00', unrealised: '200.00', unrealisedReturn: 0.25, unitCost: '80' },
  inBaseCurrency: {
    cost: '900.00',
    value: '1100.00',
    unrealised: '200.00',
    unrealisedReturn: 200 / 900,
    realised: '0.00',
    dividends: '5.00',
  },
  weight: 0.55,
  gaps: [],
};
const quote = (price: string, previousClose: string | null = '100') => ({
  price,
  previousClose,
  at: '2026-11-22T10:00:00.000Z',
});

describe('rows of holdings', () => {
  it('of an account are told apart from those of another', () => {
    expect(ledgerRow(holding)).toMatchObject({
      key: 'a',
      accounts: ['Broker', 'Bank'],
      price: '100',
      value: '1100.00',
    });
    expect(ledgerRow(holding, 'Bank')).toMatchObject({ key: 'Bank:a', accounts: ['Bank'] });
    expect(ledgerRow({ ...holding, price: null })).toMatchObject({ price: null, priceDate: null, priceAgeDays: null });
  });

  it('of a portfolio that was told know no cost', () => {
    const told = { ...holding, quantity: null, price: '12', priceDate: '2026-11-20', value: null, weight: 1 };
    expect(toldRow(told as Portfolio['holdings'][number], '2026-11-22')).toMatchObject({
      priceAgeDays: 2,
      cost: null,
      unrealised: null,
      value: null,
    });
  });

  it('have the target of their asset, and none of a group', () => {
    const target = { assetId: 'a', drift: 0.05 } as TargetDrift;
    const ofGroup = { assetId: null, group: 'equity', drift: 0.1 } as TargetDrift;
    expect(withTargets([ledgerRow(holding)], { items: [ofGroup, target] } as PortfolioTargets)[0]?.target).toBe(target);
    expect(withTargets([ledgerRow(holding)], { items: [ofGroup] } as PortfolioTargets)[0]?.target).toBeNull();
  });

  it('sum exactly, and to nothing known when one is not known', () => {
    expect(sumAmounts(['0.10', '0.20', '-0.05'])).toBe('0.25');
    expect(sumAmounts(['1', null])).toBeNull();
    expect(sumAmounts([])).toBe('0');
    expect(sumWeights([ledgerRow(holding), ledgerRow(holding)])).toBeCloseTo(1.1, 12);
    expect(sumWeights([ledgerRow({ ...holding, weight: null })])).toBeNull();
  });
});

describe('live prices', () => {
  const rows = [ledgerRow(holding), ledgerRow({ ...holding, assetId: 'b' })];

  it('take the place of the close, and carry value, result and weights along', () => {
    const [first, second] = withLivePrices(rows, new Map([['a', quote('110', '105')]]), '790.00');
    expect(first).toMatchObject({ price: '110', value: '1210.00', unrealised: '310.00' });
    expect(first?.unrealisedReturn).toBeCloseTo(310 / 900, 12);
    expect(first?.live?.change).toBeCloseTo(110 / 105 - 1, 12);
    expect(second).toMatchObject({ price: '100', value: '1100.00', live: null });
    // 1,210 and 1,100 with 790 of cash.
    expect([first?.weight, second?.weight]).toEqual([1210 / 3100, 1100 / 3100]);
  });

  it('change nothing where nobody quotes, and no weight where the whole is not known', () => {
    expect(withLivePrices(rows, new Map(), '0')).toEqual(rows);
    const unknown = [
      rows[0],
      ledgerRow({ ...holding, assetId: 'b', inBaseCurrency: { ...holding.inBaseCurrency, value: null } }),
    ];
    const shown = withLivePrices(unknown as typeof rows, new Map([['a', quote('110')]]), '0');
    expect(shown.map(({ weight }) => weight)).toEqual([0.55, 0.55]);
    expect(withLivePrices(rows, new Map([['a', quote('110')]]), null)[0]?.weight).toBe(0.55);
  });

  it('have no change without a close before, and no value without a price that it came from', () => {
    const [first] = withLivePrices(
      [ledgerRow({ ...holding, price: null })],
      new Map([['a', quote('110', null)]]),
      null,
    );
    expect(first).toMatchObject({ price: '110', value: '1100.00', live: { change: null } });
  });
});
