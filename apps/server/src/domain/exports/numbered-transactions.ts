/**
 * Transactions as a file calls them: by their place in the ledger instead of the identifiers of this database, so that a ledger
 * that was exported, imported and exported again is the same file.
 */
import type { TransactionInput } from '@riskoptimizer/contracts';
import type { WrittenTransaction } from '@riskoptimizer/transaction-files';
import { placeName } from './everything-names.ts';

interface StoredTransaction {
  readonly id: string;
  readonly content: TransactionInput;
}

export function numberTransactions(ledger: readonly StoredTransaction[]): WrittenTransaction[] {
  const nameOf = new Map(ledger.map(({ id }, index) => [id, placeName('transaction', index + 1)]));
  return ledger.map(({ id, content }) => ({ id: nameOf.get(id)!, content: withNamedLots(content, nameOf) }));
}

/** Lots by other identifiers than those they have. */
export function withNamedLots(content: TransactionInput, nameOf: ReadonlyMap<string, string>): TransactionInput {
  if (content.kind !== 'sell' || content.lots === null) return content;
  const lots = content.lots.map(({ transactionId, quantity }) => ({
    transactionId: nameOf.get(transactionId) ?? transactionId,
    quantity,
  }));
  return { ...content, lots };
}
