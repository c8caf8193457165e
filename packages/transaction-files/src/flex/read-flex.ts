/**
 * Flex queries of Interactive Brokers as XML: trades, cash transactions, corporate actions and transfers.
 *
 * Amounts are signed from the view of the account. Summaries that repeat the details are left out.
 */
import type { AssetReference } from '@riskoptimizer/contracts';
import { FileDecimal } from '../cells/number-cell.ts';
import type { FileRow } from '../draft.ts';
import { Entry } from '../entries/entry-row.ts';
import { FileRefusal, shown } from '../problem.ts';
import { descendants, type XmlElement } from '../xml/read-xml.ts';
import { readCashTransaction } from './cash-transaction.ts';
import { type FlexFields, flexAsset } from './flex-fields.ts';

type ReadElement = (fields: FlexFields, entry: Entry, common: FlexCommon) => void;

interface FlexCommon {
  readonly account: string;
  readonly asset: AssetReference | null;
}

const readers: Readonly<Record<string, ReadElement>> = {
  Trade: readTrade,
  CashTransaction: readCashTransaction,
  CorporateAction: readCorporateAction,
  Transfer: readTransfer,
};
const sourceCharacters = 500;

/** Whether a document is an answer of the Flex service. */
export function isFlex(root: XmlElement): boolean {
  return root.name === 'FlexQueryResponse' || root.name === 'FlexStatementResponse';
}

export function readFlex(root: XmlElement): FileRow[] {
  const statements = descendants(root, 'FlexStatement');
  if (statements.length === 0) throw noStatement(root);
  return statements.flatMap((statement) =>
    statement.children.flatMap(({ children }) => children.flatMap((element) => readElement(element, statement))),
  );
}

function readElement({ name, attributes, line }: XmlElement, statement: XmlElement): FileRow[] {
  const reader = readers[name];
  const isSummary = !['', 'EXECUTION', 'DETAIL'].includes(attributes['levelOfDetail'] ?? '');
  if (reader === undefined || isSummary) return [];
  const entry = new Entry(name, line);
  const account = (attributes['accountId'] || statement.attributes['accountId'] || 'Interactive Brokers').slice(0, 60);
  reader(attributes, entry, { account, asset: flexAsset(attributes) });
  const fields = Object.entries(attributes).filter(([, value]) => value !== '');
  return entry.rows(`${name} ${fields.map(([key, value]) => `${key}=${value}`).join(' ')}`.slice(0, sourceCharacters));
}

function readTrade(fields: FlexFields, entry: Entry, { account, asset }: FlexCommon): void {
  const date = entry.date('tradeDate', fields['tradeDate'] || fields['dateTime']);
  const quantity = entry.required('quantity', fields['quantity']);
  const price = entry.required('tradePrice', fields['tradePrice']);
  const { code, divisor } = entry.currency('currency', fields['currency']);
  const commission = entry.number('ibCommission', fields['ibCommission']) ?? new FileDecimal(0);
  const tax = (entry.number('taxes', fields['taxes']) ?? new FileDecimal(0)).abs();
  const base = { date, account, externalId: fields['tradeID'] || fields['transactionID'] || null, note: null };
  if (/\(Ca\.\)/.test(fields['buySell'] ?? '')) {
    entry.fail(
      'buySell',
      'the trade was cancelled.',
      'Leave out this row and the trade that it cancels.',
      fields['buySell'],
    );
  }
  if (commission.gt(0)) {
    entry.fail('ibCommission', 'the commission was a rebate.', 'Enter the trade by hand, with the rebate as interest.');
  }
  const feeCurrency = fields['ibCommissionCurrency'] || fields['currency'];
  const fee = feeCurrency === fields['currency'] ? commission.abs() : new FileDecimal(0);
  if (fields['assetCategory'] === 'CASH') readForex(fields, entry, base, { quantity, price, fee });
  else {
    const multiplier = entry.number('multiplier', fields['multiplier']) ?? new FileDecimal(1);
    const isOpening = fields['openCloseIndicator'] === 'O';
    const kind = quantity.isNegative() ? (isOpening ? 'short' : 'sell') : 'buy';
    const trade = { kind, ...base, quantity: quantity.abs(), price: price.mul(multiplier), currency: code, fee, tax };
    entry.add(trade, asset, divisor);
  }
  if (fee.isZero() && !commission.isZero()) {
    const other = entry.currency('ibCommissionCurrency', feeCurrency);
    entry.add(
      { kind: 'fee', ...base, externalId: null, amount: commission.abs(), currency: other.code },
      null,
      other.divisor,
    );
  }
}

