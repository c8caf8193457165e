import type { ProviderListItem } from '@riskoptimizer/contracts';
import { expect, it } from 'vitest';
import {
  askedText,
  canBeAsked,
  coverageText,
  type DataRow,
  dataState,
  dataVerdict,
  doubtsText,
  failureText,
  refusalText,
  stateText,
} from './data-words.ts';

const row = (lastDate: string | null, doubts: DataRow['doubts']) => ({ lastDate, doubts, feed: null }) as DataRow;

it('calls stale what is old or has no price, and doubtful what has any other doubt', () => {
  expect(dataState(row('2026-11-20', {}))).toBe('fresh');
  expect(dataState(row(null, {}))).toBe('stale');
  expect(dataState(row('2026-01-20', { stale: 1, gap: 2 }))).toBe('stale');
  expect(dataState(row('2026-11-20', { gap: 2 }))).toBe('doubtful');
});

it('counts the states in one sentence', () => {
  const rows = [row('2026-11-20', {}), row(null, {}), row('2026-11-20', { outlier: 1 })];
  expect(dataVerdict(rows)).toBe('Of 3 assets, 1 is stale and 1 is doubtful.');
});

it('names doubts with their number, and until when nothing is asked', () => {
  expect(doubtsText({ outlier: 1, gap: 2, stale: 1 })).toBe('2 × gap, 1 × outlier');
  const failure = { kind: 'rate-limited', message: 'Rate limit.', at: '2026-11-20T10:00:00.000Z' } as const;
  expect(failureText({ ...failure, until: null })).toBe('Rate limit.');
  expect(failureText({ ...failure, until: '2026-11-20T14:05:00.000Z' })).toMatch(/^Rate limit\. Until .*14:05 UTC\.$/);
});

it('tells from when to when there are closes, how many, and how many gaps', () => {
  const prices = { count: 2304, firstDate: '2018-01-02', lastDate: '2026-10-30', lastClose: '10', gaps: [] };
  expect(coverageText({ prices })).toMatch(/2018 to .*2026, 2,304 closes, no gap within$/);
  const none = { count: 0, firstDate: null, lastDate: null, lastClose: null, gaps: [] };
  expect(coverageText({ prices: none })).not.toMatch(/\d/);
});

it('says who gave no answer to a search, why, and until when', () => {
  const refusal = { provider: 'tiingo', message: 'Rate limit.' } as const;
  expect(refusalText({ ...refusal, until: null })).toBe('tiingo gave no answer: Rate limit.');
  expect(refusalText({ ...refusal, until: '2026-11-20T14:05:00.000Z' })).toMatch(/Rate limit\. Until .*14:05 UTC\.$/);
});

it('says of a provider whether it can be asked, why not, and when again', () => {
  const state = { until: null, reason: null, creditsLeftToday: 799 };
  const keyed = { enabled: true, isForbidden: false, keyNeed: 'required', keyFrom: null, state } as ProviderListItem;
  expect([canBeAsked(keyed), askedText(keyed), stateText(keyed)]).toEqual([false, 'needs a key', '']);
  const own = { ...keyed, keyFrom: 'user' as const };
  expect([canBeAsked(own), askedText(own), stateText(own)]).toEqual([true, 'yes', 'ready, 799 requests left today']);
  expect(askedText({ ...own, enabled: false })).toBe('no');
  expect(askedText({ ...own, enabled: false, isForbidden: true })).toBe('switched off on this server');
  const waiting = { ...own, state: { ...state, until: '2026-11-20T14:05:00.000Z', reason: 'the 8 requests are used' } };
  expect(stateText(waiting)).toMatch(/^the 8 requests are used; asked again from .*14:05 UTC$/);
});
