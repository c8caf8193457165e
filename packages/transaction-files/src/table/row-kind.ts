/** The kind of a row, where its word leaves it to the signs of its numbers. */
import type { TransactionField } from '@riskoptimizer/contracts';
import type { WordMeaning } from './kind-words.ts';
import type { RowMoney } from './row-money.ts';
import type { RowValues } from './row-values.ts';

/** What is known of the file as a whole. */
export interface FileSigns {
  /** Fields with a negative number anywhere: there the sign means something. */
  readonly signed: ReadonlySet<TransactionField>;
}

export type FinalKind =
  | 'buy'
  | 'sell'
  | 'short'
  | 'dividend'
  | 'interest'
  | 'fee'
  | 'tax'
  | 'deposit'
  | 'withdrawal'
  | 'split'
  | 'transfer-in'
  | 'transfer-out';

export function settleKind(row: RowValues, meaning: WordMeaning, money: RowMoney, signs: FileSigns): FinalKind | null {
  if (meaning === 'skip') return null;
  if (meaning === 'trade') return tradeKind(row, money, signs);
  if (meaning === 'cash') return cashKind(row, money);
  if (meaning === 'transfer') {
    const isHolding = money.quantity !== null && money.price === null && row.asset(false) !== null;
    if (!isHolding) return cashKind(row, money);
    return money.quantity.isNegative() ? 'transfer-out' : 'transfer-in';
  }
  if (meaning === 'conversion' || meaning === 'merger' || meaning === 'spin-off' || meaning === 'rename') {
    const remedy = 'Leave the row out, and enter it by hand.';
    row.fail('kind', `a ${meaning} cannot be read from a table of this form.`, remedy);
    return null;
  }
  return meaning;
}

function tradeKind(row: RowValues, { quantity, amount, netAmount }: RowMoney, signs: FileSigns): FinalKind | null {
  if (quantity?.isNegative()) return 'sell';
  if (signs.signed.has('quantity') && quantity !== null) return 'buy';
  const paid = netAmount ?? amount;
  const isSigned = signs.signed.has('netAmount') || signs.signed.has('amount');
  if (paid !== null && isSigned) return paid.isNegative() ? 'buy' : 'sell';
  row.fail(
    'kind',
    'neither a word nor a sign tells whether this was bought or sold.',
    'Add a column that says buy or sell.',
  );
  return null;
}

function cashKind(row: RowValues, { amount, netAmount, quantity }: RowMoney): FinalKind | null {
  const moved = netAmount ?? amount ?? quantity;
  if (moved === null) {
    row.fail('netAmount', 'the amount is missing.', 'Write the amount, or leave the row out.');
    return null;
  }
  return moved.isNegative() ? 'withdrawal' : 'deposit';
}
