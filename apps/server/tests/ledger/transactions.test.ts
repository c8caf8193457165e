/** The ledger over HTTP on a real database: entered, read, corrected, refused, shared, raced for, and never apart from its portfolio. */
import { parseEntry, rebuildVersions } from '@riskoptimizer/audit-trail';
import type {
  BulkTransactionsResponse,
  LedgerHoldings,
  LedgerTransaction,
  Portfolio,
  PortfolioPerformance,
  Problem,
  RealisedResults,
  TransactionList,
} from '@riskoptimizer/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, importAssets, type Member, openDesk } from '../audit/desk.ts';

let desk: Desk;
let ada: Member;
let bob: Member;
let assetIds: readonly string[];
let portfolioId: string;
let made = 0;

beforeAll(async () => {
  desk = await openDesk();
  ada = await desk.member('advisor');
  bob = await desk.member('analyst');
  assetIds = await importAssets(ada, ['AAA', 'BBB']);
}, 120_000);
afterAll(() => desk.close());

beforeEach(async () => {
  made += 1;
  const json = { name: `Ledger ${made}`, baseCurrency: 'EUR', allocation: { kind: 'ledger' } };
  const { status, body } = await ada.ask<Portfolio>('POST', '/portfolios', { json });
  if (status !== 201) throw new Error(`No ledger was made: ${JSON.stringify(body)}`);
  portfolioId = body.id;
});

test('a fresh ledger holds nothing and is worth nothing', async () => {
  const { body } = await read<Portfolio>('');
  expect(body).toMatchObject({ allocationKind: 'ledger', holdings: [], totalValue: '0.00', version: 1 });
});

const deposit = (amount: string, date = '2024-01-02') => ({ kind: 'deposit', date, amount, currency: 'EUR' });
const trade = (kind: 'buy' | 'sell' | 'short', quantity: string, date: string, price = '100', more: object = {}) => ({
  kind,
  date,
  assetId: assetIds[0]!,
  quantity,
  price,
  currency: 'EUR',
  ...more,
});
const enter = (content: object, who = ada, headers: Record<string, string> = {}) =>
  who.ask<LedgerTransaction & Problem>('POST', `/portfolios/${portfolioId}/transactions`, { json: content, headers });
const enterAll = (items: readonly object[], who = ada) =>
  who.ask<BulkTransactionsResponse & Problem>('POST', `/portfolios/${portfolioId}/transactions/bulk`, {
    json: { items },
  });
const read = <Body>(what: string, who = ada) => who.ask<Body>('GET', `/portfolios/${portfolioId}${what}`);

async function held(): Promise<string | undefined> {
  const { body } = await read<Portfolio>('');
  return body.holdings[0]?.quantity ?? undefined;
}

