/** The amounts of a row in whole units of their currencies. */
import type { TransactionFileMapping } from '@riskoptimizer/contracts';
import type { FileDecimal } from '../cells/number-cell.ts';
import { currencyOf, inMajorUnits } from '../minor-units.ts';
import { shown } from '../problem.ts';
import type { RowValues } from './row-values.ts';

export interface RowMoney {
  readonly currency: string | null;
  readonly quantity: FileDecimal | null;
  readonly price: FileDecimal | null;
  /** Before fee and tax. */
  readonly amount: FileDecimal | null;
  /** What came to or left the account. */
  readonly netAmount: FileDecimal | null;
  readonly fee: FileDecimal | null;
  readonly feeCurrency: string | null;
  readonly tax: FileDecimal | null;
}

export function readMoney(row: RowValues, mapping: TransactionFileMapping): RowMoney {
  const price = row.number('price');
  const own =
    readCurrency(row, 'currency') ?? named(row.currencyOfHeader('price') ?? row.currencyOfHeader('netAmount'));
  const ofAmount = readCurrency(row, 'amountCurrency');
  const used = own ?? ofAmount ?? named(mapping.currency);
  const divisor = used?.divisor ?? 1;
  const scaled = (field: 'amount' | 'netAmount' | 'fee' | 'tax', by: 1 | 100 = divisor) => {
    const value = row.number(field);
    return value === null ? null : inMajorUnits(value, by);
  };
  const feeCurrency = readCurrency(row, 'feeCurrency');
  // An amount in another currency than the price is what the broker made of it: it says nothing about the price.
  const isForeign = price !== null && ofAmount !== undefined && ofAmount.code !== used?.code;
  return {
    currency: used?.code ?? null,
    quantity: row.number('quantity'),
    price: price === null ? null : inMajorUnits(price, divisor),
    amount: scaled('amount'),
    netAmount: isForeign ? null : scaled('netAmount', ofAmount?.divisor ?? divisor),
    fee: scaled('fee', feeCurrency?.divisor ?? divisor),
    feeCurrency: feeCurrency?.code ?? null,
    tax: scaled('tax'),
  };
}

function named(code: string | null) {
  return code === null ? undefined : currencyOf(code);
}

function readCurrency(row: RowValues, field: 'currency' | 'amountCurrency' | 'feeCurrency') {
  const cell = row.text(field);
  if (cell === null) return undefined;
  const currency = currencyOf(cell);
  if (currency === undefined) {
    row.fail(field, `"${shown(cell)}" is no currency code.`, 'Write three letters, such as EUR.');
  }
  return currency;
}
