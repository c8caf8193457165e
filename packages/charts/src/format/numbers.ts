/** Numbers as people read them: units, sensible digits, a true minus sign, and never a zero for what is missing. */

/** Shown where there is no number. */
export const missing = '–';

const minus = '−';
/** A space that does not break, before the unit. */
const gap = '\u00a0';

function plain(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  const isZero = Number(text) === 0;
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  // A value that rounds to nought has no sign: "−0.0 %" would say more than is known.
  const sign = value < 0 && !isZero ? minus : '';
  return sign + (fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

function isPresent(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** 0.1243 → `12.4 %`. One digit after the point unless asked otherwise. */
export function formatPercent(value: number | null | undefined, digits = 1): string {
  return isPresent(value) ? `${plain(value * 100, digits)}${gap}%` : missing;
}

/** 0.021 → `+2.1 %`: for differences and returns, where the sign is the message. */
export function formatSignedPercent(value: number | null | undefined, digits = 1): string {
  if (!isPresent(value)) return missing;
  const text = formatPercent(value, digits);
  return value > 0 && Number((value * 100).toFixed(digits)) !== 0 ? `+${text}` : text;
}

/** 1.2345 → `1.23`. */
export function formatNumber(value: number | null | undefined, digits = 2): string {
  return isPresent(value) ? plain(value, digits) : missing;
}

/** 0.5 → `+0.50`. */
export function formatSignedNumber(value: number | null | undefined, digits = 2): string {
  if (!isPresent(value)) return missing;
  const text = plain(value, digits);
  return value > 0 && Number(value.toFixed(digits)) !== 0 ? `+${text}` : text;
}

/** Digits after the point of a percentage so that ticks of this distance are written as they are: 0.05 → 0, 0.025 → 1. */
export function percentDigitsForStep(step: number): number {
  if (!(step > 0)) return 0;
  const digitsMax = 4;
  for (let digits = 0; digits < digitsMax; digits++) {
    const scaled = step * 100 * 10 ** digits;
    if (scaled > 0.999 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return digits;
  }
  return digitsMax;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2024-03-07` → `7 Mar 2024`. */
export function formatDate(date: string | null | undefined): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? '');
  if (match === null) return missing;
  return `${Number(match[3])} ${monthNames[Number(match[2]) - 1] ?? match[2]} ${match[1]}`;
}

/** `2024-03-07` → `Mar 2024`. */
export function formatMonth(date: string | null | undefined): string {
  const match = /^(\d{4})-(\d{2})/.exec(date ?? '');
  return match === null ? missing : `${monthNames[Number(match[2]) - 1] ?? match[2]} ${match[1]}`;
}
