/** What is not known is NaN inside the ledger, so that it spreads to every sum it is part of, and null outside. */
import type { Money } from '../valuation/decimal-and-number.ts';

export function knownOrNull(amount: Money): Money | null {
  return amount.isNaN() ? null : amount;
}
