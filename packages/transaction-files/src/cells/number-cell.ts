/** A cell that holds a number: its sign, its digits and what its separators tell about the decimal sign of the file. */
import type { DecimalSign } from '@riskoptimizer/contracts';
import { Decimal } from 'decimal.js';

/** Digits that no calculation of a file comes near: up to 18 before and 12 after the point are kept. */
export const FileDecimal = Decimal.clone({ precision: 60, toExpNeg: -60, toExpPos: 60 });
export type FileDecimal = Decimal;

export interface NumberCell {
  readonly negative: boolean;
  /** Digits with their separators and an exponent, without sign, spaces around and currency. */
  readonly body: string;
  /** Currency that stands in the cell, such as the € of "12,50 €". */
  readonly currency: string | null;
}

const currencyOfSymbol: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP', US$: 'USD' };
const groups = "[.,'’\\s_]";
const pattern = new RegExp(`^\\d{1,40}(?:${groups}\\d{1,40})*[.,]?$|^[.,]\\d{1,40}$`);
const exponent = /^(\d{1,40}(?:[.,]\d{1,40})?)[eE]([+-]?\d{1,3})$/;
const missingMarkers = new Set(['', '-', '--', '—', '–', 'n/a', 'N/A', 'na', 'NA']);

/** Whether a cell says that there is nothing. Not 0, and never read as 0. */
export function isMissing(cell: string): boolean {
  return missingMarkers.has(cell);
}

/** Takes a cell apart; undefined when it is no number in any way of writing. */
export function readNumberCell(cell: string): NumberCell | undefined {
  const bracketed = /^\((.*)\)$/.exec(cell);
  let rest = (bracketed?.[1] ?? cell).trim();
  let negative = bracketed !== null;
  let currency: string | null = null;
  // Sign and currency come in either order, before or after.
  for (let pass = 0; pass < 2; pass += 1) {
    const signed = takeOff(rest, signBefore, signAfter);
    if (signed !== null) {
      negative = negative || signed.taken !== '+';
      rest = signed.rest;
    }
    const priced = takeOff(rest, currencyBefore, currencyAfter);
    if (priced !== null) {
      currency ??= currencyOfSymbol[priced.taken] ?? (/^[A-Za-z]{3}$/.test(priced.taken) ? priced.taken : null);
      rest = priced.rest;
    }
  }
  if (!pattern.test(rest) && !exponent.test(rest)) return undefined;
  return { negative, body: rest, currency };
}

const signBefore = /^[+\-−]/;
const signAfter = /[+\-−]$/;
const currencyBefore = /^(?:US\$|[$€£¥]|[A-Z]{3})/;
const currencyAfter = /(?:US\$|[$€£¥]|[A-Z]{3}|GBp)$/;

/** What stands at the beginning, or else at the end, and the text without it and the spaces next to it. */
function takeOff(
  text: string,
  before: RegExp,
  after: RegExp,
): { readonly taken: string; readonly rest: string } | null {
  const first = before.exec(text)?.[0];
  if (first !== undefined) return { taken: first, rest: text.slice(first.length).trimStart() };
  const last = after.exec(text)?.[0];
  return last === undefined ? null : { taken: last, rest: text.slice(0, -last.length).trimEnd() };
}

/** What a number says about the decimal sign: one of them, nothing, or that it may be either ("1.234"). */
export function decimalSignOf({ body }: NumberCell): DecimalSign | 'none' | 'either' {
  const points = body.split('.').length - 1;
  const commas = body.split(',').length - 1;
  if (points === 0 && commas === 0) return 'none';
  if (points > 0 && commas > 0) return body.lastIndexOf('.') > body.lastIndexOf(',') ? 'point' : 'comma';
  if (points + commas > 1) return points > 1 ? 'comma' : 'point';
  if (/['’\s_]/.test(body) || !/^[1-9]\d{0,2}[.,]\d{3}$/.test(body)) return points === 1 ? 'point' : 'comma';
  return 'either';
}

/** The number as a decimal when the file's decimal sign is known; undefined when it is not written in that way. */
export function decimalOf({ negative, body }: NumberCell, sign: DecimalSign): FileDecimal | undefined {
  const [point, group] = sign === 'point' ? ['.', ','] : [',', '.'];
  const raised = exponent.exec(body);
  const plain = raised?.[1] ?? body;
  const parts = plain.split(point);
  if (parts.length > 2 || (parts[1] !== undefined && !/^\d*$/.test(parts[1]))) return undefined;
  const whole = wholePart(parts[0]!, group);
  if (whole === undefined) return undefined;
  const text = `${whole === '' ? '0' : whole}.${parts[1] || '0'}${raised === null ? '' : `e${raised[2]}`}`;
  const value = new FileDecimal(text);
  return negative ? value.neg() : value;
}

/** Digits without their groups of three; undefined when the groups are none, such as "12,34" with a decimal point. */
function wholePart(whole: string, group: string): string | undefined {
  if (/^\d*$/.test(whole)) return whole;
  const [first = '', ...others] = whole.split(/[.,'’\s_]/);
  const used = new Set(whole.replaceAll(/\d/g, '').replaceAll(/[\s_’]/g, "'"));
  const isGrouped = first.length >= 1 && first.length <= 3 && others.every((part) => part.length === 3);
  const allowed = used.size === 1 && (used.has(group) || used.has("'"));
  return isGrouped && allowed ? first + others.join('') : undefined;
}

/** What all numbers of a file say together. */
export interface DecimalSignFinding {
  readonly sign: DecimalSign | null;
  /** Numbers between which the user has to decide; empty when there is no question. */
  readonly doubtful: readonly string[];
}

/** Settles the decimal sign over all cells: one that is sure settles those that may be either; two that disagree ask. */
export function findDecimalSign(cells: Iterable<string>): DecimalSignFinding {
  const seen: { point?: string; comma?: string; either?: string } = {};
  for (const cell of cells) {
    const number = isMissing(cell) ? undefined : readNumberCell(cell);
    if (number === undefined) continue;
    const sign = decimalSignOf(number);
    if (sign !== 'none') seen[sign] ??= cell;
  }
  if (seen.point !== undefined && seen.comma !== undefined) return { sign: null, doubtful: [seen.point, seen.comma] };
  if (seen.point !== undefined) return { sign: 'point', doubtful: [] };
  if (seen.comma !== undefined) return { sign: 'comma', doubtful: [] };
  return { sign: null, doubtful: seen.either === undefined ? [] : [seen.either] };
}
