/** Numbers as people say them in a sentence. A no-break space keeps a number and its unit on one line. */
import { Money } from '../valuation/decimal-and-number.ts';

const space = '\u00a0';
const small = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const rounds = new Map([
  [20, 'twenty'],
  [40, 'forty'],
  [50, 'fifty'],
  [100, 'a hundred'],
  [1000, 'a thousand'],
]);

/** "three", "twenty", "33". */
export function inWords(count: number): string {
  return small[count] ?? rounds.get(count) ?? String(count);
}

/** 0.342 → "34 %"; below one percent, and wherever `digits` asks for it, with digits after the point. */
export function percent(fraction: number, digits = 0): string {
  const value = fraction * 100;
  const shown = Math.max(digits, Math.abs(value) < 1 && value !== 0 ? Math.min(4, leadingDigit(value)) : 0);
  return `${value.toFixed(shown)}${space}%`;
}

/** Digits after the point that show the first one that is not zero. */
function leadingDigit(value: number): number {
  return Math.max(1, Math.ceil(-Math.log10(Math.abs(value))));
}

/** 0.0213 → "2.1 points": a difference of percentages. */
export function points(difference: number): string {
  return `${(difference * 100).toFixed(1)}${space}points`;
}

/** "4,100 USD": whole units, thousands apart; cents only below a hundred. */
export function money(amount: string, currency: string): string {
  const value = new Money(amount);
  const rounded = value.toFixed(value.abs().gte(100) ? 0 : 2);
  const [whole = '', fraction] = rounded.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fraction === undefined ? grouped : `${grouped}.${fraction}`}${space}${currency}`;
}

/** "A", "A and B", "A, B and C". */
export function list(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
