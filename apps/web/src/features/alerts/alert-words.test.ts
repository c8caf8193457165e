import { expect, it } from 'vitest';
import { alertsVerdict, deliveryText, stateWord } from './alert-words.ts';

const kept = { state: 'within', enabled: true, utilisation: 0.5 } as const;
const seen = { by: 'Ada', at: '2026-11-22T12:00:00.000Z', note: null };

it('says how many alerts are open and how the rules stand', () => {
  expect(alertsVerdict([], [])).toBe('No alert is open; this portfolio has no rules yet.');
  expect(alertsVerdict([], [kept])).toBe('No alert is open; of 1 rule of this portfolio none is crossed.');
  expect(alertsVerdict([], [{ ...kept, enabled: false }])).toBe(
    'No alert is open; of 1 rule of this portfolio none is on.',
  );
  const rules = [
    { ...kept, state: 'beyond' },
    { ...kept, utilisation: 0.9 },
    { ...kept, state: 'no-data', utilisation: null },
  ] as const;
  const open = [
    { portfolioId: 'p', acknowledged: null },
    { portfolioId: 'q', acknowledged: seen },
  ];
  expect(alertsVerdict(open, rules)).toBe(
    '2 alerts are open, 1 not seen yet; of 3 rules of this portfolio 1 beyond, 1 nearly used up, 1 without data.',
  );
});

it('has a word for every state', () => {
  expect(stateWord({ ...kept, state: 'waiting' })).toBe('being measured');
  expect(stateWord({ ...kept, enabled: false })).toBe('off');
  expect(stateWord({ ...kept, utilisation: 0.8 })).toBe('within, nearly used up');
});

it('says what became of a message', () => {
  const delivery = {
    id: 'd',
    channel: 'webhook',
    occasion: 'over',
    createdAt: seen.at,
    lastAttemptAt: seen.at,
  } as const;
  expect(deliveryText({ ...delivery, state: 'failed', attempts: 3, outcome: 'it answered 410' })).toBe(
    'webhook of its end given up after 3 attempts, 22 Nov 2026, 12:00 UTC: it answered 410',
  );
});
