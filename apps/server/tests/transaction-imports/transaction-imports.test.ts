/** Files of transactions over HTTP: preview, mapping, commit and what is refused on the way. */
import type {
  Asset,
  Portfolio,
  Problem,
  TransactionImport,
  TransactionImportResult,
  TransactionList,
} from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';

let application: TestApplication;
let assets: Asset[];

beforeAll(async () => {
  application = await startTestApplication();
  ({ items: assets } = (await application.ask<{ items: Asset[] }>('GET', '/api/v1/assets')).body);
});
afterAll(() => application.stop());

const ask = <Body>(method: string, path: string, asked = {}) => application.ask<Body>(method, `/api/v1${path}`, asked);
const nameOf = () => assets[0]!.symbol;

async function ledger(name: string): Promise<string> {
  const json = { name, baseCurrency: 'USD', allocation: { kind: 'ledger' } };
  const { status, body, text } = await ask<Portfolio>('POST', '/portfolios', { json });
  expect([status, text]).toEqual([201, expect.any(String)]);
  return body.id;
}

async function send(portfolioId: string, content: string | Uint8Array, query = '') {
  const form = new FormData();
  form.append('file', new Blob([content as BlobPart]), 'broker.csv');
  return ask<TransactionImport & Omit<Problem, 'status'>>(
    'POST',
    `/portfolios/${portfolioId}/transaction-imports${query}`,
    {
      body: form,
    },
  );
}

const broker = (symbol: string) => `Date,Action,Symbol,Quantity,Price,Fees & Comm,Amount,Currency
01/02/2024,Deposit,,,,,"$10,000.00",USD
01/15/2024,Buy,${symbol},10,$100.00,$1.00,"-$1,001.00",USD
01/16/2024,Buy,${symbol},1,$100.00,,-$100.00,USD
01/16/2024,Buy,${symbol},1,$100.00,,-$100.00,USD
01/17/2024,Sell,${symbol},2,$110.00,,$220.00,USD
01/18/2024,Buy,UNHEARD OF,1,$10.00,,-$10.00,USD
01/19/2024,Frobnicate,${symbol},1,,,$1.00,USD`;

const commit = (id: string, json: unknown, headers = {}) =>
  ask<TransactionImportResult & Problem>('POST', `/transaction-imports/${id}/commit`, { json, headers });
const transactionsOf = async (portfolioId: string) =>
  (await ask<TransactionList>('GET', `/portfolios/${portfolioId}/transactions?limit=500`)).body.items;

