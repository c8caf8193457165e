/** Statements that name their fields themselves: OFX 1 and 2, Flex queries, workbooks made by another program. */
import { transactionFileMapping } from '@riskoptimizer/contracts';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { emptyMapping, readTransactionFile, writeTransactionsXlsx } from '../src/index.ts';

function read(bytes: string | Uint8Array, mapping = emptyMapping) {
  const file = readTransactionFile(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, mapping);
  if (!file.ok) throw new Error(file.problems[0]!.message);
  return file;
}

const list = (close: boolean) => {
  const value = (name: string, text: string) => `<${name}>${text}${close ? `</${name}>` : ''}`;
  const invtran = (id: string) =>
    `<INVTRAN>${value('FITID', id)}${value('DTTRADE', '20240115120000.000[-5:EST]')}${close ? '' : '<MEMO>\n'}</INVTRAN>`;
  const secid = `<SECID>${value('UNIQUEID', '037833100')}${value('UNIQUEIDTYPE', 'CUSIP')}</SECID>`;
  return `<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS>${value('CURDEF', 'USD')}
<INVACCTFROM>${value('BROKERID', 'x')}${value('ACCTID', 'A-1')}</INVACCTFROM><INVTRANLIST>${value('DTSTART', '20240101')}
<BUYSTOCK><INVBUY>${invtran('1')}${secid}${value('UNITS', '10')}${value('UNITPRICE', '185.50')}${value('COMMISSION', '1.00')}${value('TOTAL', '-1856.00')}</INVBUY>${value('BUYTYPE', 'BUY')}</BUYSTOCK>
<SELLSTOCK><INVSELL>${invtran('2')}${secid}${value('UNITS', '-4')}${value('UNITPRICE', '190')}${value('TOTAL', '760')}</INVSELL>${value('SELLTYPE', 'SELL')}</SELLSTOCK>
<INCOME>${invtran('3')}${secid}${value('INCOMETYPE', 'DIV')}${value('TOTAL', '8.50')}${value('WITHHOLDING', '1.50')}</INCOME>
<REINVEST>${invtran('4')}${secid}${value('INCOMETYPE', 'DIV')}${value('TOTAL', '-20')}${value('UNITS', '0.1')}${value('UNITPRICE', '200')}</REINVEST>
<SPLIT>${invtran('5')}${secid}${value('NUMERATOR', '4')}${value('DENOMINATOR', '1')}</SPLIT>
<INVBANKTRAN><STMTTRN>${value('TRNTYPE', 'CREDIT')}${value('DTPOSTED', '20240102')}${value('TRNAMT', '5000.00')}${value('FITID', '6')}${value('NAME', 'A &amp; B')}</STMTTRN></INVBANKTRAN>
<CLOSUREOPT>${invtran('7')}</CLOSUREOPT></INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1>
<SECLISTMSGSRSV1><SECLIST><STOCKINFO><SECINFO>${secid}${value('SECNAME', 'Apple')}${value('TICKER', 'AAPL')}</SECINFO></STOCKINFO></SECLIST></SECLISTMSGSRSV1></OFX>`;
};

test.each([
  ['OFX 1', `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nCHARSET:1252\n\n${list(false)}`],
  ['OFX 2', `<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="211"?>${list(true)}`],
])('%s: trades, income, reinvestment, split and cash, and what cannot be read is said', (_, text) => {
  const file = read(text);
  expect(file.format).toBe('ofx');
  expect(file.rows.map(({ draft }) => draft?.content ?? null)).toMatchObject([
    {
      kind: 'buy',
      date: '2024-01-15',
      account: 'A-1',
      quantity: '10',
      price: '185.5',
      fee: '1',
      currency: 'USD',
      externalId: '1',
    },
    { kind: 'sell', quantity: '4', price: '190' },
    { kind: 'dividend', amount: '10', tax: '1.5' },
    { kind: 'dividend', amount: '20' },
    { kind: 'buy', quantity: '0.1', price: '200' },
    { kind: 'split', ratio: '4' },
    { kind: 'deposit', amount: '5000', date: '2024-01-02' },
    null,
  ]);
  expect(file.rows[0]!.draft!.asset).toEqual({ assetId: null, symbol: 'AAPL', isin: null, figi: null, name: 'Apple' });
  expect(file.rows.at(-1)!.errors[0]).toMatchObject({ value: 'CLOSUREOPT' });
});

const flex = (content: string) =>
  `<FlexQueryResponse queryName="q" type="AF"><FlexStatements count="1"><FlexStatement accountId="U1" fromDate="20240101">${content}</FlexStatement></FlexStatements></FlexQueryResponse>`;

