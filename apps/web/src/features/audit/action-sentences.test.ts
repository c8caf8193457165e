import { routeRules } from '@riskoptimizer/contracts';
import { expect, it } from 'vitest';
import { actionSentence, entrySentence, knownActions, words } from './action-sentences.ts';

it('has a sentence for everything that a route may record', () => {
  const recorded = Object.values(routeRules).flatMap(({ audit }) => audit ?? []);
  expect(recorded.length).toBeGreaterThan(20);
  expect(recorded.filter((action) => !knownActions.includes(action))).toEqual([]);
});

it('keeps an unknown action readable', () => {
  expect(actionSentence('portfolio.updated')).toBe('Changed a portfolio');
  expect(actionSentence('trade-report.sent-late')).toBe('Trade report: sent late');
  expect(actionSentence('odd')).toBe('Odd');
  expect(words('too-many-failures')).toBe('too many failures');
});

it('says why a request was refused, and how many were', () => {
  const refused = (reason: string | null, after?: unknown) =>
    entrySentence({ action: 'access.refused', reason, after });
  expect(refused('permission-denied')).toBe('Was refused something the role or the share does not allow');
  expect(refused('sign-in-required')).toBe('A sign-in token or API key that is not good any more was refused');
  expect(refused('too-many-to-list', { count: 1234 })).toBe('1,234 more requests of one address were refused');
  expect(refused('too-many-to-list')).toMatch(/the entry has the count/);
  expect(entrySentence({ action: 'portfolio.updated', reason: 'whatever' })).toBe('Changed a portfolio');
});
