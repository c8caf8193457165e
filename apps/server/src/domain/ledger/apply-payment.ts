/** Everything that moves cash alone: income, costs, deposits, withdrawals and conversions. */
import type { TransactionInput } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';
import type { LedgerBook } from './ledger-book.ts';
import type { LedgerEntry } from './ledger-types.ts';
import { LedgerRefusal } from './refusal.ts';

type Content<Kind extends TransactionInput['kind']> = Extract<TransactionInput, { kind: Kind }>;

/** Cash received for a holding; on a position that is short on the date, what was paid to the lender instead of it. */
export function applyDividend(book: LedgerBook, entry: LedgerEntry, dividend: Content<'dividend'>): void {
  const { account, assetId, currency, date } = dividend;
  // The position may be sold between the ex-date and the payment, and the bank be another account than the broker.
  if (!book.quantities.has(assetId))
    throw new LedgerRefusal(
      '/assetId',
      `the asset was never held until ${date}, so it cannot have paid a dividend`,
      'Correct the asset or the date, or enter the purchase first.',
      assetId,
    );
  const isShort = book.quantityOf(account, assetId).lt(0);
  const amount = isShort ? new Money(dividend.amount).neg() : new Money(dividend.amount);
  book.pay(entry.id, account, currency, amount.minus(dividend.tax).minus(dividend.fee));
  book.addSum('dividend', assetId, currency, amount);
  addCosts(book, assetId, dividend);
}

export function applyInterest(book: LedgerBook, entry: LedgerEntry, interest: Content<'interest'>): void {
  const amount = new Money(interest.amount);
  book.pay(entry.id, interest.account, interest.currency, amount.minus(interest.tax).minus(interest.fee));
  book.addSum('interest', null, interest.currency, amount);
  addCosts(book, null, interest);
}

export function applyCost(book: LedgerBook, entry: LedgerEntry, cost: Content<'fee' | 'tax'>): void {
  const amount = new Money(cost.amount);
  book.pay(entry.id, cost.account, cost.currency, amount.neg());
  book.addSum(cost.kind, cost.assetId, cost.currency, amount);
}

/** Cash from outside or to it: an external flow. */
export function applyDepositOrWithdrawal(
  book: LedgerBook,
  entry: LedgerEntry,
  payment: Content<'deposit' | 'withdrawal'>,
): void {
  const { kind, date, account, currency } = payment;
  const value = kind === 'deposit' ? new Money(payment.amount) : new Money(payment.amount).neg();
  book.pay(entry.id, account, currency, value);
  book.externalFlows.push({
    transactionId: entry.id,
    kind,
    date,
    account,
    assetId: null,
    quantity: null,
    value,
    currency,
  });
}

/** Cash of one currency given for cash of another; what the exchange cost beyond the fee is in its rate. */
export function applyConversion(book: LedgerBook, entry: LedgerEntry, conversion: Content<'conversion'>): void {
  const { account, currency, intoCurrency } = conversion;
  if (currency === intoCurrency)
    throw new LedgerRefusal(
      '/intoCurrency',
      `${currency} cannot be converted into itself`,
      'Name the currency that was received.',
      intoCurrency,
    );
  book.pay(entry.id, account, currency, new Money(conversion.amount).plus(conversion.fee).neg());
  book.pay(entry.id, account, intoCurrency, new Money(conversion.intoAmount));
  book.addSum('fee', null, currency, conversion.fee);
}

function addCosts(
  book: LedgerBook,
  assetId: string | null,
  { fee, tax, currency }: Content<'dividend' | 'interest'>,
): void {
  book.addSum('fee', assetId, currency, fee);
  book.addSum('tax', assetId, currency, tax);
}
