/** Investment statements of OFX 1 and 2: what was bought, sold, earned, split, transferred and paid. */
import type { AssetReference } from '@riskoptimizer/contracts';
import { FileDecimal } from '../cells/number-cell.ts';
import type { FileRow } from '../draft.ts';
import { Entry } from '../entries/entry-row.ts';
import { FileRefusal } from '../problem.ts';
import { childOf, descendants, type XmlElement } from '../xml/read-xml.ts';

interface Statement {
  readonly account: string;
  readonly currency: string | undefined;
  readonly securities: ReadonlyMap<string, AssetReference>;
}

type ReadEntry = (element: XmlElement, entry: Entry, statement: Statement) => void;

const readers: readonly [RegExp, ReadEntry][] = [
  [/^BUY(STOCK|MF|DEBT|OPT|OTHER)$/, readTrade],
  [/^SELL(STOCK|MF|DEBT|OPT|OTHER)$/, readTrade],
  [/^INCOME$/, readIncome],
  [/^REINVEST$/, readReinvest],
  [/^SPLIT$/, readSplit],
  [/^TRANSFER$/, readTransfer],
  [/^INVEXPENSE$/, readExpense],
  [/^MARGININTEREST$/, readMarginInterest],
  [/^INVBANKTRAN$/, readBankTransaction],
];
/** Elements of the list that are no transactions. */
const ignored = new Set(['DTSTART', 'DTEND']);
const sourceCharacters = 500;

export function readOfx(ofx: XmlElement): FileRow[] {
  const statements = descendants(ofx, 'INVSTMTRS');
  if (statements.length === 0) throw noStatement();
  const securities = readSecurities(ofx);
  return statements.flatMap((response) => {
    const statement: Statement = {
      account: (textOf(childOf(response, 'INVACCTFROM'), 'ACCTID') ?? 'Main').slice(0, 60),
      currency: textOf(response, 'CURDEF'),
      securities,
    };
    const list = childOf(response, 'INVTRANLIST')?.children ?? [];
    return list.filter(({ name }) => !ignored.has(name)).flatMap((element) => readElement(element, statement));
  });
}

function readElement(element: XmlElement, statement: Statement): FileRow[] {
  const entry = new Entry(element.name, element.line);
  const reader = readers.find(([pattern]) => pattern.test(element.name))?.[1];
  if (reader === undefined) {
    entry.fail('kind', 'this kind of entry cannot be read.', 'Leave it out, and enter it by hand.', element.name);
  } else reader(element, entry, statement);
  return entry.rows(sourceOf(element).slice(0, sourceCharacters));
}

function sourceOf(element: XmlElement): string {
  if (element.children.length === 0) return `${element.name}=${element.text}`;
  return `${element.name} ${element.children.map(sourceOf).join(' ')}`;
}

/** The text of the first element of a name, wherever it stands within. */
function textOf(element: XmlElement | undefined, name: string): string | undefined {
  const found = element === undefined ? undefined : descendants(element, name)[0];
  return found === undefined || found.text.trim() === '' ? undefined : found.text.trim();
}

function readSecurities(ofx: XmlElement): Map<string, AssetReference> {
  const infos = descendants(ofx, 'SECINFO');
  return new Map(
    infos.flatMap((info) => {
      const id = textOf(info, 'UNIQUEID');
      return id === undefined ? [] : [[id, securityOf(info, id)] as const];
    }),
  );
}

function securityOf(element: XmlElement, id: string): AssetReference {
  const type = textOf(element, 'UNIQUEIDTYPE')?.toUpperCase();
  const ticker = textOf(element, 'TICKER') ?? null;
  return {
    assetId: null,
    // An identifier of another kind, such as a CUSIP, still tells securities apart.
    symbol: ticker ?? (type === 'ISIN' || type === 'FIGI' ? null : id),
    isin: type === 'ISIN' ? id : null,
    figi: type === 'FIGI' ? id : null,
    name: textOf(element, 'SECNAME') ?? null,
  };
}

function assetOf(element: XmlElement, { securities }: Statement): AssetReference | null {
  const id = textOf(childOf(element, 'SECID') ?? element, 'UNIQUEID');
  return id === undefined ? null : (securities.get(id) ?? securityOf(element, id));
}

function commonOf(element: XmlElement, entry: Entry, { account }: Statement) {
  const date = entry.date('DTTRADE', textOf(element, 'DTTRADE') ?? textOf(element, 'DTPOSTED'));
  const note = textOf(element, 'MEMO')?.slice(0, 500) ?? null;
  return { date, account, note, externalId: textOf(element, 'FITID')?.slice(0, 120) ?? null };
}

function currencyOf(element: XmlElement, entry: Entry, { currency }: Statement) {
  return entry.currency('CURSYM', textOf(childOf(element, 'CURRENCY') ?? element, 'CURSYM') ?? currency);
}

function sumOf(element: XmlElement, entry: Entry, names: readonly string[]): FileDecimal {
  return names.reduce(
    (sum, name) => sum.plus((entry.number(name, textOf(element, name)) ?? new FileDecimal(0)).abs()),
    new FileDecimal(0),
  );
}

