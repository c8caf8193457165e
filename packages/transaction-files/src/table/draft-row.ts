/** A row of a broker's table as a transaction: what its words, signs and missing cells mean. */
import type { AssetReference, TransactionField, TransactionFileMapping } from '@riskoptimizer/contracts';
import { FileDecimal } from '../cells/number-cell.ts';
import { checkDraft, type DraftTransaction } from '../draft.ts';
import type { WordMeaning } from './kind-words.ts';
import { type FileSigns, type FinalKind, settleKind } from './row-kind.ts';
import { type RowMoney, readMoney } from './row-money.ts';
import type { RowValues } from './row-values.ts';

const places = 12;

/** The drafts of a row: one, none when it has errors, and a second one for a fee in another currency. */
export function draftRow(
  row: RowValues,
  meaning: WordMeaning,
  mapping: TransactionFileMapping,
  signs: FileSigns,
): DraftTransaction[] {
  const date = row.date();
  const account = row.text('account') ?? mapping.account ?? 'Main';
  const money = readMoney(row, mapping);
  const kind = settleKind(row, meaning, money, signs);
  const asset = row.asset(false);
  if (date === null || kind === null || row.errors.length > 0) return [];
  const common = { date, account, note: row.text('note'), externalId: row.text('externalId')?.slice(0, 120) ?? null };
  const draft = build(row, kind, money, asset, common);
  if (draft === null || row.errors.length > 0) return [];
  const main = checked(row, draft.content, draft.hasAsset ? asset : null);
  if (main === null) return [];
  const extra = draft.otherFee === null ? null : checked(row, draft.otherFee, asset);
  return extra === null ? [main] : [main, extra];
}

interface Common {
  readonly date: string;
  readonly account: string;
  readonly note: string | null;
  readonly externalId: string | null;
}

interface Built {
  readonly content: Record<string, unknown>;
  readonly hasAsset: boolean;
  readonly otherFee: Record<string, unknown> | null;
}

function build(
  row: RowValues,
  kind: FinalKind,
  money: RowMoney,
  asset: AssetReference | null,
  common: Common,
): Built | null {
  if (kind === 'split') return buildSplit(row, asset, common);
  if (kind === 'transfer-in' || kind === 'transfer-out') return buildTransfer(row, kind, money, asset, common);
  if (money.currency === null) {
    row.fail('currency', 'the currency is missing.', 'Map a column with the currency, or name one for the whole file.');
    return null;
  }
  const hasAsset = kind === 'buy' || kind === 'sell' || kind === 'short' || kind === 'dividend';
  if (hasAsset && asset === null) {
    row.fail('symbol', 'the security is missing.', 'Map a column with its symbol, ISIN or FIGI.');
    return null;
  }
  const fee = money.fee?.abs() ?? new FileDecimal(0);
  const tax = money.tax?.abs() ?? new FileDecimal(0);
  const isFeeForeign = money.feeCurrency !== null && money.feeCurrency !== money.currency && !fee.isZero();
  const costs = { fee: isFeeForeign ? '0' : fee.toFixed(), tax: tax.toFixed() };
  const otherFee = isFeeForeign
    ? { kind: 'fee', ...common, amount: fee.toFixed(), currency: money.feeCurrency, externalId: null }
    : null;
  const base = { kind, ...common, currency: money.currency };
  if (kind === 'buy' || kind === 'sell' || kind === 'short') {
    const trade = priceTrade(row, kind, money, isFeeForeign ? new FileDecimal(0) : fee, tax);
    return trade === null ? null : { content: { ...base, ...costs, ...trade }, hasAsset, otherFee };
  }
  const amount = paidAmount(row, kind, money, fee, tax);
  if (amount === null) return null;
  const isEarning = kind === 'dividend' || kind === 'interest';
  return { content: { ...base, ...(isEarning ? costs : {}), amount: amount.toFixed() }, hasAsset, otherFee: null };
}

/** Quantity and price of a trade; a missing price follows from the amount, by what fee and tax added to it. */
function priceTrade(row: RowValues, kind: FinalKind, money: RowMoney, fee: FileDecimal, tax: FileDecimal) {
  const quantity = money.quantity?.abs() ?? null;
  if (quantity === null || quantity.isZero()) {
    row.fail('quantity', 'the quantity is missing or 0.', 'Write how many units were traded.');
    return null;
  }
  if (kind === 'buy' && money.quantity!.isNegative()) {
    row.fail('quantity', 'a negative quantity was bought.', 'If the trade was cancelled, leave out both rows of it.');
    return null;
  }
  const costs = kind === 'buy' ? fee.plus(tax).neg() : fee.plus(tax);
  const gross = money.amount?.abs() ?? money.netAmount?.abs().plus(costs) ?? null;
  if (money.price !== null) {
    warnOfDisagreement(row, quantity.mul(money.price.abs()), gross);
    return { quantity: quantity.toFixed(), price: money.price.abs().toFixed() };
  }
  if (gross === null || gross.isNegative()) {
    row.fail('price', 'there is neither a price nor an amount.', 'Write the price of one unit, or the amount.');
    return null;
  }
  return { quantity: quantity.toFixed(), price: gross.div(quantity).toDecimalPlaces(places).toFixed() };
}

