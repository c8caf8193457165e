/** A ledger as a file over HTTP: it imports back equal in every format, and exports to the same bytes again. */
import type {
  LedgerHoldings,
  Portfolio,
  Problem,
  RealisedResults,
  TransactionImport,
  TransactionImportResult,
} from '@riskoptimizer/contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, importAssets, type Member, openDesk } from '../audit/desk.ts';
import { type Drafted, ledgerOf } from './generated-ledger.ts';

let desk: Desk;
let ada: Member;
let assetIds: readonly string[];

beforeAll(async () => {
  desk = await openDesk();
  ada = await desk.member('advisor');
  assetIds = await importAssets(ada, ['AAA', '=BBB', 'CCC']);
  // One security, quoted twice: only the file's own identifiers tell them apart.
  for (const assetId of assetIds.slice(0, 2)) {
    const { status } = await ada.ask('PATCH', `/assets/${assetId}`, { json: { isin: 'US0378331005' } });
    if (status !== 200) throw new Error(`The identifier was not stored: ${status}.`);
  }
}, 120_000);
afterAll(() => desk.close());

const formats = ['csv', 'xlsx', 'json'] as const;
type Format = (typeof formats)[number];
let made = 0;

async function emptyLedger(): Promise<string> {
  made += 1;
  const json = { name: `Exported ${made}`, baseCurrency: 'EUR', allocation: { kind: 'ledger' } };
  return (await ada.ask<Portfolio>('POST', '/portfolios', { json })).body.id;
}