function readTrade(element: XmlElement, entry: Entry, statement: Statement): void {
  const { code, divisor } = currencyOf(element, entry, statement);
  const isSale = element.name.startsWith('SELL');
  const isShort = textOf(element, 'SELLTYPE') === 'SELLSHORT';
  entry.add(
    {
      kind: isSale ? (isShort ? 'short' : 'sell') : 'buy',
      ...commonOf(element, entry, statement),
      quantity: entry.required('UNITS', textOf(element, 'UNITS')).abs(),
      price: entry.required('UNITPRICE', textOf(element, 'UNITPRICE')).abs(),
      currency: code,
      fee: sumOf(element, entry, ['COMMISSION', 'FEES', 'LOAD']),
      tax: sumOf(element, entry, ['TAXES', 'WITHHOLDING']),
    },
    assetOf(element, statement),
    divisor,
  );
}

function readIncome(element: XmlElement, entry: Entry, statement: Statement): void {
  const { code, divisor } = currencyOf(element, entry, statement);
  const total = entry.required('TOTAL', textOf(element, 'TOTAL'));
  const tax = sumOf(element, entry, ['TAXES', 'WITHHOLDING']);
  const isInterest = textOf(element, 'INCOMETYPE') === 'INTEREST';
  const base = { ...commonOf(element, entry, statement), amount: total.plus(tax), currency: code, tax };
  entry.add(
    { kind: isInterest ? 'interest' : 'dividend', ...base },
    isInterest ? null : assetOf(element, statement),
    divisor,
  );
}

/** Income that bought units at once: both happened. */
function readReinvest(element: XmlElement, entry: Entry, statement: Statement): void {
  const { code, divisor } = currencyOf(element, entry, statement);
  const asset = assetOf(element, statement);
  const common = commonOf(element, entry, statement);
  const amount = entry.required('TOTAL', textOf(element, 'TOTAL')).abs();
  const units = entry.required('UNITS', textOf(element, 'UNITS')).abs();
  const price = entry.number('UNITPRICE', textOf(element, 'UNITPRICE')) ?? amount.div(units);
  const fee = sumOf(element, entry, ['COMMISSION', 'FEES', 'LOAD']);
  entry.add({ kind: 'dividend', ...common, amount, currency: code }, asset, divisor);
  entry.add({ kind: 'buy', ...common, externalId: null, quantity: units, price, currency: code, fee }, asset, divisor);
}

function readSplit(element: XmlElement, entry: Entry, statement: Statement): void {
  const numerator = entry.required('NUMERATOR', textOf(element, 'NUMERATOR'));
  const denominator = entry.required('DENOMINATOR', textOf(element, 'DENOMINATOR'));
  const ratio = numerator.div(denominator).toDecimalPlaces(12);
  if (!ratio.isFinite()) entry.fail('DENOMINATOR', 'the ratio is no number.', 'Enter the split by hand.');
  entry.add({ kind: 'split', ...commonOf(element, entry, statement), ratio }, assetOf(element, statement));
}

function readTransfer(element: XmlElement, entry: Entry, statement: Statement): void {
  const { account, ...common } = commonOf(element, entry, statement);
  const units = entry.required('UNITS', textOf(element, 'UNITS'));
  const isOut = textOf(element, 'TFERACTION') === 'OUT' || units.isNegative();
  const { code, divisor } = currencyOf(element, entry, statement);
  const unitCost = entry.number('AVGCOSTBASIS', textOf(element, 'AVGCOSTBASIS'));
  entry.add(
    {
      kind: 'transfer',
      ...common,
      fromAccount: isOut ? account : null,
      toAccount: isOut ? null : account,
      quantity: units.abs(),
      currency: code,
      cost: isOut || unitCost === null ? null : unitCost.mul(units).abs(),
    },
    assetOf(element, statement),
    divisor,
  );
}

function readExpense(element: XmlElement, entry: Entry, statement: Statement): void {
  const { code, divisor } = currencyOf(element, entry, statement);
  const amount = entry.required('TOTAL', textOf(element, 'TOTAL')).abs();
  entry.add(
    { kind: 'fee', ...commonOf(element, entry, statement), amount, currency: code },
    assetOf(element, statement),
    divisor,
  );
}

function readMarginInterest(element: XmlElement, entry: Entry, statement: Statement): void {
  const { code, divisor } = currencyOf(element, entry, statement);
  const amount = entry.required('TOTAL', textOf(element, 'TOTAL'));
  entry.add({ kind: 'interest', ...commonOf(element, entry, statement), amount, currency: code }, null, divisor);
}

const bankKinds: Readonly<Record<string, 'interest' | 'dividend' | 'fee'>> = {
  INT: 'interest',
  FEE: 'fee',
  SRVCHG: 'fee',
};

function readBankTransaction(element: XmlElement, entry: Entry, statement: Statement): void {
  const { code, divisor } = currencyOf(element, entry, statement);
  const amount = entry.required('TRNAMT', textOf(element, 'TRNAMT'));
  const known = bankKinds[textOf(element, 'TRNTYPE') ?? ''];
  const kind = known ?? (amount.isNegative() ? 'withdrawal' : 'deposit');
  if (kind === 'fee' && amount.gt(0)) {
    entry.fail('TRNAMT', 'the fee was paid back.', 'Leave it out together with the fee that it takes back.');
  }
  const common = commonOf(element, entry, statement);
  entry.add({ kind, ...common, amount: kind === 'interest' ? amount : amount.abs(), currency: code }, null, divisor);
}

function noStatement(): FileRefusal {
  return new FileRefusal({
    message: 'the OFX file holds no investment statement.',
    remedy: 'Export the statement of a brokerage account; those of a bank account or a card have no holdings.',
  });
}
