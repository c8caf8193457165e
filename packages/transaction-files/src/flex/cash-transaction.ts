import type { AssetReference } from '@riskoptimizer/contracts';
import type { Entry } from '../entries/entry-row.ts';
import type { FlexFields } from './flex-fields.ts';

type CashKind = 'dividend' | 'tax' | 'interest' | 'fee' | 'deposit';

const kindOfType: readonly [RegExp, CashKind][] = [
  [/dividend/i, 'dividend'],
  [/withholding|tax/i, 'tax'],
  [/interest/i, 'interest'],
  [/fee|commission/i, 'fee'],
  [/deposit|withdrawal/i, 'deposit'],
];

/** A cash transaction: its type says the kind, and the sign of the amount the direction. */
export function readCashTransaction(
  fields: FlexFields,
  entry: Entry,
  { account, asset }: { account: string; asset: AssetReference | null },
): void {
  const date = entry.date('dateTime', fields['dateTime'] || fields['reportDate'] || fields['settleDate']);
  const amount = entry.required('amount', fields['amount']);
  const { code, divisor } = entry.currency('currency', fields['currency']);
  const type = fields['type'] ?? '';
  const kind = kindOfType.find(([pattern]) => pattern.test(type))?.[1];
  const note = fields['description']?.slice(0, 500).trim() || null;
  const base = { date, account, currency: code, note, externalId: fields['transactionID'] || null };
  if (kind === undefined) {
    entry.fail('type', 'this type of cash transaction is not known.', 'Leave the row out, and enter it by hand.', type);
  } else if (kind === 'interest') {
    entry.add({ kind, ...base, amount }, null, divisor);
  } else if (kind === 'deposit') {
    entry.add({ kind: amount.isNegative() ? 'withdrawal' : 'deposit', ...base, amount: amount.abs() }, null, divisor);
  } else if ((kind === 'dividend') === amount.isNegative()) {
    const remedy = 'Leave the row out together with the payment that it takes back.';
    entry.fail('amount', 'the payment was taken back.', remedy, fields['amount']);
  } else {
    entry.add({ kind, ...base, amount: amount.abs() }, asset, divisor);
  }
}