test('a file is previewed, mapped, stored in part, and recognised when it comes again', async () => {
  const portfolioId = await ledger('Imported');
  const { status, body, headers } = await send(portfolioId, broker(nameOf()));
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/api/v1/transaction-imports/${body.id}`);
  expect(body.counts).toEqual({ rows: 7, valid: 5, invalid: 2, skipped: 0, duplicates: 0 });
  expect(body.rows[5]!.errors[0]).toMatchObject({ line: 7, message: expect.stringContaining('UNHEARD OF') });
  expect(body.rows[6]!.errors[0]).toMatchObject({ line: 8, column: 2, field: 'Action' });
  expect(await transactionsOf(portfolioId)).toEqual([]);

  const json = {
    mapping: { kinds: { Frobnicate: 'dividend' } },
    assets: [{ key: 'symbol:UNHEARD OF', assetId: assets[1]!.id }],
  };
  const mapped = await ask<TransactionImport>('PUT', `/transaction-imports/${body.id}/mapping`, { json });
  expect(mapped.body.counts).toMatchObject({ valid: 7, invalid: 0 });
  expect(mapped.body.assets).toContainEqual(expect.objectContaining({ assetId: assets[1]!.id, foundBy: 'choice' }));

  const stored = await commit(body.id, { rows: [1, 2, 3, 4, 5, 6], duplicates: 'include' });
  expect([stored.status, stored.body]).toEqual([
    200,
    expect.objectContaining({ storedCount: 6, leftOut: { invalid: 0, skipped: 0, duplicates: 0, notChosen: 1 } }),
  ]);
  const kinds = (await transactionsOf(portfolioId)).map(({ content }) => content.kind);
  expect(kinds).toEqual(['buy', 'sell', 'buy', 'buy', 'buy', 'deposit']);
  expect((await commit(body.id, { rows: 'all-valid', duplicates: 'include' })).body.code).toBe('state-conflict');

  // The same file with a fifth fill: the four that are there are recognised, the choice is remembered, the fifth is new.
  const again = await send(portfolioId, `${broker(nameOf())}\n01/16/2024,Buy,${nameOf()},1,$100.00,,-$100.00,USD`);
  expect(again.body.counts).toMatchObject({ rows: 8, valid: 7, duplicates: 6 });
  expect(again.body.assets).toContainEqual(expect.objectContaining({ assetId: assets[1]!.id, foundBy: 'remembered' }));
  expect(again.body.rows[7]).toMatchObject({ row: 8, looksLike: null });
  const onlyNew = await commit(again.body.id, { rows: 'all-valid', duplicates: 'skip' });
  expect(onlyNew.body).toMatchObject({ storedCount: 1, leftOut: { invalid: 1, duplicates: 6 } });
});

test('what the ledger refuses is said with row and line, and nothing is stored', async () => {
  const portfolioId = await ledger('Refused');
  const { body } = await send(
    portfolioId,
    `date,type,symbol,quantity,price,currency\n2024-01-02,buy,${nameOf()},1,10,USD\n2024-01-03,sell,${nameOf()},5,10,USD`,
  );
  const refused = await commit(body.id, { rows: 'all-valid', duplicates: 'skip' });
  expect(refused.status).toBe(400);
  expect(refused.body.errors![0]).toMatchObject({ line: 3, message: expect.stringContaining('Line 3 (row 2)') });
  expect(await transactionsOf(portfolioId)).toEqual([]);
  const part = await commit(body.id, { rows: [1], duplicates: 'skip' });
  expect(part.body.storedCount).toBe(1);
});

test('a commit that is repeated with its key happens once', async () => {
  const portfolioId = await ledger('Once');
  const { body } = await send(portfolioId, 'date,type,amount,currency\n2024-01-31,deposit,10,USD');
  const headers = { 'idempotency-key': 'transaction-import-once' };
  const answers = [];
  for (let time = 0; time < 2; time += 1)
    answers.push(await commit(body.id, { rows: 'all-valid', duplicates: 'include' }, headers));
  expect(answers.map(({ status, body: { storedCount } }) => [status, storedCount])).toEqual([
    [200, 1],
    [200, 1],
  ]);
  expect(await transactionsOf(portfolioId)).toHaveLength(1);
});

test('rows come in pages and by status', async () => {
  const portfolioId = await ledger('Pages');
  const lines = Array.from(
    { length: 250 },
    (_, day) => `2024-01-31,${day % 2 === 0 ? 'deposit' : 'nonsense'},${day + 1},USD`,
  );
  const { body } = await send(portfolioId, `date,type,amount,currency\n${lines.join('\n')}`);
  expect([body.rows.length, body.nextAfter]).toEqual([100, 100]);
  const path = `/transaction-imports/${body.id}`;
  const next = await ask<TransactionImport>('GET', `${path}?after=200&limit=100`);
  expect([next.body.rows.length, next.body.nextAfter]).toEqual([50, null]);
  const invalid = await ask<TransactionImport>('GET', `${path}?status=invalid&limit=500`);
  expect(invalid.body.rows).toHaveLength(125);
});

test('a saved mapping reads the next file, and a name that is not there is said', async () => {
  const portfolioId = await ledger('Mapped');
  const mapping = {
    columns: { date: 'wann', kind: 'was', netAmount: 'wieviel' },
    currency: 'EUR',
    kinds: { hin: 'deposit' },
  };
  expect((await ask('PUT', '/import-mappings/Mein%20Broker', { json: mapping })).status).toBe(200);
  const listed = await ask<{ items: { name: string }[] }>('GET', '/import-mappings');
  expect(listed.body.items.map(({ name }) => name)).toContain('Mein Broker');
  const text = 'wann;was;wieviel\n31.01.2024;hin;1.000,50';
  const { body } = await send(portfolioId, text, '?mapping=Mein%20Broker');
  expect(body.rows[0]!.transaction).toMatchObject({ kind: 'deposit', amount: '1000.5', currency: 'EUR' });
  expect((await send(portfolioId, text, '?mapping=None')).status).toBe(404);
  expect((await ask('DELETE', '/import-mappings/Mein%20Broker')).status).toBe(204);
  expect((await ask('DELETE', '/import-mappings/Mein%20Broker')).status).toBe(404);
});

describe('files that are refused', () => {
  test.each([
    ['nothing', ''],
    ['an entity bomb', '<!DOCTYPE x [<!ENTITY a "ha">]><OFX>&a;</OFX>'],
    ['a million columns', `date,quantity\n${','.repeat(1_000_000)}`],
    ['zeros', 'date,quantity\n\0'],
  ])('%s', async (_, content) => {
    const { status, body } = await send(await ledger(`Bad ${Math.random()}`), content);
    expect([status, body.code]).toEqual([422, 'transaction-file-invalid']);
    expect(body.errors![0]!.message).not.toBe('');
  });

  test('a file for a portfolio without a ledger, and one of 51 MB', async () => {
    const allocation = { kind: 'weights', items: [{ assetId: assets[0]!.id, weight: 1 }] };
    const plain = await ask<Portfolio>('POST', '/portfolios', { json: { name: 'Weights', allocation } });
    expect((await send(plain.body.id, 'date,type,amount\n')).body.code).toBe('state-conflict');
    const large = await send(await ledger('Large'), new Uint8Array(51_000_000).fill(97));
    expect([large.status, large.body.code]).toEqual([413, 'body-too-large']);
  });

  test('a mapping that names no column leaves everything as it was', async () => {
    const { body } = await send(await ledger('Kept'), 'date,type,amount,currency\n2024-01-31,deposit,10,USD');
    const path = `/transaction-imports/${body.id}`;
    const json = { mapping: { columns: { date: 'nowhere' } } };
    expect((await ask<Problem>('PUT', `${path}/mapping`, { json })).body.code).toBe('transaction-file-invalid');
    const foreign = { assets: [{ key: 'symbol:X', assetId: assets[0]!.id }] };
    expect((await ask<Problem>('PUT', `${path}/mapping`, { json: foreign })).body.code).toBe('request-invalid');
    expect((await ask<TransactionImport>('GET', path)).body.counts.valid).toBe(1);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
  });
});
