/** What an owner decides about the price of a day: it is right after all, it does not count, or it is another one. */
import { Money } from '../valuation/decimal-and-number.ts';

export type PriceOverrideKind = 'accept' | 'exclude' | 'set';

/** A price as it is stored, with where it comes from. */
export interface StoredPrice {
  readonly close: string;
  readonly adjustedClose: string | null;
  readonly provider: string | null;
  readonly fetchedAt: string | null;
}

export interface PriceOverride {
  readonly date: string;
  readonly kind: PriceOverrideKind;
  /** The close that counts; null when the day is left out. */
  readonly close: string | null;
  /** What stood there before the first decision, to bring it back; null where there was no price. */
  readonly former: StoredPrice | null;
  readonly reason: string;
  readonly createdAt: Date;
}

/** Digits of an adjusted close that is computed: more than any provider gives. */
const adjustedDigits = 12;

/**
 * The adjusted close that belongs to a decided close: close · a / c, where c and a are close and adjusted close of the same day
 * before, or of the nearest day that has both. The factor a / c changes on days with a split or dividend only.
 *
 * @returns Null where no adjusted closes are known, so that none are mixed in.
 */
export function adjustedFor(
  close: string,
  pattern: Pick<StoredPrice, 'close' | 'adjustedClose'> | null,
): string | null {
  if (pattern === null || pattern.adjustedClose === null) return null;
  return new Money(close).mul(pattern.adjustedClose).div(pattern.close).toSignificantDigits(adjustedDigits).toFixed();
}
