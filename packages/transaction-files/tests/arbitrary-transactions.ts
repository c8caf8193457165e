/** Transactions of every kind with every optional field, as fast-check makes them. */
import { freeText, plainText, type TransactionInput, transactionInput } from '@riskoptimizer/contracts';
import * as fc from 'fast-check';
import type { AssetNames, WrittenTransaction } from '../src/index.ts';

const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`));
const decimal = fc
  .tuple(digits(18), fc.option(digits(12)))
  .map(([whole, fraction]) => (fraction === null ? whole : `${whole}.${fraction}`));
const positive = decimal.filter((text) => /[1-9]/.test(text));
const signed = fc.tuple(decimal, fc.boolean()).map(([text, isNegative]) => (isNegative ? `-${text}` : text));
const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const currency = fc.stringMatching(/^[A-Z]{3}$/);

/** Text as people and attackers write it: formulas, quotes, delimiters, line ends, other scripts. Zero is no text. */
const text = fc.oneof(
  fc.constantFrom(
    '=1+1',
    '+49',
    '-5',
    '@SUM(A1)',
    "'quoted'",
    "''=",
    '"',
    '""',
    'a,b;c\td|e',
    'x\r\ny',
    'x\ry',
    'x\ny',
    '_x0041_',
    'n/a',
    '--',
    '1,5',
    '＝1',
    '\u0001',
    '\u00a0x',
    '&amp;<b>',
    ']]>',
    '\ufffd',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
);
const trimmed = (max: number, allowed = /^/u) =>
  text
    .map((value) => value.replaceAll('\0', '').trim().slice(0, max))
    .filter((value) => value !== '' && !/\p{Cs}/u.test(value) && value.trim() === value && allowed.test(value));

const id = fc.uuid();
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** A book of at most 20 transactions over its assets. */
export const book: fc.Arbitrary<{ transactions: WrittenTransaction[]; assets: AssetNames }> = fc
  .uniqueArray(id, { minLength: 3, maxLength: 6 })
  .chain((assetIds) =>
    fc.record({
      transactions: fc.array(fc.record({ id, content: content(assetIds) }), { minLength: 1, maxLength: 20 }),
      assets: fc
        .array(
          fc.record({
            symbol: trimmed(40),
            isin: optional(fc.constant('US0378331005')),
            figi: optional(fc.constant('BBG000B9XRY4')),
            name: trimmed(60),
          }),
          { minLength: assetIds.length, maxLength: assetIds.length },
        )
        .map((names): AssetNames => new Map(assetIds.map((assetId, index) => [assetId, names[index]!]))),
    }),
  );

function content(assetIds: string[]): fc.Arbitrary<TransactionInput> {
  const assetId = fc.constantFrom(...assetIds);
  const account = trimmed(60, plainText);
  const common = {
    date: day,
    account,
    note: optional(trimmed(500, freeText)),
    externalId: optional(trimmed(120, plainText)),
  };
  const trade = { ...common, assetId, quantity: positive, price: decimal, currency, fee: decimal, tax: decimal };
  const payment = { ...common, amount: positive, currency };
  const lots = optional(fc.array(fc.record({ transactionId: id, quantity: positive }), { minLength: 1, maxLength: 3 }));
  const shapes: Record<TransactionInput['kind'], Record<string, fc.Arbitrary<unknown>>> = {
    buy: trade,
    sell: { ...trade, lots },
    short: trade,
    dividend: { ...payment, assetId, fee: decimal, tax: decimal },
    interest: { ...payment, amount: signed, fee: decimal, tax: decimal },
    fee: { ...payment, assetId: optional(assetId) },
    tax: { ...payment, assetId: optional(assetId) },
    deposit: payment,
    withdrawal: payment,
    conversion: { ...payment, fee: decimal, intoAmount: positive, intoCurrency: currency },
    transfer: {
      date: day,
      note: common.note,
      externalId: common.externalId,
      fromAccount: optional(account),
      toAccount: optional(account),
      assetId: optional(assetId),
      quantity: positive,
      currency,
      cost: optional(decimal),
    },
    split: { ...common, assetId, ratio: positive },
    merger: { ...common, assetId, intoAssetId: assetId, ratio: positive, cashPerUnit: decimal, currency },
    'spin-off': { ...common, assetId, intoAssetId: assetId, ratio: positive, costShare: decimal },
    rename: { ...common, assetId, intoAssetId: assetId },
  };
  const kinds = Object.entries(shapes).map(([kind, shape]) => fc.record({ kind: fc.constant(kind), ...shape }));
  return fc.oneof(...kinds).map((made) => transactionInput.parse(made));
}
