/** Whether a row of a file looks like a transaction that the ledger has already. It is shown and never dropped by itself. */
import type { ResembledTransaction, TransactionInput } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';

export type LedgerOfImport = readonly { readonly id: string; readonly content: TransactionInput }[];

/**
 * A row resembles a transaction of the same identifier at the broker, or else of the same date, kind, account, asset and
 * figures. Each transaction is resembled by one row at most: of four fills where the ledger has one, three are new.
 */
export function createResemblance(ledger: LedgerOfImport): (row: TransactionInput) => ResembledTransaction | null {
  // Whatever is compared with an empty ledger: fifty thousand rows are not looked at for nothing.
  if (ledger.length === 0) return () => null;
  const byExternalId = new Map<string, LedgerOfImport[number]>();
  const byContent = new Map<string, LedgerOfImport[number][]>();
  for (const entry of ledger) {
    if (entry.content.externalId !== null) byExternalId.set(externalKey(entry.content), entry);
    const key = contentKey(entry.content);
    byContent.set(key, [...(byContent.get(key) ?? []), entry]);
  }
  const taken = new Set<string>();
  return (row) => {
    const sameId = row.externalId === null ? undefined : byExternalId.get(externalKey(row));
    const found = sameId ?? byContent.get(contentKey(row))?.find(({ id }) => !taken.has(id));
    if (found === undefined) return null;
    taken.add(found.id);
    const because = sameId === undefined ? 'same-content' : 'external-id';
    return { transactionId: found.id, date: found.content.date, kind: found.content.kind, because };
  };
}

/** Brokers give a trade and its fee one identifier. */
function externalKey({ kind, externalId }: TransactionInput): string {
  return `${kind} ${externalId}`;
}

/** What makes two transactions alike: neither notes nor fees, which brokers show in one file and not in another. */
function contentKey(content: TransactionInput): string {
  const { kind, date } = content;
  const figures = {
    account: null,
    assetId: null,
    quantity: null,
    price: null,
    amount: null,
    currency: null,
    ratio: null,
    ...content,
  };
  const decimals = [figures.quantity, figures.price, figures.amount, figures.ratio];
  const texts = decimals.map((text) => (text === null ? '' : new Money(text).toFixed()));
  return [kind, date, figures.account, figures.assetId, figures.currency, ...texts].join('|');
}
