/** Buying, selling and selling short. */
import type { LotChoice, TransactionInput } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';
import type { LedgerBook } from './ledger-book.ts';
import type { LedgerEntry } from './ledger-types.ts';
import { realiseResult } from './realised-result.ts';
import { LedgerRefusal } from './refusal.ts';

type Trade = Extract<TransactionInput, { kind: 'buy' | 'sell' | 'short' }>;

/** Fee and tax belong to the trade: they add to the cost of what is bought and take from the proceeds of what is sold. */
export function applyTrade(book: LedgerBook, entry: LedgerEntry, trade: Trade): void {
  const held = book.quantityOf(trade.account, trade.assetId);
  switch (trade.kind) {
    case 'buy':
      if (held.isNegative() && !held.isZero()) cover(book, entry, trade, held);
      else {
        openLot(book, entry, trade, new Money(trade.quantity), amountPaid(trade));
      }
      break;
    case 'sell':
      sell(book, entry, trade, held);
      break;
    case 'short':
      if (held.gt(0))
        throw new LedgerRefusal(
          '/kind',
          `account ${trade.account} holds ${held.toFixed()} units of the asset on ${trade.date}, and long and short positions of one asset cannot be mixed in one account`,
          'Sell what is held first, or enter the short sale in another account.',
          trade.kind,
        );
      openLot(book, entry, trade, new Money(trade.quantity).neg(), amountReceived(trade).neg());
      break;
  }
  book.addSum('fee', trade.assetId, trade.currency, trade.fee);
  book.addSum('tax', trade.assetId, trade.currency, trade.tax);
}

/** A short lot has a negative cost: opening it brought money in. */
function openLot(book: LedgerBook, entry: LedgerEntry, trade: Trade, quantity: Money, cost: Money): void {
  const { account, assetId, currency, date } = trade;
  book.openNewLot(account, assetId, {
    transactionId: entry.id,
    date,
    sequence: entry.sequence,
    quantity,
    cost,
    currency,
  });
  book.pay(entry.id, account, currency, cost.neg());
}

function sell(book: LedgerBook, entry: LedgerEntry, trade: Extract<Trade, { kind: 'sell' }>, held: Money): void {
  if (held.lt(trade.quantity)) {
    const isShort = held.isNegative();
    throw new LedgerRefusal(
      '/quantity',
      isShort
        ? `account ${trade.account} is short of ${held.abs().toFixed()} units on ${trade.date}, so there is nothing to sell`
        : `account ${trade.account} holds ${held.toFixed()} units on ${trade.date}, ${trade.quantity} cannot be sold`,
      isShort
        ? 'Enter "short" to sell more of them short, or "buy" to cover.'
        : 'Correct the quantity, date or account, or enter what was bought before; a short sale is entered as "short".',
      trade.quantity,
    );
  }
  const proceeds = amountReceived(trade);
  close(book, entry, trade, proceeds, trade.lots);
  book.pay(entry.id, trade.account, trade.currency, proceeds);
}

function cover(book: LedgerBook, entry: LedgerEntry, trade: Extract<Trade, { kind: 'buy' }>, held: Money): void {
  const short = held.abs();
  if (short.lt(trade.quantity))
    throw new LedgerRefusal(
      '/quantity',
      `account ${trade.account} is short of ${short.toFixed()} units on ${trade.date}; buying ${trade.quantity} would turn the short position into a long one`,
      `Enter two transactions: buy ${short.toFixed()} to cover, then buy the rest.`,
      trade.quantity,
    );
  const cost = amountPaid(trade);
  close(book, entry, trade, cost, null);
  book.pay(entry.id, trade.account, trade.currency, cost.neg());
}

function close(
  book: LedgerBook,
  entry: LedgerEntry,
  trade: Extract<Trade, { kind: 'buy' | 'sell' }>,
  amount: Money,
  choice: readonly LotChoice[] | null,
): void {
  const { kind, date, account, assetId, currency } = trade;
  const lots = book.takeLots(account, assetId, new Money(trade.quantity), choice);
  book.realised.push(
    realiseResult(
      { transactionId: entry.id, kind, date, account, assetId, currency, amount, lots },
      book.options.rateOn,
    ),
  );
}

/** quantity × price + fee + tax. */
function amountPaid({ quantity, price, fee, tax }: Trade): Money {
  const amount = new Money(quantity).mul(price);
  return isFree(fee, tax) ? amount : amount.plus(fee).plus(tax);
}

/** quantity × price − fee − tax. */
function amountReceived({ quantity, price, fee, tax }: Trade): Money {
  const amount = new Money(quantity).mul(price);
  return isFree(fee, tax) ? amount : amount.minus(fee).minus(tax);
}

/** Spares reading and adding what is nothing: a long ledger is replayed at each change. */
const isFree = (fee: string, tax: string): boolean => fee === '0' && tax === '0';