/** More than a hundredth apart is no rounding: a price in pence, for a bundle of units, or another currency. */
function warnOfDisagreement(row: RowValues, product: FileDecimal, gross: FileDecimal | null): void {
  if (gross === null || gross.isZero() || product.minus(gross).abs().lte(product.abs().mul('0.01').plus('0.05')))
    return;
  row.warn(
    'price',
    `quantity × price is ${product.toDecimalPlaces(2).toFixed()}, but the amount says ${gross.toDecimalPlaces(2).toFixed()}.`,
    'Check the currency of the price: it may be in pence, for a bundle of units, or in another currency than the amount.',
  );
}

function paidAmount(
  row: RowValues,
  kind: FinalKind,
  money: RowMoney,
  fee: FileDecimal,
  tax: FileDecimal,
): FileDecimal | null {
  const isEarning = kind === 'dividend' || kind === 'interest';
  const net = money.netAmount ?? (isEarning || money.amount !== null ? null : (money.quantity ?? null));
  const sign = isEarning && net !== null ? net.plus(fee).plus(tax) : net;
  const own = kind === 'fee' && fee.gt(0) ? fee : kind === 'tax' && tax.gt(0) ? tax : null;
  const amount = money.amount ?? (sign === null || (sign.isZero() && own !== null) ? own : sign);
  if (amount === null) {
    row.fail('netAmount', 'the amount is missing.', 'Write the amount, or leave the row out.');
    return null;
  }
  if (kind === 'interest') return amount;
  if (kind === 'dividend' && amount.isNegative()) {
    row.fail('netAmount', 'the dividend is negative.', 'If it was cancelled, leave out both rows of it.');
    return null;
  }
  const isRefund = (kind === 'fee' || kind === 'tax') && money.netAmount?.gt(0) === true;
  if (isRefund && row.text('kind') !== null) {
    row.warn(
      'netAmount',
      `the ${kind} is positive: it is taken as paid.`,
      'If it was refunded, enter it as a deposit.',
    );
  }
  return amount.abs();
}

function buildSplit(row: RowValues, asset: AssetReference | null, common: Common): Built | null {
  if (asset === null) row.fail('symbol', 'the security is missing.', 'Map a column with its symbol, ISIN or FIGI.');
  const text = row.text('ratio');
  const pair =
    text === null ? null : /^(\d{1,9}(?:\.\d{1,6})?)\s*(?::|\/|for|zu|pour)\s*(\d{1,9}(?:\.\d{1,6})?)$/i.exec(text);
  const ratio = pair === null ? row.number('ratio') : new FileDecimal(pair[1]!).div(pair[2]!);
  if (ratio === null || !ratio.isFinite()) {
    row.fail(
      'ratio',
      'the ratio of the split is missing.',
      'Write it in a column: 2 or 2:1 for two new units for one old.',
    );
    return null;
  }
  return {
    content: { kind: 'split', ...common, ratio: ratio.toDecimalPlaces(places).toFixed() },
    hasAsset: true,
    otherFee: null,
  };
}

function buildTransfer(
  row: RowValues,
  kind: 'transfer-in' | 'transfer-out',
  money: RowMoney,
  asset: AssetReference | null,
  { account, ...common }: Common,
): Built | null {
  const hasAsset = asset !== null && money.quantity !== null && !money.quantity.isZero();
  const quantity = hasAsset ? money.quantity : (money.netAmount ?? money.amount);
  if (quantity === null || money.currency === null) {
    row.fail(
      quantity === null ? 'quantity' : 'currency',
      'it is missing.',
      'Write what was transferred, and its currency.',
    );
    return null;
  }
  const accounts =
    kind === 'transfer-in' ? { fromAccount: null, toAccount: account } : { fromAccount: account, toAccount: null };
  const cost = hasAsset && kind === 'transfer-in' ? (money.amount ?? money.netAmount)?.abs().toFixed() : null;
  const content = {
    kind: 'transfer',
    ...common,
    ...accounts,
    quantity: quantity.abs().toFixed(),
    currency: money.currency,
    cost: cost ?? null,
  };
  return { content, hasAsset, otherFee: null };
}

/** The draft when the contract accepts it; what the contract refuses becomes a problem of its column. */
function checked(
  row: RowValues,
  content: Record<string, unknown>,
  asset: AssetReference | null,
): DraftTransaction | null {
  const result = checkDraft(content, asset, null);
  if ('content' in result) return { content: result.content, asset, intoAsset: null, reference: null };
  for (const { field, message } of result.issues) {
    row.fail(field as TransactionField, `${message}.`, 'Correct the value, or leave the row out.');
  }
  return null;
}
