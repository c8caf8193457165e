/**
 * Transactions as a file calls them: by their place in the ledger instead of the identifiers of this database, so that a ledger
 * that was exported, imported and exported again is the same file.
 */
import type { TransactionInput } from '@riskoptimizer/contracts';
import type { WrittenTransaction } from '@riskoptimizer/transaction-files';

interface StoredTransaction {
  readonly id: string;
  readonly content: TransactionInput;
}

/** Written like an identifier, because that is what the lots of a sale are read as. */
function placeName(place: number): string {
  return `00000000-0000-4000-8000-${place.toString(16).padStart(12, '0')}`;
}

export function numberTransactions(ledger: readonly StoredTransaction[]): WrittenTransaction[] {
  const nameOf = new Map(ledger.map(({ id }, index) => [id, placeName(index + 1)]));
  return ledger.map(({ id, content }) => ({ id: nameOf.get(id)!, content: withNamedLots(content, nameOf) }));
}

function withNamedLots(content: TransactionInput, nameOf: ReadonlyMap<string, string>): TransactionInput {
  if (content.kind !== 'sell' || content.lots === null) return content;
  const lots = content.lots.map(({ transactionId, quantity }) => ({
    transactionId: nameOf.get(transactionId) ?? transactionId,
    quantity,
  }));
  return { ...content, lots };
}
