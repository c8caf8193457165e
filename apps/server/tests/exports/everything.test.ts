/** Everything of an account as a file over HTTP, and back into another account: nothing is lost, and nothing wrong gets in. */
import type {
  EverythingCounts,
  EverythingFile,
  EverythingPreview,
  ImportEverythingResult,
  LedgerHoldings,
  Portfolio,
  PortfolioList,
  Problem,
  TransactionImport,
} from '@riskoptimizer/contracts';
import { readArchivedFile } from '@riskoptimizer/transaction-files';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, importAssets, type Member, openDesk } from '../audit/desk.ts';

let desk: Desk;
let ada: Member;

beforeAll(async () => {
  desk = await openDesk();
  ada = await desk.member('advisor');
  await fill(ada);
}, 120_000);
afterAll(() => desk.close());

async function done<Body = { id: string }>(member: Member, method: string, path: string, asked = {}): Promise<Body> {
  const { status, body, text } = await member.ask<Body>(method, path, asked);
  if (status >= 300) throw new Error(`${method} ${path} was answered ${status}: ${text}`);
  return body;
}

/** Something of every kind that an account can have. */
async function fill(member: Member): Promise<void> {
  await done(member, 'POST', '/me/demo');
  const [one, two, three] = await importAssets(member, ['AAA', '=BBB', 'CCC']);
  const labels = { strategy: '=income' };
  await done(member, 'PATCH', `/assets/${one}`, { json: { isin: 'US0378331005', labels, sector: 'Energy' } });
  const base = { baseCurrency: 'EUR' };
  const weights = [
    { assetId: one, weight: 0.1 + 0.2 },
    { assetId: two, weight: 0.7 },
  ];
  const mix = {
    kind: 'mix',
    items: [
      { assetId: two, weight: 0.6 },
      { assetId: three, weight: 0.4 },
    ],
  };
  const json = { ...base, name: 'Mix', benchmark: mix, allocation: { kind: 'weights', items: weights } };
  const { id: mixId } = await done(member, 'POST', '/portfolios', { json });
  const targets = {
    kind: 'groups',
    by: 'label:strategy',
    items: [{ group: '=income', weight: 0.5, bandAbsolute: 0.05 }],
  };
  await done(member, 'PUT', `/portfolios/${mixId}/targets`, { json: targets, headers: { 'if-match': '*' } });
  const quantities = { kind: 'quantities', items: [{ assetId: three, quantity: '12.500' }] };
  const measured = { ...base, name: 'A measured one', benchmark: { kind: 'portfolio', portfolioId: mixId } };
  const { id: measuredId } = await done(member, 'POST', '/portfolios', {
    json: { ...measured, allocation: quantities },
  });
  await done(member, 'POST', `/portfolios/${measuredId}/archive`, { headers: { 'if-match': '*' } });
  const gone = await done(member, 'POST', '/portfolios', { json: { ...base, name: 'Again', allocation: quantities } });
  await done(member, 'DELETE', `/portfolios/${gone.id}`, { headers: { 'if-match': '*' } });
  await done(member, 'POST', '/portfolios', { json: { ...base, name: 'Again', allocation: quantities } });
  const ledger = await done(member, 'POST', '/portfolios', {
    json: { ...base, name: 'Ledger', allocation: { kind: 'ledger' } },
  });
  await enterLedger(member, ledger.id, one!, two!);
  await done(member, 'PUT', '/import-mappings/Mein%20Broker', { json: { currency: 'EUR', kinds: { hin: 'deposit' } } });
}

