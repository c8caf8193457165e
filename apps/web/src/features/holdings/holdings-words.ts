/** Holdings in sentences: the verdict, and what is not as it should be. */
import type { LedgerHoldings, Portfolio } from '@riskoptimizer/contracts';
import { dateMedium, money, percent, plural } from '../../platform/format.ts';
import type { HoldingRow } from './holding-rows.ts';

/** What it is worth, against what it cost, and what weighs most. */
export function ledgerVerdict({ holdings, cash, totals, baseCurrency }: LedgerHoldings): string {
  const what = [plural(holdings.length, 'holding'), cash.length > 0 && 'cash'].filter(Boolean).join(' and ');
  if (totals.total === null) return `What the ${what} are worth is not known: a price or rate is missing.`;
  const worth = `${capital(what)} ${holdings.length === 1 && cash.length === 0 ? 'is' : 'are'} worth ${money(totals.total, baseCurrency)}`;
  const result = Number(totals.unrealised ?? Number.NaN);
  const against = Number.isNaN(result)
    ? ''
    : `, ${money(String(Math.abs(result)), baseCurrency)} ${result >= 0 ? 'more' : 'less'} than ${cash.length > 0 ? 'the holdings' : 'they'} cost`;
  return `${worth}${holdings.length === 0 ? '' : against}.${heaviestWords(holdings)}`;
}

export function toldVerdict({ holdings, totalValue, baseCurrency, valueDate }: Portfolio): string {
  const what = plural(holdings.length, 'holding');
  if (totalValue === null) return `${capital(what)} by weight.${heaviestWords(holdings)}`;
  return `${capital(what)} worth ${money(totalValue, baseCurrency)} at the prices of ${dateMedium(valueDate)}.${heaviestWords(holdings)}`;
}

function heaviestWords(holdings: readonly { readonly symbol: string; readonly weight: number | null }[]): string {
  if (holdings.length < 2) return '';
  const heaviest = holdings.reduce((most, one) => ((one.weight ?? 0) > (most.weight ?? 0) ? one : most));
  return heaviest.weight === null ? '' : ` The largest, ${heaviest.symbol}, is ${percent(heaviest.weight)} of it.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export interface Remark {
  readonly key: string;
  readonly text: string;
  readonly remedy: string | null;
}

/** What one should know before trusting the figures: owed cash first, then what is missing, then what is old. */
export function remarksOf(answer: Pick<LedgerHoldings, 'holdings' | 'cash' | 'warnings'>): Remark[] {
  const gaps = answer.holdings.flatMap(({ symbol, gaps: own }) => own.map((gap) => ({ of: symbol, ...gap })));
  const rates = answer.cash.flatMap(({ currency, gaps: own }) => own.map((gap) => ({ of: currency, ...gap })));
  const all = [...gaps, ...rates];
  const group = (code: string) => all.filter((gap) => gap.code === code);
  const missing = (code: string, what: string): Remark[] =>
    group(code).map(({ of, reason }) => ({
      key: `${code}:${of}:${reason}`,
      text: `${of}: ${what}, ${reason}`,
      remedy: null,
    }));
  return [
    ...answer.warnings.map(({ transactionId, message, remedy }) => ({
      key: transactionId,
      text: capital(message),
      remedy,
    })),
    ...missing('price-missing', 'no value'),
    ...missing('exchange-rate-missing', 'no value'),
    ...missing('cost-unknown', 'no result'),
    ...staleRemark(group('price-stale'), 'price'),
    ...staleRemark(group('exchange-rate-stale'), 'exchange rate'),
  ];
}

/** Old prices in one line: which, and how old the oldest is. */
function staleRemark(
  stale: readonly { readonly of: string; readonly ageDays: number | null }[],
  what: string,
): Remark[] {
  if (stale.length === 0) return [];
  const oldest = Math.max(...stale.map(({ ageDays }) => ageDays ?? 0));
  const names = [...new Set(stale.map(({ of }) => of))];
  const shown = names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
  const remedy =
    what === 'price' ? 'Import newer prices or let a provider fetch them.' : 'Newer prices bring newer rates.';
  return [
    {
      key: `stale:${what}`,
      text: `${plural(names.length, what)} older than a week, the oldest ${plural(oldest, 'day')}: ${shown}`,
      remedy,
    },
  ];
}

/** Beside a figure that has no value. */
export function gapReason({ gaps }: Pick<HoldingRow, 'gaps'>): string | undefined {
  return gaps.length === 0 ? undefined : gaps.map(({ reason }) => reason).join('; ');
}
