/** Long and short positions of one asset do not mix in one account: which lot would a sale close? */
import type { LedgerBook } from './ledger-book.ts';
import { LedgerRefusal } from './refusal.ts';

/** Refuses units that would come to a position of the other direction. */
export function requireSameDirection(
  book: LedgerBook,
  account: string,
  assetId: string,
  direction: 1 | -1,
  date: string,
  field: string,
): void {
  const held = book.quantityOf(account, assetId);
  if (held.mul(direction).gte(0)) return;
  const [there, coming] = direction === 1 ? ['short', 'long'] : ['long', 'short'];
  throw new LedgerRefusal(
    field,
    `account ${account} is ${there} of ${held.abs().toFixed()} units of the asset on ${date}; ${coming} units cannot be mixed with them`,
    'Close the position first, or use another account.',
    field === '/toAccount' ? account : assetId,
  );
}
