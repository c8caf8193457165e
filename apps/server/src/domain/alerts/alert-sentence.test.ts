import { expect, test } from 'vitest';
import { alertSentence } from './alert-sentence.ts';

const rule = {
  subject: { kind: 'portfolio' },
  measure: 'volatility',
  confidence: 0.95,
  comparison: 'above',
  threshold: '0.1',
  hysteresis: '0.02',
};
const at = (lastValue: string) =>
  ({ rule, portfolioName: 'Book', baseCurrency: 'EUR', asset: null, lastValue }) as unknown as Parameters<
    typeof alertSentence
  >[0];

test('says what is true of the value that it names', () => {
  expect(alertSentence(at('0.12'), 'raised')).toBe('Volatility of Book is 12 %, above 10 %.');
  expect(alertSentence(at('0.095937'), 'raised')).toBe(
    'Volatility of Book is 9.5937 %: no longer above 10 %, but not yet 2 % past it, which ends the alert.',
  );
  expect(alertSentence(at('0.07'), 'over')).toBe('Volatility of Book is back at 7 % and no longer above 10 %.');
});
