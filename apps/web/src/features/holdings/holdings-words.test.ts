import type { LedgerHoldings } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import type { HoldingRow } from './holding-rows.ts';
import { ledgerVerdict, remarksOf } from './holdings-words.ts';
import { groupingChoices, groupNames, parseGrouping } from './row-groups.ts';

const gap = '\u00A0';
const totals = { total: '125813.70', unrealised: '35024.28' } as LedgerHoldings['totals'];
const holding = (symbol: string, weight: number | null, gaps: unknown[] = []) => ({ symbol, weight, gaps });
const answer = (part: object) =>
  ({
    holdings: [holding('AAA', 0.2), holding('BBB', 0.5)],
    cash: [{}],
    totals,
    baseCurrency: 'USD',
    warnings: [],
    ...part,
  }) as unknown as LedgerHoldings;

describe('the verdict of the holdings', () => {
  it('says worth, result, and what weighs most', () => {
    expect(ledgerVerdict(answer({}))).toBe(
      `2 holdings and cash are worth 125,814${gap}USD, 35,024${gap}USD more than the holdings cost. The largest, BBB, is 50.0${gap}% of it.`,
    );
    expect(ledgerVerdict(answer({ cash: [], totals: { ...totals, unrealised: '-12.50' } }))).toContain(
      `12.50${gap}USD less than they cost`,
    );
  });

  it('says what is not known instead of a wrong sum', () => {
    expect(ledgerVerdict(answer({ totals: { ...totals, total: null } }))).toMatch(/is not known/);
    expect(ledgerVerdict(answer({ totals: { ...totals, unrealised: null } }))).not.toContain('cost');
  });
});

describe('remarks', () => {
  it('tell owed cash first, then what is missing, then what is old in one line', () => {
    const stale = (ageDays: number) => [{ code: 'price-stale', ageDays, reason: '' }];
    const remarks = remarksOf(
      answer({
        holdings: [
          holding('AAA', 0.2, stale(23)),
          holding('BBB', 0.5, stale(400)),
          holding('CCC', null, [{ code: 'price-missing', ageDays: null, reason: 'it was never priced' }]),
        ],
        cash: [{ currency: 'EUR', gaps: [{ code: 'exchange-rate-stale', ageDays: 9, reason: '' }] }],
        warnings: [{ transactionId: 't', message: 'account Main is short of 5 USD', remedy: 'Enter the deposit.' }],
      }),
    );
    expect(remarks.map(({ text }) => text)).toEqual([
      'Account Main is short of 5 USD',
      'CCC: no value, it was never priced',
      '2 prices older than a week, the oldest 400 days: AAA, BBB',
      '1 exchange rate older than a week, the oldest 9 days: EUR',
    ]);
    expect(remarksOf(answer({ cash: [] }))).toEqual([]);
  });
});

describe('groups', () => {
  const row = (part: Partial<HoldingRow>) =>
    ({
      assetClass: 'real-estate',
      sector: null,
      country: null,
      currency: 'USD',
      labels: {},
      accounts: [],
      weight: 0.1,
      ...part,
    }) as HoldingRow;
  const rows = [
    row({ weight: 0.5 }),
    row({ sector: 'energy', weight: 0.2, labels: { tilt: 'value' } }),
    row({ sector: 'food', weight: 0.3 }),
  ];

  it('stand by their weight, and what nothing is said of last', () => {
    expect(groupNames(rows, 'sector')).toEqual(['food', 'energy', null]);
    expect(groupNames(rows, 'asset-class')).toEqual(['real estate']);
    expect(groupNames(rows, 'label:tilt')).toEqual(['value', null]);
  });

  it('are offered where there is something to tell apart: labels that assets carry, accounts that there are', () => {
    const choices = groupingChoices(rows, 0);
    expect(choices.map(({ value }) => value)).toEqual(['asset-class', 'sector', 'country', 'currency', 'label:tilt']);
    expect(groupingChoices(rows, 2).map(({ value }) => value)).toContain('account');
    expect(parseGrouping(new URLSearchParams('group=label:tilt'), choices)).toBe('label:tilt');
    expect(parseGrouping(new URLSearchParams('group=account'), choices)).toBeUndefined();
  });
});