describe('what is entered', () => {
  test('becomes what is held, with its cost, its result and the cash', async () => {
    const entered = await enterAll([
      deposit('10000'),
      trade('buy', '10', '2024-01-03', '100', { fee: '5' }),
      trade('buy', '10', '2024-01-04', '120'),
      trade('sell', '15', '2024-01-08', '130', { fee: '1.50', tax: '0.25' }),
      { kind: 'dividend', date: '2024-01-09', assetId: assetIds[0], amount: '12.34', tax: '2', currency: 'EUR' },
    ]);
    expect(entered.status, JSON.stringify(entered.body)).toBe(201);
    const { status, body } = await read<LedgerHoldings>('/holdings');
    expect(status, JSON.stringify(body)).toBe(200);
    const [holding] = body.holdings;
    expect(holding).toMatchObject({ quantity: '5', lotCount: 1, since: '2024-01-04', accounts: ['Main'] });
    expect(holding!.inBaseCurrency).toMatchObject({ cost: '600.00', realised: '343.25', dividends: '12.34' });
    expect(holding!.inAssetCurrency.unitCost).toBe('120');
    // 10000 − 1005 − 1200 + 1950 − 1.75 + 12.34 − 2
    expect(body.cash).toMatchObject([{ account: 'Main', currency: 'EUR', amount: '9753.59', value: '9753.59' }]);
    expect(body.totals).toMatchObject({ fees: '6.50', taxes: '2.25', cash: '9753.59' });
    const weights = [...body.holdings, ...body.cash].map(({ weight }) => weight!);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(await held()).toBe('5');
    const results = await read<RealisedResults>('/realised-results?costBasis=average');
    expect(results.body.items).toMatchObject([
      { quantity: '15', proceeds: '1948.25', cost: '1653.75', result: '294.50' },
    ]);
  });

  test('comes back page by page, the newest first, by every filter', async () => {
    const days = Array.from({ length: 25 }, (_, index) => `2024-02-${String(index + 1).padStart(2, '0')}`);
    await enterAll(days.map((date) => deposit('1.50', date)));
    await enter({ ...deposit('2'), account: 'Savings' });
    const seen: LedgerTransaction[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await read<TransactionList>(`/transactions?limit=7${query}`);
      seen.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen.map(({ content }) => content.date)).toEqual([...days.toReversed(), '2024-01-02']);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(26);
    const filtered = await read<TransactionList>('/transactions?account=Savings&kind=deposit&to=2024-01-31');
    expect(filtered.body.items.map(({ content }) => content)).toMatchObject([{ amount: '2', account: 'Savings' }]);
    expect((await read('/transactions?limit=501')).status).toBe(400);
  });

  test('is refused with the field named, all of a bulk or none', async () => {
    await enter(trade('buy', '10', '2024-01-05'));
    const tooMuch = await enter(trade('sell', '10.000000000001', '2024-01-08'));
    expect(tooMuch.status).toBe(400);
    expect(tooMuch.body.errors![0]).toMatchObject({ field: '/quantity' });
    expect((await enter(trade('sell', '1', '2024-01-04'))).body.errors![0]!.field).toBe('/quantity');
    expect((await enter(deposit('1', '2999-01-01'))).body.errors![0]!.field).toBe('/date');
    const bulk = await enterAll([deposit('1'), trade('sell', '11', '2024-01-08')]);
    expect(bulk.status).toBe(400);
    expect(bulk.body.errors![0]!.field).toBe('/items/1/quantity');
    const foreign = await enter({ ...trade('buy', '1', '2024-01-08'), assetId: portfolioId });
    expect(foreign.body.errors![0]!.field).toBe('/assetId');
    expect((await read<TransactionList>('/transactions')).body.items).toHaveLength(1);
  });

  test('is corrected and taken out on the version that was read, unless another one needs it', async () => {
    const bought = (await enter(trade('buy', '10', '2024-01-05'))).body;
    await enter(trade('sell', '4', '2024-01-08'));
    const path = `/portfolios/${portfolioId}/transactions/${bought.id}`;
    const put = (version: string, quantity: string) =>
      ada.ask<Problem>('PUT', path, { json: trade('buy', quantity, '2024-01-05'), headers: { 'if-match': version } });
    expect((await put('"2"', '9')).status).toBe(412);
    expect((await ada.ask('PUT', path, { json: trade('buy', '9', '2024-01-05') })).status).toBe(428);
    const impossible = await put('"1"', '3');
    expect([impossible.status, impossible.body.detail]).toEqual([
      409,
      expect.stringContaining('would become impossible'),
    ]);
    expect((await put('"1"', '9')).status).toBe(200);
    expect(await held()).toBe('5');
    const refused = await ada.ask<Problem>('DELETE', path, { headers: { 'if-match': '"2"' } });
    expect(refused.status).toBe(409);
    const [sale] = (await read<TransactionList>('/transactions?kind=sell')).body.items;
    const remove = { headers: { 'if-match': '"1"' } };
    expect((await ada.ask('DELETE', `/portfolios/${portfolioId}/transactions/${sale!.id}`, remove)).status).toBe(204);
    expect((await ada.ask('DELETE', path, { headers: { 'if-match': '"2"' } })).status).toBe(204);
    expect(await held()).toBeUndefined();
  });
});

test('an empty ledger says what is missing, and negative cash is a warning', async () => {
  for (const what of ['/performance', '/risk?window=max']) {
    const { status, body } = await read<Problem>(what);
    expect([what, status, body.code]).toEqual([what, 422, 'data-insufficient']);
  }
  await enter(trade('buy', '1', '2024-01-03'));
  const { body } = await read<LedgerHoldings>('/holdings');
  expect(body.cash[0]!.amount).toBe('-100');
  expect(body.warnings).toMatchObject([{ code: 'cash-negative' }]);
});

test('three returns, each with how it came about', async () => {
  await enterAll([deposit('1000'), trade('buy', '5', '2024-01-02'), deposit('500', '2024-01-10')]);
  const { status, body } = await read<PortfolioPerformance>('/performance');
  expect(status, JSON.stringify(body)).toBe(200);
  const { series, returns, flows } = body;
  expect(flows.map(({ value }) => value)).toEqual([1000, 500]);
  expect(series.total[0]).toBe(0);
  const last = series.total.at(-1)!;
  expect(returns.simple.total).toBeCloseTo((last - 1500) / 1500, 12);
  expect(1 + returns.timeWeighted.total!).toBeCloseTo(series.growth.at(-1)!, 12);
  expect(returns.moneyWeighted.howComputed.inputs.residual).toBeLessThan(1e-10);
  for (const one of Object.values(returns)) expect(one.annual).toBeNull();
});

