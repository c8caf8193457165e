/** What a transaction does to the cash of its account, exactly: amounts are decimal texts and stay that. */
import type { TransactionInput } from '@riskoptimizer/contracts';
import { sumDecimals } from '@riskoptimizer/price-csv';

export interface CashEffect {
  /** Positive came in. */
  readonly amount: string;
  readonly currency: string;
}

/** Null for what moves no money of the account, or moves it between two. */
export function cashEffect(content: TransactionInput): CashEffect | null {
  switch (content.kind) {
    case 'buy':
      return effect(
        content.currency,
        `-${product(content.quantity, content.price)}`,
        minus(content.fee),
        minus(content.tax),
      );
    case 'sell':
    case 'short':
      return effect(content.currency, product(content.quantity, content.price), minus(content.fee), minus(content.tax));
    case 'dividend':
    case 'interest':
      return effect(content.currency, content.amount, minus(content.fee), minus(content.tax));
    case 'deposit':
      return effect(content.currency, content.amount);
    case 'fee':
    case 'tax':
    case 'withdrawal':
      return effect(content.currency, minus(content.amount));
    case 'conversion':
      return effect(content.currency, minus(content.amount), minus(content.fee));
    case 'transfer':
      return transferEffect(content);
    // The cash of a merger depends on what was held; the others move units.
    case 'merger':
    case 'split':
    case 'spin-off':
    case 'rename':
      return null;
  }
}

function transferEffect({
  assetId,
  fromAccount,
  toAccount,
  quantity,
  currency,
}: Extract<TransactionInput, { kind: 'transfer' }>) {
  if (assetId !== null || (fromAccount !== null && toAccount !== null)) return null;
  return effect(currency, toAccount === null ? minus(quantity) : quantity);
}

function effect(currency: string, ...parts: string[]): CashEffect {
  return { amount: sumDecimals(parts), currency };
}

function minus(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

/** Of two decimal texts of at least zero, exact to the last digit. */
export function product(one: string, other: string): string {
  const [a, b] = [digits(one), digits(other)];
  const places = a.places + b.places;
  const text = (a.value * b.value).toString().padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

function digits(text: string): { readonly value: bigint; readonly places: number } {
  const [whole = '', fraction = ''] = text.split('.');
  return { value: BigInt(whole + fraction), places: fraction.length };
}
