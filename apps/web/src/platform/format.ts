/**
 * How numbers, money and dates are written on every screen, in one place. Per cents and plain numbers are written by the
 * charts package, so that a tooltip and a table say the same; what only screens need is added here.
 */
import { formatNumber, missing } from '@riskoptimizer/charts';

export {
  formatDate as dateMedium,
  formatNumber as number,
  formatPercent as percent,
  formatSignedPercent as signedPercent,
  missing,
} from '@riskoptimizer/charts';

/** A space that does not break, before a unit. */
export const unitSpace = '\u00A0';
const minusSign = '\u2212';

/** `count(12345)` is `12,345`. */
export function count(value: number | null | undefined): string {
  return formatNumber(value, 0);
}

const confidenceFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });

/** A confidence without needless digits: `0.95` is `95 %`, `0.975` is `97.5 %`. */
export function confidencePercent(confidence: number): string {
  return `${confidenceFormat.format(confidence * 100)}${unitSpace}%`;
}

/** Cents matter below this amount and are noise above it. */
const wholeMoneyFrom = 10_000;

/** Digits after the point for amounts of this size; the parts of a whole take the digits of the whole, so that they line up. */
export function moneyDigits(amount: string): number {
  return Math.abs(Number(amount)) >= wholeMoneyFrom ? 0 : 2;
}

/** A decimal amount with its currency: `money('1284300.50', 'USD')` is `1,284,301 USD`. */
export function money(
  amount: string | null | undefined,
  currency: string,
  digits = moneyDigits(amount ?? '0'),
): string {
  if (amount === null || amount === undefined) return missing;
  return `${decimal(amount, digits, digits)}${unitSpace}${currency}`;
}

/** A price or a quantity, grouped, from its decimal string without a detour through binary floating point. */
export function decimal(amount: string | null | undefined, digitsMin = 2, digitsMax = 6): string {
  if (amount === null || amount === undefined) return missing;
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digitsMin, maximumFractionDigits: digitsMax });
  const text = format.format(amount as `${number}`);
  return /[1-9]/.test(text) ? text.replace('-', minusSign) : text.replace('-', '');
}

/** Bytes as people say them: `1.2 MB`. */
export function bytes(byteCount: number): string {
  if (byteCount < 1000) return `${byteCount}${unitSpace}bytes`;
  if (byteCount < 1_000_000) return `${formatNumber(byteCount / 1000, 0)}${unitSpace}kB`;
  const digits = byteCount < 10_000_000 ? 1 : 0;
  return `${formatNumber(byteCount / 1_000_000, digits)}${unitSpace}MB`;
}

const millisecondsPerDay = 86_400_000;

/** Whole calendar days from one ISO date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / millisecondsPerDay);
}

/** The age of the last price, as a person says it: `of today`, `3 days old`. */
export function age(isoDate: string, today: string): string {
  const days = daysBetween(isoDate, today);
  if (days < 0) return `dated ${plural(-days, 'day')} ahead`;
  if (days === 0) return 'of today';
  if (days < 60) return `${plural(days, 'day')} old`;
  if (days < 730) return `${Math.round(days / 30.44)} months old`;
  return `${Math.floor(days / 365.25)} years old`;
}

/** `plural(3, 'asset')` is `3 assets`. */
export function plural(value: number, noun: string, nounPlural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : nounPlural}`;
}