/** "EUR.USD": the quantity is of the first currency, the price in the second. */
function readForex(
  fields: FlexFields,
  entry: Entry,
  base: Record<string, unknown>,
  { quantity, price, fee }: Record<'quantity' | 'price' | 'fee', FileDecimal>,
): void {
  const pair = /^([A-Z]{3})\.([A-Z]{3})$/.exec(fields['symbol'] ?? '');
  if (pair === null) {
    entry.fail('symbol', 'it names no pair of currencies such as EUR.USD.', 'Enter it by hand.', fields['symbol']);
    return;
  }
  const first = { amount: quantity.abs(), currency: pair[1]! };
  const second = { amount: quantity.mul(price).abs().toDecimalPlaces(12), currency: pair[2]! };
  const [given, received] = quantity.isNegative() ? [first, second] : [second, first];
  const isFeeOfGiven = fields['currency'] === given.currency;
  entry.add(
    {
      kind: 'conversion',
      ...base,
      ...given,
      intoAmount: received.amount.toFixed(),
      intoCurrency: received.currency,
      fee: isFeeOfGiven ? fee : new FileDecimal(0),
    },
    null,
  );
  if (!isFeeOfGiven && fee.gt(0)) {
    entry.add({ kind: 'fee', ...base, externalId: null, amount: fee, currency: fields['currency'] }, null);
  }
}

function readCorporateAction(fields: FlexFields, entry: Entry, { account, asset }: FlexCommon): void {
  const date = entry.date('reportDate', fields['reportDate'] || fields['dateTime']);
  const description = fields['description'] || fields['actionDescription'] || '';
  const split = /SPLIT\s+(\d{1,9}(?:\.\d{1,9})?)\s+FOR\s+(\d{1,9}(?:\.\d{1,9})?)/i.exec(description);
  if (split === null || !['FS', 'RS', ''].includes(fields['type'] ?? '')) {
    entry.fail(
      'type',
      `this corporate action cannot be read from its description "${shown(description)}".`,
      'Leave the row out, and enter the merger, spin-off or rename by hand.',
      fields['type'] ?? '',
    );
    return;
  }
  const ratio = new FileDecimal(split[1]!).div(split[2]!).toDecimalPlaces(12);
  const externalId = fields['transactionID'] || fields['actionID'] || null;
  entry.add({ kind: 'split', date, account, ratio, externalId, note: null }, asset);
}

function readTransfer(fields: FlexFields, entry: Entry, { account, asset }: FlexCommon): void {
  const date = entry.date('date', fields['date'] || fields['dateTime'] || fields['reportDate']);
  const { code, divisor } = entry.currency('currency', fields['currency']);
  const quantity = entry.number('quantity', fields['quantity']);
  const isHolding = asset !== null && quantity !== null && !quantity.isZero();
  const moved = isHolding ? quantity : entry.required('cashTransfer', fields['cashTransfer']);
  const isIn = fields['direction'] === 'IN' || (fields['direction'] !== 'OUT' && !moved.isNegative());
  entry.add(
    {
      kind: 'transfer',
      date,
      note: null,
      externalId: fields['transactionID'] || null,
      fromAccount: isIn ? null : account,
      toAccount: isIn ? account : null,
      quantity: isHolding ? moved.abs() : moved.abs().div(divisor),
      currency: code,
      cost: null,
    },
    isHolding ? asset : null,
  );
}

function noStatement(root: XmlElement): FileRefusal {
  const message = descendants(root, 'ErrorMessage')[0]?.text ?? '';
  return new FileRefusal({
    message: message === '' ? 'the file holds no FlexStatement.' : `the broker answered "${shown(message)}".`,
    line: root.line,
    remedy: 'Run the Flex query again, and download it as XML once it is ready.',
  });
}
