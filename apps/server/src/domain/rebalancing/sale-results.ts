/** What sales would realise, by the lots that they take. */
import type { CostBasisMethod, TransactionInput } from '@riskoptimizer/contracts';
import { type LedgerEntry, replayLedger } from '../ledger/ledger.ts';
import { Money } from '../valuation/decimal-and-number.ts';

export interface SaleResult {
  /** In the currency of the sale; null when the cost of a lot is not known. */
  readonly result: string | null;
  /** Share of the units that were held for more than a year. */
  readonly longTermShare: number;
}

const daysOfYear = 365;

/**
 * Replays the ledger with the sales at its end.
 *
 * @returns one answer for each sale, in order; null where the ledger does not allow the sale.
 */
export function saleResults(
  entries: readonly LedgerEntry[],
  sales: readonly TransactionInput[],
  method: CostBasisMethod,
): (SaleResult | null)[] {
  const last = entries.reduce((highest, { sequence }) => Math.max(highest, sequence), 0);
  const added = sales.map((content, index) => ({ id: `sale-${index}`, sequence: last + 1 + index, content }));
  const { realised } = replayLedger([...entries, ...added], { method });
  const byId = new Map(realised.map((one) => [one.transactionId, one]));
  return added.map(({ id }) => {
    const found = byId.get(id);
    if (found === undefined) return null;
    const longTerm = found.lots
      .filter(({ holdingDays }) => holdingDays > daysOfYear)
      .reduce((sum, { quantity }) => sum.plus(quantity), new Money(0));
    return { result: found.result?.toFixed() ?? null, longTermShare: longTerm.div(found.quantity).toNumber() };
  });
}
