import { unsupported } from './provider-failure.ts';
import type { QuotedCurrency } from './read-values.ts';

/** Tokens that are worth one dollar as long as their issuer stands; docs/guides/market-data.md says what that means. */
const dollarTokens = new Set(['USDT', 'USDC', 'FDUSD', 'TUSD']);
const quotes = [
  'USDT',
  'USDC',
  'FDUSD',
  'TUSD',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'BRL',
  'TRY',
  'AUD',
  'MXN',
  'ZAR',
  'PLN',
  'CZK',
];

/** The currency in which a pair is quoted: BTC-EUR and BTCEUR in euros, BTCUSDT in dollars. @throws ProviderFailureError */
export function currencyOfPair(pair: string): QuotedCurrency {
  const quoted = knownCurrencyOfPair(pair);
  if (quoted === null) throw unsupported(`${pair.slice(0, 40)} is not quoted in a currency that is known`);
  return quoted;
}

/** Null for a pair that is not quoted in a currency that is known. */
export function knownCurrencyOfPair(pair: string): QuotedCurrency | null {
  const found = quotes.find((code) => pair.toUpperCase().endsWith(code));
  if (found === undefined) return null;
  const currency = dollarTokens.has(found) ? 'USD' : found;
  return { currency, code: currency };
}

/** The candle of today is not finished: its close is none yet. */
export function isFinishedDay(day: string | null, now: Date): boolean {
  return day === null || day !== now.toISOString().slice(0, 10);
}
