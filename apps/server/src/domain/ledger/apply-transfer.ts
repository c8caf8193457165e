/** Cash or units moved between accounts of the portfolio, or from and to the outside. A transfer realises no result. */
import type { TransactionInput } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';
import { knownOrNull } from './known-or-null.ts';
import type { LedgerBook } from './ledger-book.ts';
import type { LedgerEntry } from './ledger-types.ts';
import { LedgerRefusal } from './refusal.ts';
import { requireSameDirection } from './same-direction.ts';

type Transfer = Extract<TransactionInput, { kind: 'transfer' }>;
type AssetTransfer = Transfer & { readonly assetId: string };

export function applyTransfer(book: LedgerBook, entry: LedgerEntry, transfer: Transfer): void {
  const { fromAccount, toAccount, assetId } = transfer;
  if (fromAccount === toAccount)
    throw new LedgerRefusal(
      '/toAccount',
      fromAccount === null ? 'the transfer names no account' : `the transfer comes from and goes to ${fromAccount}`,
      'Name two accounts, or one account and null for the outside.',
    );
  requireCostFromOutside(transfer);
  if (assetId === null) transferCash(book, entry, transfer);
  else if (fromAccount === null) receiveUnits(book, entry, { ...transfer, assetId }, toAccount!);
  else moveUnits(book, entry, { ...transfer, assetId }, fromAccount);
}

/** A cost that would be ignored is refused instead: whoever wrote it believes that it counts. */
function requireCostFromOutside({ cost, assetId, fromAccount }: Transfer): void {
  if (cost === null || (assetId !== null && fromAccount === null)) return;
  throw new LedgerRefusal(
    '/cost',
    assetId === null ? 'cash has no cost' : 'units that move within the portfolio keep the cost they have',
    'Leave the cost out; it belongs to units that come from outside.',
    cost,
  );
}

function transferCash(book: LedgerBook, entry: LedgerEntry, transfer: Transfer): void {
  const { fromAccount, toAccount, currency, quantity, date } = transfer;
  const amount = new Money(quantity);
  if (fromAccount !== null) book.pay(entry.id, fromAccount, currency, amount.neg());
  if (toAccount !== null) book.pay(entry.id, toAccount, currency, amount);
  if (fromAccount !== null && toAccount !== null) return;
  book.externalFlows.push({
    transactionId: entry.id,
    kind: 'transfer',
    date,
    account: (fromAccount ?? toAccount)!,
    assetId: null,
    quantity: null,
    value: toAccount === null ? amount.neg() : amount,
    currency,
  });
}

/** Units from outside open a lot on the date of the transfer, at the cost stated or at their market value. */
function receiveUnits(book: LedgerBook, entry: LedgerEntry, transfer: AssetTransfer, account: string): void {
  const { assetId, date } = transfer;
  const quantity = new Money(transfer.quantity);
  requireSameDirection(book, account, assetId, 1, date, '/toAccount');
  const market = marketValue(book, assetId, quantity, date);
  const stated = transfer.cost === null ? null : { value: new Money(transfer.cost), currency: transfer.currency };
  const { value: cost, currency } = stated ?? market ?? { value: new Money(Number.NaN), currency: transfer.currency };
  book.openNewLot(account, assetId, {
    transactionId: entry.id,
    date,
    sequence: entry.sequence,
    quantity,
    cost,
    currency,
  });
  recordFlow(book, entry, transfer, account, quantity);
}

/** Lots move with their dates and costs; those that go outside leave the ledger. */
function moveUnits(book: LedgerBook, entry: LedgerEntry, transfer: AssetTransfer, fromAccount: string): void {
  const { assetId, toAccount, date } = transfer;
  const held = book.quantityOf(fromAccount, assetId);
  if (held.abs().lt(transfer.quantity))
    throw new LedgerRefusal(
      '/quantity',
      `account ${fromAccount} holds ${held.toFixed()} units on ${date}, ${transfer.quantity} cannot be moved`,
      'Correct the quantity, date or account, or enter what was bought before.',
      transfer.quantity,
    );
  const direction = held.isNegative() ? -1 : 1;
  if (toAccount !== null) requireSameDirection(book, toAccount, assetId, direction, date, '/toAccount');
  const lots = book.takeLots(fromAccount, assetId, new Money(transfer.quantity));
  if (toAccount !== null) book.openLots(toAccount, assetId, lots);
  else recordFlow(book, entry, transfer, fromAccount, new Money(transfer.quantity).mul(-direction));
}

/** @param change of the units held: negative when long units leave, positive when short ones do. */
function recordFlow(
  book: LedgerBook,
  entry: LedgerEntry,
  transfer: AssetTransfer,
  account: string,
  change: Money,
): void {
  const { assetId, date } = transfer;
  const market = marketValue(book, assetId, change, date);
  book.externalFlows.push({
    transactionId: entry.id,
    kind: 'transfer',
    date,
    account,
    assetId,
    quantity: change,
    value: market === null ? null : knownOrNull(market.value),
    currency: market?.currency ?? null,
  });
}

function marketValue(
  book: LedgerBook,
  assetId: string,
  quantity: Money,
  date: string,
): { value: Money; currency: string } | null {
  const found = book.options.priceOn?.(assetId, date) ?? null;
  return found === null ? null : { value: quantity.mul(found.price), currency: found.currency };
}