async function exported(portfolioId: string, format: Format, token = ada.token): Promise<Uint8Array> {
  const url = `${desk.application.address}/api/v1/portfolios/${portfolioId}/transactions/export?format=${format}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
    200,
    expect.stringMatching(new RegExp(`^attachment; filename="[a-z0-9-]+\\.${format}"$`)),
  ]);
  return answer.bytes();
}

/** Puts the file into a new portfolio. */
async function imported(file: Uint8Array): Promise<string> {
  const portfolioId = await emptyLedger();
  const form = new FormData();
  form.append('file', new Blob([file as BlobPart]), 'file');
  const staged = await ada.ask<TransactionImport>('POST', `/portfolios/${portfolioId}/transaction-imports`, {
    body: form,
  });
  expect([staged.status, staged.body.counts?.invalid, staged.body.questions]).toEqual([201, 0, []]);
  const json = { rows: 'all-valid', duplicates: 'include' };
  const path = `/transaction-imports/${staged.body.id}/commit`;
  const { status, text } = await ada.ask<TransactionImportResult>('POST', path, { json });
  expect([status, text]).toEqual([200, expect.any(String)]);
  return portfolioId;
}

function withoutIds(item: RealisedResults['items'][number]) {
  return { ...item, transactionId: null, lots: item.lots.map((lot) => ({ ...lot, transactionId: null })) };
}

/** Everything that follows from a ledger, without the identifiers of its transactions. */
async function resultsOf(portfolioId: string) {
  const at = `/portfolios/${portfolioId}`;
  const holdings = await ada.ask<LedgerHoldings>('GET', `${at}/holdings?date=2024-12-31`);
  const realised = await ada.ask<RealisedResults>('GET', `${at}/realised-results?to=2024-12-31&costBasis=specific`);
  expect([holdings.status, realised.status]).toEqual([200, 200]);
  const { holdings: held, cash, totals } = holdings.body;
  const items = realised.body.items.map(withoutIds);
  return { held, cash, totals, items, byAsset: realised.body.byAsset, realised: realised.body.totals };
}

async function entered(drafts: readonly Drafted[]): Promise<string> {
  const portfolioId = await emptyLedger();
  // Lots name transactions by the identifiers that they get, so those are entered one by one.
  const idOf = new Map<string, string>();
  for (const { id, content } of drafts) {
    const json =
      content.kind === 'sell' && content.lots !== null
        ? { ...content, lots: content.lots.map((lot) => ({ ...lot, transactionId: idOf.get(lot.transactionId)! })) }
        : content;
    const path = `/portfolios/${portfolioId}/transactions`;
    const { status, body, text } = await ada.ask<{ id: string }>('POST', path, { json });
    expect([status, text]).toEqual([201, expect.any(String)]);
    idOf.set(id, body.id);
  }
  return portfolioId;
}

test('export → import → export is the identity, of whatever ledger in every format', { timeout: 300_000 }, async () => {
  const kinds = new Set<string>();
  let lotCount = 0;
  await fc.assert(
    fc.asyncProperty(ledgerOf(assetIds), async (drafts) => {
      if (drafts.length === 0) return;
      for (const { content } of drafts) {
        kinds.add(content.kind);
        if (content.kind === 'sell' && content.lots !== null) lotCount += 1;
      }
      const original = await entered(drafts);
      const results = await resultsOf(original);
      let present = original;
      for (const format of formats) {
        const file = await exported(present, format);
        present = await imported(file);
        expect(await resultsOf(present)).toEqual(results);
        expect(Buffer.from(await exported(present, format)).equals(file)).toBe(true);
      }
    }),
    { numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 25), seed: 20_261_123 },
  );
  console.log(`Kinds: ${[...kinds].sort().join(', ')}; sales that name lots: ${lotCount}.`);
  expect(kinds.size).toBe(14);
  expect(lotCount).toBeGreaterThan(0);
});

test('no cell is a formula', async () => {
  const note = '=HYPERLINK("http://example.com")';
  const content = { kind: 'deposit', date: '2024-01-02', amount: '5', currency: 'EUR', account: '@x', note };
  const portfolioId = await emptyLedger();
  expect((await ada.ask('POST', `/portfolios/${portfolioId}/transactions`, { json: content })).status).toBe(201);
  const csv = new TextDecoder().decode(await exported(portfolioId, 'csv'));
  expect(csv.split('\r\n')[1]).toMatch(/^2024-01-02,deposit,'@x,.*"'=HYPERLINK\(""http:\/\/example\.com""\)"/);
});

test('an empty ledger, one without transactions, and another format', async () => {
  const portfolioId = await emptyLedger();
  for (const format of formats) expect((await exported(portfolioId, format)).length).toBeGreaterThan(20);
  const path = `/portfolios/${portfolioId}/transactions/export?format=pdf`;
  expect((await ada.ask<Problem>('GET', path)).body.code).toBe('request-invalid');
  const json = {
    name: 'By weight',
    baseCurrency: 'EUR',
    allocation: { kind: 'weights', items: [{ assetId: assetIds[0], weight: 1 }] },
  };
  const { body } = await ada.ask<Portfolio>('POST', '/portfolios', { json });
  expect((await ada.ask<Problem>('GET', `/portfolios/${body.id}/transactions/export`)).body.code).toBe(
    'state-conflict',
  );
});

test('whoever has a share to read gets the file with the names of its assets', async () => {
  const bob = await desk.member('viewer');
  const portfolioId = await emptyLedger();
  const buy = { kind: 'buy', date: '2024-01-02', assetId: assetIds[0], quantity: '1', price: '5', currency: 'EUR' };
  expect((await ada.ask('POST', `/portfolios/${portfolioId}/transactions`, { json: buy })).status).toBe(201);
  const path = `/portfolios/${portfolioId}/transactions/export`;
  expect((await bob.ask<Problem>('GET', path)).body.code).toBe('not-found');
  const share = { json: { email: bob.email, level: 'read' } };
  expect((await ada.ask('POST', `/portfolios/${portfolioId}/shares`, share)).status).toBe(201);
  const file = await exported(portfolioId, 'csv', bob.token);
  expect(new TextDecoder().decode(file)).toContain(',AAA,US0378331005,');
});
