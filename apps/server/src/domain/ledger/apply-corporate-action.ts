/** What companies do to their shares. Each applies to the account that it names, as each broker books it. */
import type { TransactionInput } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';
import { convertLots, ratioOf } from './conversion-ratio.ts';
import type { LedgerBook } from './ledger-book.ts';
import type { LedgerEntry } from './ledger-types.ts';
import type { OpenLot } from './position.ts';
import { realiseResult } from './realised-result.ts';
import { LedgerRefusal } from './refusal.ts';
import { requireSameDirection } from './same-direction.ts';

type Content<Kind extends TransactionInput['kind']> = Extract<TransactionInput, { kind: Kind }>;
type CorporateAction = Content<'split' | 'merger' | 'spin-off' | 'rename'>;
type Exchange = Exclude<CorporateAction, { kind: 'split' }>;

/** Units × ratio; cost, dates and value stay. A fraction that was paid out in cash is a sale of its own. */
export function applySplit(book: LedgerBook, action: Content<'split'>): void {
  requireHeld(book, action);
  const lots = book.takeAllLots(action.account, action.assetId);
  replaceLots(book, action.account, action.assetId, lots, action.ratio, (lot) => lot.cost);
}

/** The new asset takes the place of the old one. */
export function applyRename(book: LedgerBook, action: Content<'rename'>): void {
  requireExchange(book, action);
  book.openLots(action.account, action.intoAssetId, book.takeAllLots(action.account, action.assetId));
}

/** Of every lot a share of the cost moves to a lot of the new asset with the same date; the units of the old one stay. */
export function applySpinOff(book: LedgerBook, action: Content<'spin-off'>): void {
  requireExchange(book, action);
  const { account, assetId, intoAssetId, costShare, ratio } = action;
  if (new Money(costShare).gt(1))
    throw new LedgerRefusal(
      '/costShare',
      `${costShare} of the cost cannot move`,
      'Give the share as a number from 0 to 1: 0.25 for 25 %.',
      costShare,
    );
  const lots = book.takeAllLots(account, assetId);
  const moved = lots.map((lot) => ({ ...lot, cost: lot.cost.mul(costShare) }));
  book.openLots(
    account,
    assetId,
    lots.map((lot, index) => ({ ...lot, cost: lot.cost.minus(moved[index]!.cost) })),
  );
  replaceLots(book, account, intoAssetId, moved, ratio, (lot) => lot.cost);
}

/**
 * Units of the new asset, and perhaps cash, for the units of the old one.
 *
 * Units for units realise nothing: dates and cost move along. The cash is a part disposal: it closes
 *
 *     cash / (cash + ratio × price of the new asset on the date)
 *
 * of the cost of every lot, all per unit, and realises cash − that cost, gain or loss alike. This is the apportionment by
 * value of TCGA 1992 s.128(3) and s.129 (HMRC Capital Gains Manual CG51875 and CG51892); it treats gains and losses alike,
 * unlike 26 U.S.C. § 356, which taxes the gain up to the cash and no loss. Without a price of the new asset neither the
 * result nor the cost that moves along is known, and both are null.
 */
export function applyMerger(book: LedgerBook, entry: LedgerEntry, action: Content<'merger'>): void {
  requireExchange(book, action);
  const { account, assetId, intoAssetId, ratio, currency, date } = action;
  const units = book.quantityOf(account, assetId);
  const share = shareOfCash(book, action);
  const lots = book.takeAllLots(account, assetId);
  const cashPaid = units.mul(action.cashPerUnit);
  if (!cashPaid.isZero()) {
    const closed = lots.map((lot) => ({ ...lot, cost: lot.cost.mul(share) }));
    const closing = { transactionId: entry.id, kind: 'merger' as const, date, account, assetId, currency };
    book.realised.push(realiseResult({ ...closing, amount: cashPaid.abs(), lots: closed }, book.options.rateOn));
    // A short position pays what a long one receives.
    book.pay(entry.id, account, currency, cashPaid);
  }
  replaceLots(book, account, intoAssetId, lots, ratio, (lot) => lot.cost.minus(lot.cost.mul(share)));
}

/** The share of the cost that the cash closes; NaN when the value of the new units is not known. */
function shareOfCash(book: LedgerBook, action: Content<'merger'>): Money {
  const cash = new Money(action.cashPerUnit);
  if (cash.isZero()) return cash;
  const price = priceIn(book, action.intoAssetId, action.currency, action.date);
  const { numerator, denominator } = ratioOf(action.ratio);
  return cash.div(price.mul(numerator).div(denominator).plus(cash));
}

function priceIn(book: LedgerBook, assetId: string, currency: string, date: string): Money {
  const unknown = new Money(Number.NaN);
  const found = book.options.priceOn?.(assetId, date) ?? null;
  if (found === null) return unknown;
  if (found.currency === currency) return new Money(found.price);
  const rate = book.options.rateOn?.(found.currency, currency, date) ?? null;
  return rate === null ? unknown : new Money(found.price).mul(rate.rate);
}

function replaceLots(
  book: LedgerBook,
  account: string,
  assetId: string,
  lots: readonly OpenLot[],
  ratio: string,
  costOf: (lot: OpenLot) => Money,
): void {
  const units = convertLots(lots, ratioOf(ratio));
  const converted = lots.map((lot, index) => ({ ...lot, quantity: units[index]!, cost: costOf(lot) }));
  book.openLots(
    account,
    assetId,
    converted.filter(({ quantity }) => !quantity.isZero()),
  );
}

function requireExchange(book: LedgerBook, action: Exchange): void {
  const held = requireHeld(book, action);
  const { account, assetId, intoAssetId, date } = action;
  if (assetId === intoAssetId)
    throw new LedgerRefusal(
      '/intoAssetId',
      'the asset that is received is the one that is given',
      'Name the new asset; a change of the number of units alone is a split.',
      intoAssetId,
    );
  requireSameDirection(book, account, intoAssetId, held.isNegative() ? -1 : 1, date, '/intoAssetId');
}

/** Units held in the account, which must not be none. */
function requireHeld(book: LedgerBook, { kind, account, assetId, date }: CorporateAction): Money {
  const held = book.quantityOf(account, assetId);
  if (!held.isZero()) return held;
  throw new LedgerRefusal(
    book.quantities.get(assetId)?.isZero() === false ? '/account' : '/assetId',
    `account ${account} holds nothing of the asset on ${date}, so a ${kind} changes nothing there`,
    'Correct the asset, account or date: it applies to what the account holds, after the transactions of the date with a lower sequence.',
    assetId,
  );
}
