/** ISIN and FIGI: what a security is called everywhere, with the check digit that tells a typing error. */
import { z } from 'zod';

/**
 * Whether a text is an ISIN: two letters, nine letters or digits, and a check digit (ISO 6166: Luhn over the digits, a letter
 * standing for 10 to 35).
 */
export function isIsin(text: string): boolean {
  if (!/^[A-Z]{2}[A-Z0-9]{9}\d$/.test(text)) return false;
  const digits = [...text].flatMap((character) => [...String(valueOf(character))].map(Number));
  const sum = digits.reduce((total, digit, index) => {
    const isDoubled = (digits.length - index) % 2 === 0;
    return total + digitSum(isDoubled ? digit * 2 : digit);
  }, 0);
  return sum % 10 === 0;
}

/** Prefixes that a FIGI never has, as an ISIN could begin with them. */
const reservedPrefixes: ReadonlySet<string> = new Set(['BS', 'BM', 'GG', 'GB', 'GH', 'KY', 'VG']);

/**
 * Whether a text is a FIGI: twelve characters without vowels, `G` as the third, and a check digit (OMG FIGI standard: the sum
 * of the digits of eleven values, every second one doubled).
 */
export function isFigi(text: string): boolean {
  if (!/^[B-DF-HJ-NP-TV-Z0-9]{2}G[B-DF-HJ-NP-TV-Z0-9]{8}\d$/.test(text)) return false;
  if (reservedPrefixes.has(text.slice(0, 2))) return false;
  const sum = Array.from(text.slice(0, 11)).reduce((total, character, index) => {
    const value = valueOf(character);
    return total + digitSum(index % 2 === 1 ? value * 2 : value);
  }, 0);
  return (10 - (sum % 10)) % 10 === Number(text[11]);
}

export const isin = z
  .string()
  .regex(/^[A-Z]{2}[A-Z0-9]{9}\d$/, 'expected an ISIN of twelve characters, such as US0378331005')
  .refine(isIsin, 'the check digit of this ISIN does not fit: compare it character by character')
  .describe('ISIN (ISO 6166) with a valid check digit');

export const figi = z
  .string()
  .regex(
    /^[B-DF-HJ-NP-TV-Z0-9]{2}G[B-DF-HJ-NP-TV-Z0-9]{8}\d$/,
    'expected a FIGI of twelve characters, such as BBG000B9XRY4',
  )
  .refine(isFigi, 'the check digit of this FIGI does not fit: compare it character by character')
  .describe('FIGI with a valid check digit');

function valueOf(character: string): number {
  return Number.parseInt(character, 36);
}

function digitSum(value: number): number {
  return [...String(value)].reduce((total, digit) => total + Number(digit), 0);
}