test('twenty sales of one holding at once sell exactly what is held', async () => {
  await enter(trade('buy', '10', '2024-01-03'));
  const answers = await Promise.all(Array.from({ length: 20 }, () => enter(trade('sell', '1', '2024-01-08'))));
  const statuses = answers.map(({ status }) => status).toSorted();
  expect(statuses).toEqual([...Array(10).fill(201), ...Array(10).fill(400)]);
  expect(await held()).toBeUndefined();
});

test('a repeated request enters one transaction', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const [one, other] = [await enter(deposit('7'), ada, headers), await enter(deposit('7'), ada, headers)];
  expect(other.body.id).toBe(one.body.id);
  expect((await read<TransactionList>('/transactions')).body.items).toHaveLength(1);
});

test('a share to read reads, one to edit enters what the ledger has, and nobody else sees it', async () => {
  await enter(trade('buy', '10', '2024-01-03'));
  expect((await read('/transactions', bob)).status).toBe(404);
  expect((await enter(deposit('1'), bob)).status).toBe(404);
  const share = (level: string) =>
    ada.ask<{ id: string }>('POST', `/portfolios/${portfolioId}/shares`, {
      json: { email: bob.email, level, expiresAt: null },
    });
  const { body: reading } = await share('read');
  expect((await read('/transactions', bob)).status).toBe(200);
  expect((await read('/holdings', bob)).status).toBe(200);
  expect((await read('/performance', bob)).status).toBe(200);
  expect((await enter(deposit('1'), bob)).status).toBe(403);
  await ada.ask('DELETE', `/portfolios/${portfolioId}/shares/${reading.id}`);
  await share('edit');
  expect((await enter(trade('sell', '2', '2024-01-08'), bob)).status).toBe(201);
  const other = await enter({ ...trade('buy', '1', '2024-01-08'), assetId: assetIds[1] }, bob);
  expect([other.status, other.body.errors![0]!.field]).toEqual([403, '/assetId']);
  expect(await held()).toBe('8');
});

test('portfolio and ledger are never apart, and the trail has every version of both', async () => {
  const before = await desk.application.owner.pool.query('select count(*)::int as count from audit_entries');
  await enter(trade('buy', '10', '2024-01-03'));
  await enter(trade('sell', '2.5', '2024-01-08'));
  const { body } = await read<Portfolio>('');
  const officer = await desk.member('compliance');
  const { text } = await officer.ask('POST', '/audit/exports', { json: {} });
  const entries = text.split('\n').flatMap((line) => (line.startsWith('{"action"') ? [parseEntry(line)] : []));
  expect(entries.length).toBeGreaterThan(before.rows[0].count);
  const portfolios = rebuildVersions(entries, 'portfolio').get(portfolioId)!;
  expect(portfolios.map(({ content }) => content)).toMatchObject([
    { version: 1, allocations: [] },
    { version: 2, allocations: [{ quantity: '10' }] },
    { version: 3, allocations: [{ quantity: '7.5' }] },
  ]);
  expect(body.version).toBe(3);
  expect(rebuildVersions(entries, 'transaction').size).toBeGreaterThanOrEqual(2);
  const { rows } = await desk.application.owner.pool.query(
    `select (select sum(case kind when 'buy' then quantity else -quantity end) from transactions where portfolio_id = $1) as ledger,
       (select quantity from allocations where portfolio_id = $1) as portfolio`,
    [portfolioId],
  );
  expect(rows[0].ledger).toBe(rows[0].portfolio);
});

test('the kind of a portfolio stays: weights cannot be given, and other portfolios take no transactions', async () => {
  const json = {
    name: `Ledger ${made}`,
    baseCurrency: 'EUR',
    allocation: { kind: 'weights', items: [{ assetId: assetIds[0], weight: 1 }] },
  };
  const headers = { 'if-match': '*' };
  expect((await ada.ask('PUT', `/portfolios/${portfolioId}`, { json, headers })).status).toBe(409);
  await enter(trade('buy', '10', '2024-01-03'));
  const renamed = { ...json, name: `Renamed ${made}`, allocation: { kind: 'ledger' } };
  const { body } = await ada.ask<Portfolio>('PUT', `/portfolios/${portfolioId}`, { json: renamed, headers });
  expect([body.name, body.holdings[0]?.quantity]).toEqual([`Renamed ${made}`, '10']);
  const other = await ada.ask<Portfolio>('POST', '/portfolios', { json: { ...json, name: `Weights ${made}` } });
  portfolioId = other.body.id;
  expect((await enter(deposit('1'))).status).toBe(409);
});
