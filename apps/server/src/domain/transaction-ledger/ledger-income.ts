/** What the ledger earned and paid besides its trades, each on its date, so that it is converted at the rate of that date. */

import { applyEntry } from '../ledger/apply-entry.ts';
import { compareEntries, type LedgerEntry } from '../ledger/ledger.ts';
import { LedgerBook } from '../ledger/ledger-book.ts';
import { Money } from '../valuation/decimal-and-number.ts';

export interface Income {
  readonly kind: 'dividend' | 'interest' | 'fee' | 'tax';
  readonly date: string;
  readonly account: string;
  readonly assetId: string | null;
  readonly currency: string;
  /** Of dividends and interest what came in, of fees and taxes what was paid. */
  readonly amount: Money;
}

/** Of the ledger up to a date, in its order; fees and taxes inside of trades and payments are in it. */
export function incomeOf(entries: readonly LedgerEntry[], upTo: string): Income[] {
  const counted = entries.filter(({ content }) => content.date <= upTo).toSorted(compareEntries);
  // Only where something is short somebody has to know the position that a dividend meets.
  const book = counted.some(({ content }) => content.kind === 'short') ? new LedgerBook({}) : null;
  const found: Income[] = [];
  let date = '';
  for (const entry of counted) {
    const { content } = entry;
    if (book !== null && content.date !== date) book.startDate();
    date = content.date;
    const isShort =
      book !== null && content.kind === 'dividend' && book.quantityOf(content.account, content.assetId).lt(0);
    found.push(...incomeOfEntry(entry, isShort));
    if (book !== null) applyEntry(book, entry);
  }
  return found;
}

function incomeOfEntry({ content }: LedgerEntry, isShort: boolean): Income[] {
  if (content.kind === 'transfer' || !('currency' in content)) return [];
  const { date, account, currency } = content;
  const assetId = 'assetId' in content ? content.assetId : null;
  const of = (kind: Income['kind'], amount: string | Money): Income => ({
    kind,
    date,
    account,
    assetId,
    currency,
    amount: new Money(amount),
  });
  const found: Income[] = [];
  if (content.kind === 'dividend')
    found.push(of('dividend', isShort ? new Money(content.amount).neg() : content.amount));
  if (content.kind === 'interest' || content.kind === 'fee' || content.kind === 'tax')
    found.push(of(content.kind, content.amount));
  if ('fee' in content) found.push(of('fee', content.fee));
  if ('tax' in content) found.push(of('tax', content.tax));
  return found.filter(({ amount }) => !amount.isZero());
}