test('a Flex query: trades, forex, fees in another currency, cash, splits and transfers', () => {
  const file = read(
    flex(`<Trades>
<Trade currency="USD" assetCategory="STK" symbol="AAPL" isin="US0378331005" figi="BBG000B9XRY4" tradeID="1" tradeDate="20240115" quantity="10" tradePrice="185.5" multiplier="1" taxes="0" ibCommission="-1" ibCommissionCurrency="USD" buySell="BUY" openCloseIndicator="O" levelOfDetail="EXECUTION"/>
<Trade currency="USD" assetCategory="STK" symbol="AAPL" tradeDate="20240115" quantity="10" tradePrice="185.5" levelOfDetail="ORDER"/>
<Trade currency="USD" symbol="TSLA" tradeID="2" tradeDate="2024-01-16" quantity="-1" tradePrice="200" ibCommission="-1" ibCommissionCurrency="EUR" buySell="SELL" openCloseIndicator="O"/>
<Trade currency="USD" assetCategory="CASH" symbol="EUR.USD" tradeID="3" tradeDate="20240117" quantity="-1000" tradePrice="1.09" ibCommission="-2" ibCommissionCurrency="USD" buySell="SELL"/>
<Lot symbol="AAPL"/></Trades>
<CashTransactions>
<CashTransaction type="Dividends" currency="USD" symbol="AAPL" dateTime="20240201;202000" amount="2.4" transactionID="4" levelOfDetail="DETAIL"/>
<CashTransaction type="Withholding Tax" currency="USD" symbol="AAPL" dateTime="20240201" amount="-0.36"/>
<CashTransaction type="Withholding Tax" currency="USD" symbol="AAPL" dateTime="20240202" amount="0.36"/>
<CashTransaction type="Broker Interest Paid" currency="EUR" symbol="" dateTime="20240203" amount="-1.5"/>
<CashTransaction type="Deposits/Withdrawals" currency="EUR" symbol="" dateTime="20240103" amount="5000"/>
</CashTransactions>
<CorporateActions>
<CorporateAction type="FS" symbol="AAPL" currency="USD" reportDate="20240301" description="AAPL(US0378331005) SPLIT 4 FOR 1 (AAPL, APPLE, US0378331005)"/>
<CorporateAction type="TC" symbol="X" currency="USD" reportDate="20240301" description="X MERGED"/>
</CorporateActions>
<Transfers><Transfer type="ACATS" direction="IN" symbol="MSFT" currency="USD" date="20240104" quantity="5"/></Transfers>`),
  );
  expect(file.rows.map(({ draft }) => draft?.content ?? null)).toMatchObject([
    { kind: 'buy', account: 'U1', quantity: '10', price: '185.5', fee: '1', externalId: '1' },
    { kind: 'short', date: '2024-01-16', quantity: '1', fee: '0' },
    { kind: 'fee', amount: '1', currency: 'EUR' },
    { kind: 'conversion', amount: '1000', currency: 'EUR', intoAmount: '1090', intoCurrency: 'USD', fee: '0' },
    { kind: 'fee', amount: '2', currency: 'USD' },
    { kind: 'dividend', date: '2024-02-01', amount: '2.4' },
    { kind: 'tax', amount: '0.36' },
    null,
    { kind: 'interest', amount: '-1.5' },
    { kind: 'deposit', amount: '5000' },
    { kind: 'split', ratio: '4' },
    null,
    { kind: 'transfer', fromAccount: null, toAccount: 'U1', quantity: '5' },
  ]);
  expect(file.rows[0]!.draft!.asset).toMatchObject({ isin: 'US0378331005', figi: 'BBG000B9XRY4' });
});

test('an answer that is no statement says what the broker said', () => {
  const answer =
    '<FlexStatementResponse><Status>Warn</Status><ErrorMessage>Statement is being generated</ErrorMessage></FlexStatementResponse>';
  expect(() => read(answer)).toThrow('the broker answered "Statement is being generated"');
});

test('a workbook of another program: dates, numbers and texts as it stores them', async () => {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('Cover').addRow(['Account', 'X']);
  const sheet = workbook.addWorksheet('Trades');
  sheet.addRow(['My broker']);
  sheet.addRow(['Date', 'Type', 'Symbol', 'Quantity', 'Price', 'Currency', 'Notes']);
  sheet.addRow([new Date(Date.UTC(2024, 0, 15)), 'Buy', 'AAPL', 1.234, 0.1 + 0.2, 'USD', '<é & "ü">']);
  sheet.addRow([new Date(Date.UTC(2024, 1, 29)), 'Sell', 'AAPL', 1, { formula: '1+1', result: 2 }, 'USD']);
  const bytes = new Uint8Array(await workbook.xlsx.writeBuffer());
  const file = read(bytes, transactionFileMapping.parse({ sheet: 'Trades' }));
  expect(file.table).toMatchObject({ sheet: 'Trades', sheets: ['Cover', 'Trades'], headerLine: 2 });
  expect(file.questions).toEqual([]);
  expect(file.rows.map(({ draft }) => draft!.content)).toMatchObject([
    { kind: 'buy', date: '2024-01-15', quantity: '1.234', price: '0.3', note: '<é & "ü">' },
    { kind: 'sell', date: '2024-02-29', price: '2' },
  ]);
  expect(() => read(bytes, transactionFileMapping.parse({ sheet: 'No' }))).toThrow('no sheet "No"');
});

test('our workbook is read by another program: numbers are numbers, formulas are text', async () => {
  const id = '00000000-0000-4000-8000-000000000009';
  const pieces = writeTransactionsXlsx(
    [
      {
        id,
        content: {
          kind: 'buy',
          date: '2024-01-15',
          account: '=HYPERLINK("http://x")',
          note: 'a\u0001b',
          externalId: null,
          assetId: id,
          quantity: '1.50',
          price: '123456789012345.678901',
          currency: 'USD',
          fee: '0',
          tax: '0',
        },
      },
    ],
    new Map([[id, { symbol: '@A', isin: null, figi: null, name: '-x' }]]),
  );
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(await new Blob([...pieces] as BlobPart[]).arrayBuffer());
  const row = workbook.getWorksheet('Transactions')!.getRow(2);
  expect(row.getCell(3).value).toBe('\'=HYPERLINK("http://x")');
  expect(row.getCell(4).value).toBe("'@A");
  expect(row.getCell(7).value).toBe("'-x");
  expect(row.getCell(8).value).toBe(1.5);
  // More digits than a spreadsheet keeps.
  expect(row.getCell(9).value).toBe('123456789012345.678901');
});
