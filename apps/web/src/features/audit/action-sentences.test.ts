import { routeRules } from '@riskoptimizer/contracts';
import { expect, it } from 'vitest';
import { actionSentence, knownActions, words } from './action-sentences.ts';

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
