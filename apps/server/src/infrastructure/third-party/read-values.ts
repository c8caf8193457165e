/** Single values of an answer: a day, a price, a currency. None of them is believed before it was looked at. */

import { normaliseMinorUnit } from '../../domain/ledger/minor-units.ts';
import { isoFromDay } from '../../domain/market-data/calendar.ts';
import { decimalFromNumber, Money } from '../../domain/valuation/decimal-and-number.ts';
import { unsupported } from './provider-failure.ts';

const dayMs = 86_400_000;
const priceMax = 1e12;
const priceMin = 1e-12;
const earliestYear = 1800;

/** A calendar date as it is written, or the first ten characters of a moment; null when there is no such day. */
export function readDay(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const found = /^(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]{1,15}(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(value);
  const day = found?.[1];
  if (day === undefined || Number(day.slice(0, 4)) < earliestYear) return null;
  const time = Date.parse(`${day}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March.
  return Number.isNaN(time) || isoFromDay(time / dayMs) !== day ? null : day;
}

/** The calendar date of a moment given as a number of milliseconds since 1970, in the time zone with that offset. */
export function dayOfMoment(value: unknown, unitMs: 1 | 1000, offsetSeconds = 0): string | null {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return null;
  const day = Math.floor((value * unitMs + offsetSeconds * 1000) / dayMs);
  return day < -62_000 || day > 200_000 ? null : isoFromDay(day);
}

/** What stands for "no price" in the formats of providers; anything else that is no number is a mistake. */
export function isNoValue(value: unknown): boolean {
  return value === null || value === '' || value === '.';
}

/** A decimal greater than zero and of a size that prices have, from a number or the text of one; otherwise null. */
export function readPrice(value: unknown): string | null {
  const text = readDecimal(value);
  if (text === null) return null;
  const number = Number(text);
  return number >= priceMin && number <= priceMax ? text : null;
}

/** A decimal of either sign, from a number or the text of one; otherwise null. */
export function readDecimal(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? decimalFromNumber(value) : null;
  if (typeof value !== 'string' || value.length > 40 || !/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/.test(value))
    return null;
  return /[eE]/.test(value) ? new Money(value).toFixed() : value;
}

/** A currency, and the code under which its prices come: pence and pounds are one currency. */
export interface QuotedCurrency {
  readonly currency: string;
  readonly code: string;
}

/** Pence become pounds at the edge; null for what is no currency code. */
export function readCurrency(value: unknown): QuotedCurrency | null {
  if (typeof value !== 'string') return null;
  const { currency } = normaliseMinorUnit(value, '0');
  return /^[A-Z]{3}$/.test(currency) ? { currency, code: value } : null;
}

/** A price in whole units of its currency. */
export function inWholeUnits(price: string, { code }: QuotedCurrency): string {
  return normaliseMinorUnit(code, price).amount;
}

export const usDollars: QuotedCurrency = { currency: 'USD', code: 'USD' };

/** A value of an answer for a message or the quarantine: short, whatever it is. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value);
  return text.slice(0, 60);
}

/** A symbol as a part of an address. Two dots would climb out of the path. */
export function requireSymbol(symbol: string): string {
  if (/^[A-Za-z0-9.^=_:/&+-]{1,40}$/.test(symbol) && !/^\.+$|\.\./.test(symbol)) return symbol;
  throw unsupported('a symbol has up to 40 letters, digits and the characters . ^ = _ : / & + -');
}

/** An https address of parts that are encoded one by one; parameters that are undefined are left out. */
export function addressOf(
  host: string,
  path: readonly string[],
  parameters: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const query = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  return `https://${host}/${path.map(encodeURIComponent).join('/')}${query === '' ? '' : `?${query}`}`;
}