async function enterLedger(member: Member, portfolioId: string, one: string, two: string): Promise<void> {
  const path = `/portfolios/${portfolioId}`;
  const buy = { kind: 'buy', date: '2024-02-01', assetId: one, quantity: '4', price: '10.10', currency: 'EUR' };
  const lots: { transactionId: string; quantity: string }[] = [];
  for (const price of ['10.10', '20.20'])
    lots.push({
      transactionId: (await done(member, 'POST', `${path}/transactions`, { json: { ...buy, price } })).id,
      quantity: '1',
    });
  const sell = { ...buy, kind: 'sell', date: '2024-02-05', quantity: '2', lots, note: "=1+1 '" };
  await done(member, 'POST', `${path}/transactions`, { json: sell });
  await done(member, 'POST', `${path}/transactions`, {
    json: { ...buy, assetId: two, date: '2024-01-15', quantity: '0.001' },
  });
  const form = new FormData();
  form.append('file', new Blob(['date,type,symbol,quantity,price,currency\n2024-03-01,buy,STRANGE,1,5,EUR']), 'x.csv');
  const staged = await done<TransactionImport>(member, 'POST', `${path}/transaction-imports`, { body: form });
  const assets = [{ key: 'symbol:STRANGE', assetId: two }];
  await done(member, 'PUT', `/transaction-imports/${staged.id}/mapping`, { json: { assets } });
  const json = { rows: 'all-valid', duplicates: 'include' };
  await done(member, 'POST', `/transaction-imports/${staged.id}/commit`, { json });
}

