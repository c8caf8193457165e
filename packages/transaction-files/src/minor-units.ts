/** Currencies that quote hundredths: London in pence, Johannesburg in cents, Tel Aviv in agorot. */
import type { FileDecimal } from './cells/number-cell.ts';

const minorUnits: Readonly<Record<string, string>> = {
  GBp: 'GBP',
  GBX: 'GBP',
  GBx: 'GBP',
  ZAc: 'ZAR',
  ZAC: 'ZAR',
  ILA: 'ILS',
  ILa: 'ILS',
};

/** What the currency of a cell means: an ISO code, and by how much amounts have to be divided. */
export function currencyOf(cell: string): { code: string; divisor: 1 | 100 } | undefined {
  const major = minorUnits[cell];
  if (major !== undefined) return { code: major, divisor: 100 };
  const code = cell.toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? { code, divisor: 1 } : undefined;
}

/** An amount in whole units of the currency. */
export function inMajorUnits(amount: FileDecimal, divisor: 1 | 100): FileDecimal {
  return divisor === 1 ? amount : amount.div(divisor);
}
