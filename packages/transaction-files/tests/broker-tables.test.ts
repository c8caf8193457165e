/** Tables as brokers write them: what each row becomes, and what is asked instead of guessed. */
import { transactionFileMapping } from '@riskoptimizer/contracts';
import { expect, test } from 'vitest';
import { emptyMapping, readTransactionFile } from '../src/index.ts';

function read(text: string, mapping: Record<string, unknown> = {}) {
  const file = readTransactionFile(new TextEncoder().encode(text), transactionFileMapping.parse(mapping));
  if (!file.ok) throw new Error(file.problems[0]!.message);
  return file;
}
const contents = (text: string, mapping = {}) =>
  read(text, mapping).rows.map(({ draft, errors }) => (draft === null ? errors[0]?.message : draft.content));

test('a Schwab-like file: a line above the header, dollar signs, "as of" dates, reinvested dividends', () => {
  const text = `"Transactions  for account XXXX-1234 as of 01/31/2024"
"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"
"01/15/2024 as of 01/12/2024","Reinvest Shares","VTI","VANGUARD TOTAL STOCK","0.1234","$235.1000","","-$29.01"
"01/15/2024","Qualified Dividend","VTI","VANGUARD TOTAL STOCK","","","","$29.01"
"01/10/2024","Sell","AAPL","APPLE INC","10","$185.50","$0.03","$1,854.97"
"01/09/2024","Sell Short","TSLA","TESLA","1","$240.00","","$240.00"
"01/08/2024","MoneyLink Transfer","","Tfr BANK","","","","$5,000.00"
"01/05/2024","Bank Interest","","BANK INT","","","","$1.23"
"01/05/2024","NRA Tax Adj","VTI","","","","","-$4.35"
"01/04/2024","Frobnicate","VTI","","","","","-$4.35"
"Transactions Total","","","","","","","$7,000.00"`;
  const file = read(text, { currency: 'USD' });
  expect(file.table).toMatchObject({ headerLine: 2, decimalSign: 'point', dateOrder: 'mdy', delimiter: 'comma' });
  expect(file.rows.map(({ draft }) => draft?.content)).toMatchObject(
    [
      { kind: 'buy', date: '2024-01-15', quantity: '0.1234', price: '235.1', currency: 'USD' },
      { kind: 'dividend', amount: '29.01' },
      { kind: 'sell', quantity: '10', price: '185.5', fee: '0.03' },
      { kind: 'short', quantity: '1', price: '240' },
      { kind: 'deposit', amount: '5000' },
      { kind: 'interest', amount: '1.23' },
      { kind: 'tax', amount: '4.35' },
    ].concat([undefined, undefined] as never[]),
  );
  expect(file.rows.every(({ warnings }) => warnings.length === 0)).toBe(true);
  expect(file.questions).toMatchObject([{ about: 'kinds', values: ['Frobnicate'] }]);
  expect(file.rows[7]!.errors[0]).toMatchObject({ line: 10, column: 2, field: 'Action', value: 'Frobnicate' });
  expect(file.rows[8]!.errors[0]).toMatchObject({ line: 11, column: 1, field: 'Date' });
  expect(read(text, { currency: 'USD', kinds: { frobnicate: 'skip' } }).rows[7]).toMatchObject({
    isSkipped: true,
    errors: [],
  });
});

test('a Trade-Republic-like file: ISIN as symbol, instants, no fee', () => {
  const text = `"datetime","date","type","name","symbol","shares","price","amount","fee","tax","currency","transaction_id"
"2025-03-03T08:01:02.123Z","2025-03-03","BUY","Core MSCI World","IE00B4L5Y983","1.5","100.00","-150.00","-1.00","","EUR","t-1"
"2025-03-04T08:01:02.123Z","2025-03-04","CUSTOMER_INBOUND","","","","","500.00","","","EUR","t-2"
"2025-03-05T08:01:02.123Z","2025-03-05","DIVIDEND","Core MSCI World","IE00B4L5Y983","1.5","","0.74","","-0.26","EUR","t-3"`;
  const file = read(text);
  expect(file.rows.map(({ draft }) => draft?.content)).toMatchObject([
    { kind: 'buy', quantity: '1.5', price: '100', fee: '1', externalId: 't-1' },
    { kind: 'deposit', amount: '500' },
    { kind: 'dividend', amount: '1', tax: '0.26' },
  ]);
  expect(file.rows[0]!.draft!.asset).toMatchObject({ isin: 'IE00B4L5Y983', symbol: null });
});

test('a DEGIRO-like file: signed quantities, currencies in columns without a name, a fee in another currency', () => {
  const text = `Datum,Tijd,Product,ISIN,Beurs,Uitvoeringsplaats,Aantal,Koers,,Lokale waarde,,Waarde,,Wisselkoers,Transactiekosten en/of,,Totaal,,Order ID
13-02-2024,15:30,APPLE INC,US0378331005,NDQ,XNAS,5,"185,5000",USD,"-927,50",USD,"-860,00",EUR,"1,0785","-2,00",EUR,"-862,00",EUR,o-1
05-03-2024,15:30,ASML,NL0010273215,EAM,XAMS,-2,"900,10",EUR,"1800,20",EUR,"1800,20",EUR,,"-3,00",EUR,"1797,20",EUR,o-2`;
  const file = read(text);
  expect(file.table).toMatchObject({ decimalSign: 'comma', dateOrder: 'dmy' });
  expect(file.rows.map(({ draft }) => draft?.content)).toMatchObject([
    { kind: 'buy', date: '2024-02-13', quantity: '5', price: '185.5', currency: 'USD', fee: '0', externalId: 'o-1' },
    { kind: 'fee', amount: '2', currency: 'EUR' },
    { kind: 'sell', date: '2024-03-05', quantity: '2', price: '900.1', currency: 'EUR', fee: '3' },
  ]);
});