async function exported(member: Member, format: 'json' | 'zip'): Promise<Uint8Array> {
  const answer = await fetch(`${desk.application.address}/api/v1/me/export`, {
    method: 'POST',
    headers: { authorization: `Bearer ${member.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ format }),
  });
  expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
    200,
    expect.stringMatching(new RegExp(`^attachment; filename="riskoptimizer-\\d{4}-\\d\\d-\\d\\d\\.${format}"$`)),
  ]);
  return answer.bytes();
}

function send<Body>(member: Member, path: string, file: Uint8Array | string) {
  const headers = { 'content-type': 'application/octet-stream' };
  return member.ask<Body>('POST', path, { body: new Blob([file as BlobPart]), headers });
}

async function imported(member: Member, file: Uint8Array | string): Promise<EverythingCounts> {
  const preview = await send<EverythingPreview>(member, '/me/import/preview', file);
  expect([preview.status, preview.text]).toEqual([200, expect.any(String)]);
  expect(preview.body.inTheWay).toEqual([]);
  const { status, body, text } = await send<ImportEverythingResult>(
    member,
    `/me/import?sha256=${preview.body.sha256}`,
    file,
  );
  expect([status, text]).toEqual([200, expect.any(String)]);
  expect(body.counts).toEqual(preview.body.counts);
  return body.counts;
}

async function holdingsOf(member: Member, name: string) {
  const { items } = await done<PortfolioList>(member, 'GET', '/portfolios?limit=100');
  const { id } = items.find((one) => one.name === name)!;
  const { holdings, cash, totals } = await done<LedgerHoldings>(
    member,
    'GET',
    `/portfolios/${id}/holdings?date=2024-06-30`,
  );
  return { holdings: holdings.map((one) => ({ ...one, assetId: null })), cash, totals };
}

test.each(['json', 'zip'] as const)(
  'what is exported as %s and imported is what was there',
  { timeout: 120_000 },
  async (format) => {
    const document = await exported(ada, 'json');
    const file = await exported(ada, format);
    const bob = await desk.member('advisor');
    const counts = await imported(bob, file);
    expect(counts).toMatchObject({ portfolios: 7, importMappings: 1, assetAliases: 1 });
    expect(Math.min(counts.prices, counts.exchangeRates, counts.transactions)).toBeGreaterThan(10);
    expect(Buffer.from(await exported(bob, 'json')).equals(document)).toBe(true);
    expect(Buffer.from(await exported(bob, format)).equals(file)).toBe(true);
    expect(await holdingsOf(bob, 'Ledger')).toEqual(await holdingsOf(ada, 'Ledger'));
    const { items } = await done<PortfolioList>(bob, 'GET', '/portfolios?state=deleted');
    await done(
      bob,
      'PATCH',
      `/assets/${(await done<{ items: { id: string }[] }>(bob, 'GET', '/assets')).items[0]!.id}`,
      { json: { name: 'Mine' } },
    );
    expect(items.map(({ name }) => name)).toEqual(['Again']);
    // Nothing of Ada's was touched by what Bob did to his.
    expect(Buffer.from(await exported(ada, 'json')).equals(document)).toBe(true);
  },
);

test('the archive has the same as tables, in which nothing is a formula', async () => {
  const file = await exported(ada, 'zip');
  const text = (name: string) => {
    const found = readArchivedFile(file, name, 1e9);
    if (typeof found === 'string') throw new Error(`${name} is ${found}.`);
    return new TextDecoder().decode(found);
  };
  const names = ['assets', 'exchangerates', 'holdings', 'portfolios', 'prices', 'targets'].map((name) => `${name}.csv`);
  const ledgers = ['1-demo-savings-plan-simulated', '2-ledger'].map((name) => `transactions/${name}`);
  for (const name of ['tables', ...ledgers]) expect(text(`${name}.xlsx`)).toMatch(/^PK/);
  const document = JSON.parse(text('everything.json')) as EverythingFile;
  const lines = (name: string) => text(name).trimEnd().split('\r\n');
  expect(lines('assets.csv')).toHaveLength(document.assets.length + 1);
  const prices = document.assets.reduce((sum, asset) => sum + asset.prices.dates.length, 0);
  expect(lines('prices.csv')).toHaveLength(prices + 1);
  expect(text('assets.csv')).toContain(",'=BBB,");
  for (const name of [...names, ...ledgers.map((ledger) => `${ledger}.csv`)])
    expect(text(name), name).not.toMatch(/(^|,)"?[=+@]/m);
});

test('it is in the audit trail, with the file that it was', async () => {
  const carol = await desk.member('advisor');
  await imported(carol, await exported(ada, 'json'));
  const { rows } = await desk.application.owner.pool.query<{ action: string; count: number }>(
    'select action, count(*)::int as count from audit_entries where owner_id = $1 group by action',
    [carol.userId],
  );
  const counts = Object.fromEntries(rows.map(({ action, count }) => [action, count]));
  expect(counts).toMatchObject({ 'account-data.imported': 1, 'portfolio.created': 7, 'import-mapping.saved': 1 });
  expect(counts['asset.created']).toBeGreaterThan(3);
});

describe('refused', () => {
  let document: EverythingFile;
  let dan: Member;
  beforeAll(async () => {
    document = JSON.parse(Buffer.from(await exported(ada, 'json')).toString()) as EverythingFile;
    dan = await desk.member('advisor');
  });

  test('an account that is not empty, another file than the previewed one, and whose role changes nothing', async () => {
    const file = JSON.stringify(document);
    const preview = await send<EverythingPreview>(ada, '/me/import/preview', file);
    expect(preview.body.inTheWay).toEqual(['portfolios', 'assets', 'saved mappings or exchange rates']);
    const again = await send<Problem>(ada, `/me/import?sha256=${preview.body.sha256}`, file);
    expect([again.body.code, again.body.detail]).toEqual(['state-conflict', expect.stringContaining('empty')]);
    const other = await send<Problem>(dan, `/me/import?sha256=${preview.body.sha256}`, `${file} `);
    expect([other.body.code, other.body.detail]).toEqual(['state-conflict', expect.stringContaining('SHA-256')]);
    const viewer = await desk.member('viewer');
    expect((await send<Problem>(viewer, '/me/import/preview', file)).body.code).toBe('permission-denied');
  });

  const wrong: [what: string, change: (file: EverythingFile) => unknown, field: string][] = [
    ['an unknown field', (file) => ({ ...file, more: 1 }), '/'],
    ['another version', (file) => ({ ...file, version: 2 }), ''],
    ['a price of nothing', (file) => void (file.assets[0]!.prices.closes[3] = '0.00'), '/assets/0/prices/closes/3'],
    [
      'a price that is no number',
      (file) => void (file.assets[0]!.prices.closes[3] = 'NaN'),
      '/assets/0/prices/closes/3',
    ],
    ['dates that fall', (file) => void file.assets[0]!.prices.dates.reverse(), '/assets/0/prices/dates/1'],
    [
      'a date that is none',
      (file) => void (file.assets[0]!.prices.dates[0] = '2023-02-30'),
      '/assets/0/prices/dates/0',
    ],
    ['a price too few', (file) => void file.assets[0]!.prices.closes.pop(), '/assets/0/prices/closes'],
    ['an asset twice', (file) => void (file.assets[1] = { ...file.assets[0]!, symbol: 'OTHER' }), '/assets/1/assetId'],
    [
      'weights that are not one',
      (file) => void (mixOf(file).allocations[0]!.weight = 0.5),
      '/portfolios/MIX/allocations',
    ],
    [
      'a holding of nothing known',
      (file) => void (mixOf(file).allocations[0]!.assetId = mixOf(file).portfolioId),
      '/portfolios/MIX/allocations/0/assetId',
    ],
    [
      'a circle of benchmarks',
      (file) => void (mixOf(file).benchmark = { kind: 'portfolio', portfolioId: mixOf(file).portfolioId }),
      '/portfolios/MIX/benchmark/portfolioId',
    ],
    [
      'a sale of what is not held',
      (file) => void Object.assign(saleOf(file), { quantity: '999' }),
      '/portfolios/LEDGER/transactions/SALE/content/quantity',
    ],
    [
      'the future',
      (file) => void Object.assign(saleOf(file), { date: '2199-01-01' }),
      '/portfolios/LEDGER/transactions/SALE/content/date',
    ],
    ['a name twice', (file) => void (mixOf(file).name = 'Ledger'), '/portfolios/MIX/name'],
    [
      'an alias of nothing known',
      (file) => void (file.assetAliases[0]!.assetId = mixOf(file).portfolioId),
      '/assetAliases/0/assetId',
    ],
  ];
  const mixOf = (file: EverythingFile) => file.portfolios.find(({ targets }) => targets !== null)!;
  const ledgerOf = (file: EverythingFile) => file.portfolios.find(({ name }) => name === 'Ledger')!;
  const saleOf = (file: EverythingFile) =>
    ledgerOf(file).transactions.find(({ content }) => content.kind === 'sell')!.content;

  test.each(wrong)('%s, with its place', async (_, change, field) => {
    const copy = structuredClone(document);
    const places: Record<string, number> = {
      MIX: copy.portfolios.indexOf(mixOf(copy)),
      LEDGER: copy.portfolios.indexOf(ledgerOf(copy)),
      SALE: ledgerOf(copy).transactions.findIndex(({ content }) => content.kind === 'sell'),
    };
    const changed = change(copy) ?? copy;
    const { status, body } = await send<Problem>(dan, '/me/import/preview', JSON.stringify(changed));
    expect([status, body.code]).toEqual([400, 'request-invalid']);
    const place = field.replaceAll(/[A-Z]{3,}/g, (word) => String(places[word]));
    expect(body.errors!.map((one) => one.field ?? '')).toContainEqual(expect.stringMatching(new RegExp(`^${place}`)));
  });

  test.each([
    ['no JSON', 'hello'],
    ['no object', '[1]'],
    ['a broken archive', 'PK\u0003\u0004broken'],
    ['an empty file', ''],
  ])('%s', async (_, file) => {
    expect((await send<Problem>(dan, '/me/import/preview', file)).body.code).toBe('request-invalid');
  });

  test('and nothing of it is there', async () => {
    expect((await done<{ items: unknown[] }>(dan, 'GET', '/assets')).items).toEqual([]);
    expect((await done<{ items: Portfolio[] }>(dan, 'GET', '/portfolios')).items).toEqual([]);
  });
});