test('an Interactive-Brokers-like file: compact dates, commissions below zero, pence', () => {
  const text = `"ClientAccountID","CurrencyPrimary","Symbol","ISIN","TradeDate","Buy/Sell","Quantity","TradePrice","IBCommission","IBCommissionCurrency","NetCash","TradeID"
"U123","USD","MSFT","US5949181045","20240105;101010","BUY","10","370.5","-1","USD","-3706","9"
"U123","GBp","VOD","GB00BH4HKS39","20240108;101010","SELL","-100","70.5","-300","GBp","6750","10"`;
  expect(contents(text)).toMatchObject([
    { kind: 'buy', date: '2024-01-05', account: 'U123', quantity: '10', price: '370.5', fee: '1' },
    { kind: 'sell', quantity: '100', price: '0.705', currency: 'GBP', fee: '3' },
  ]);
});

test('a German file: semicolons, decimal commas, no price but an amount', () => {
  const text = `Buchungstag;Umsatzart;Wertpapierbezeichnung;ISIN;Stück;Endbetrag (EUR);Gebühr
02.01.2024;Kauf;Siemens AG;DE0007236101;10;-1.644,90;4,90
03.01.2024;Verkauf;Siemens AG;DE0007236101;4;675,10;4,90
04.01.2024;Einzahlung;;;;2.000,00;`;
  expect(contents(text)).toMatchObject([
    { kind: 'buy', quantity: '10', price: '164', fee: '4.9', currency: 'EUR' },
    { kind: 'sell', quantity: '4', price: '170', fee: '4.9' },
    { kind: 'deposit', amount: '2000' },
  ]);
});

test('a French and a Spanish file', () => {
  expect(
    contents(
      "Date opération;Type d'opération;Code ISIN;Quantité;Cours;Devise;Frais\n15/01/2024;Achat;FR0000120271;10;61,5;EUR;1,99",
    ),
  ).toMatchObject([{ kind: 'buy', date: '2024-01-15', price: '61.5', fee: '1.99' }]);
  expect(
    contents('Fecha;Tipo de operación;ISIN;Títulos;Precio;Divisa\n15/01/2024;Venta;ES0144580Y14;10;11,25;EUR'),
  ).toMatchObject([{ kind: 'sell', price: '11.25' }]);
});

test('days that may be months and points that may be thousands are asked, and the answer is taken', () => {
  const text = 'Date,Type,Symbol,Quantity,Price,Currency\n01/02/2024,Buy,A,"1,234","2,500",USD';
  const asked = read(text);
  expect(asked.questions.map(({ about }) => about)).toEqual(['decimalSign', 'dateOrder']);
  expect(asked.rows[0]!.draft).toBeNull();
  expect(asked.rows[0]!.errors.map(({ message }) => message)).toEqual([
    expect.stringContaining('may mean 2024-02-01 or 2024-01-02'),
    expect.stringContaining('may mean 2.5 or 2500'),
    expect.stringContaining('may mean 1.234 or 1234'),
  ]);
  const told = read(text, { dateOrder: 'dmy', decimalSign: 'point' });
  expect(told.questions).toEqual([]);
  expect(told.rows[0]!.draft!.content).toMatchObject({ date: '2024-02-01', quantity: '1234', price: '2500' });
});

test('each row has its own problems, and good rows stay good', () => {
  const file = read(
    'date,type,symbol,quantity,price,currency\n2024-01-31,buy,A,1,10,USD\n2024-02-30,buy,A,x,10,USD\n2024-02-01,sell,,1,,US dollars\n2024-02-02,buy,A,0.0000000000001,1,USD',
  );
  expect(file.rows[0]!.draft).not.toBeNull();
  expect(file.rows[1]!.errors.map(({ line, column }) => [line, column])).toEqual([
    [3, 1],
    [3, 4],
  ]);
  expect(file.rows[2]!.errors.map(({ field }) => field)).toContain('currency');
  expect(file.rows[3]!.errors[0]!.field).toBe('quantity');
});

test('four identical fills are four rows', () => {
  const fill = '2024-01-31,buy,A,1,10,USD\n';
  expect(read(`date,type,symbol,quantity,price,currency\n${fill.repeat(4)}`).rows).toHaveLength(4);
});

test('a price that does not fit the amount is pointed at', () => {
  const file = read('date,type,symbol,quantity,price,amount,currency\n2024-01-31,buy,VOD,100,70.5,-70.50,GBP');
  expect(file.rows[0]!.warnings[0]!.message).toContain('quantity × price is 7050, but the amount says 70.5');
});

test('a mapping names the columns, and a column that is not there is said', () => {
  const text = 'when,what,who,how many,at,ccy\n2024-01-31,buy,A,1,10,USD';
  expect(read(text).questions[0]).toMatchObject({ about: 'columns' });
  const columns = { date: 'when', kind: 'what', symbol: 'who', quantity: 'how many', price: 'at', currency: 'ccy' };
  expect(contents(text, { columns })).toMatchObject([{ kind: 'buy', quantity: '1' }]);
  const refused = readTransactionFile(new TextEncoder().encode(text), { ...emptyMapping, columns: { date: 'whom' } });
  expect(refused).toMatchObject({ ok: false, problems: [{ field: 'date' }] });
});
