import type { Asset, Portfolio, PriceImport, PriceImportResult, PriceSeries, Problem } from '@riskoptimizer/contracts';
import { priceFileBytesMax } from '@riskoptimizer/contracts';
import { maximumFileBytes } from '@riskoptimizer/price-csv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importPath, priceFile, upload } from './price-files.ts';
import { startTestApplication, type TestApplication } from './test-application.ts';

let application: TestApplication;
beforeAll(async () => {
  application = await startTestApplication();
});
afterAll(() => application.stop());

const commit = (id: string, json: unknown = {}) =>
  application.ask<PriceImportResult & Problem>('POST', `${importPath}/${id}/commit`, { json });
const listAssets = async () => (await application.ask<{ items: Asset[] }>('GET', '/api/v1/assets')).body.items;
const imported = async (symbol: string) =>
  (await listAssets()).find((asset) => asset.symbol === symbol && asset.source === 'imported');

describe('preview, then commit', () => {
  test('a preview stores no asset and says what a commit would do', async () => {
    const before = await application.countRows();
    const preview = await upload(application, priceFile(['PREVIEW1', 'PREVIEW2'], 30), 'C:\\my files\\prices.csv');
    expect(preview).toMatchObject({
      status: 201,
      body: {
        fileName: 'prices.csv',
        status: 'ready',
        delimiter: 'comma',
        decimalSeparator: 'point',
        rowCount: 30,
        from: '2024-01-01',
        to: '2024-02-09',
        periodsPerYear: 252,
        assets: [{ symbol: 'PREVIEW1', priceCount: 30, change: 'new', gapCount: 0 }, { symbol: 'PREVIEW2' }],
      },
    });
    expect(await application.countRows()).toEqual({ ...before, price_imports: before.price_imports! + 1 });
    const { id } = preview.body;
    expect(preview.headers.get('location')).toBe(`${importPath}/${id}`);
    expect((await application.ask<PriceImport>('GET', `${importPath}/${id}`)).body).toEqual(preview.body);
    expect(await application.ask('DELETE', `${importPath}/${id}`)).toMatchObject({ status: 204 });
    expect(await application.countRows()).toEqual(before);
    expect(await application.ask('GET', `${importPath}/${id}`)).toMatchObject({ status: 404 });
    expect(await commit(id)).toMatchObject({ status: 404 });
  });

  test('a commit stores exactly the prices of the file, gaps left open', async () => {
    const file = 'date;ÄÖ & Co;B\n2024-01-02;1,50;10\n2024-01-03;;11,25\n2024-01-04;1,75;12\n';
    const { body: preview } = await upload(application, file);
    expect(preview).toMatchObject({ delimiter: 'semicolon', decimalSeparator: 'comma' });
    expect(preview.assets[0]).toMatchObject({ symbol: 'ÄÖ & Co', gapCount: 1, missingCount: 1, lastClose: '1.75' });
    const done = await commit(preview.id, { currency: 'EUR' });
    expect(done).toMatchObject({
      status: 200,
      body: { priceCount: 5, portfolioId: null, import: { status: 'committed' } },
    });
    const [assetId] = done.body.assetIds;
    expect((await application.ask<Asset>('GET', `/api/v1/assets/${assetId}`)).body).toMatchObject({
      symbol: 'ÄÖ & Co',
      source: 'imported',
      currency: 'EUR',
      prices: {
        count: 2,
        firstDate: '2024-01-02',
        lastDate: '2024-01-04',
        lastClose: '1.75',
        gaps: [{ from: '2024-01-03', to: '2024-01-03', missingCount: 1 }],
      },
    });
    const prices = await application.ask<PriceSeries>('GET', `/api/v1/assets/${assetId}/prices`);
    expect(prices.body).toMatchObject({ dates: ['2024-01-02', '2024-01-04'], closes: ['1.5', '1.75'] });
    const later = await application.ask<PriceSeries>('GET', `/api/v1/assets/${assetId}/prices?from=2024-01-03`);
    expect(later.body.dates).toEqual(['2024-01-04']);
  });

  test('a second commit is refused and changes nothing', async () => {
    const { body } = await upload(application, priceFile(['TWICE'], 5));
    expect(await commit(body.id)).toMatchObject({ status: 200 });
    const after = await application.countRows();
    expect(await commit(body.id)).toMatchObject({ status: 409, body: { code: 'state-conflict' } });
    expect(await application.countRows()).toEqual(after);
    expect((await application.ask<PriceImport>('GET', `${importPath}/${body.id}`)).body.status).toBe('committed');
  });

  test('two commits at once store once', async () => {
    const { body } = await upload(application, priceFile(['ATONCE'], 400));
    const answers = await Promise.all([commit(body.id), commit(body.id)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test('a file of a symbol that is there extends or replaces it, and keeps the other dates', async () => {
    const first = await upload(application, priceFile(['GROWS'], 10));
    await commit(first.body.id);
    const longer = await upload(application, priceFile(['GROWS'], 12));
    expect(longer.body.assets[0]!.change).toBe('extends');
    await commit(longer.body.id);
    // What was remembered of the prices before the commit is not believed any more.
    const added = await upload(application, 'date,GROWS\n2024-01-15,1\n2024-01-16,1\n');
    expect(added.body.assets[0]!.change).toBe('replaces');
    expect((await imported('GROWS'))!.prices).toMatchObject({ count: 12, firstDate: '2024-01-01' });
    const other = await upload(application, 'date,GROWS\n2024-01-02,55.5\n2024-06-03,56\n');
    expect(other.body.assets[0]!.change).toBe('replaces');
    await commit(other.body.id);
    const { id, prices } = (await imported('GROWS'))!;
    expect(prices).toMatchObject({ count: 13, firstDate: '2024-01-01', lastDate: '2024-06-03', lastClose: '56' });
    const series = await application.ask<PriceSeries>('GET', `/api/v1/assets/${id}/prices`);
    expect(series.body.closes[1]).toBe('55.5');
    expect(series.body.closes[0]).toBe('100');
  });

  test('a real asset with the symbol of a simulated one stands beside it', async () => {
    const simulated = (await listAssets()).find((asset) => asset.symbol === 'NORTHW')!;
    const { body } = await upload(application, priceFile(['NORTHW'], 5));
    expect(body.assets[0]!.change).toBe('new');
    expect(await commit(body.id)).toMatchObject({ status: 200 });
    const both = (await listAssets()).filter((asset) => asset.symbol === 'NORTHW');
    expect(both.map(({ source }) => source).toSorted()).toEqual(['imported', 'simulated']);
    expect(both.find(({ source }) => source === 'simulated')).toEqual(simulated);
  });

  test('another currency than the stored one is refused', async () => {
    await commit((await upload(application, priceFile(['CURRENCY'], 5))).body.id, { currency: 'USD' });
    const again = await upload(application, priceFile(['CURRENCY'], 6));
    expect(await commit(again.body.id, { currency: 'EUR' })).toMatchObject({
      status: 409,
      body: { code: 'state-conflict', detail: expect.stringContaining('CURRENCY (USD)') },
    });
  });

  test('an imported asset can be deleted, its prices with it', async () => {
    const before = await application.countRows();
    const done = await commit((await upload(application, priceFile(['GOES'], 7))).body.id);
    expect(await application.ask('DELETE', `/api/v1/assets/${done.body.assetIds[0]}`)).toMatchObject({ status: 204 });
    expect(await application.countRows()).toEqual({ ...before, price_imports: before.price_imports! + 1 });
  });

  test('the body may be the file itself', async () => {
    const answer = await application.ask<PriceImport>('POST', `${importPath}?fileName=plain.csv`, {
      body: priceFile(['PLAIN'], 4),
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer).toMatchObject({ status: 201, body: { fileName: 'plain.csv', rowCount: 4 } });
  });

  test('a preview expires', async () => {
    const { body } = await upload(application, priceFile(['OLD'], 4));
    const day = new Date(body.expiresAt).getTime() - new Date(body.createdAt).getTime();
    expect(day).toBe(24 * 3_600_000);
    await application.owner.pool.query(`update price_imports set expires_at = now() - interval '1 s' where id = $1`, [
      body.id,
    ]);
    expect(await application.ask('GET', `${importPath}/${body.id}`)).toMatchObject({ status: 404 });
    expect(await commit(body.id)).toMatchObject({ status: 404 });
    await upload(application, priceFile(['NEW'], 4));
    const left = await application.owner.pool.query('select 1 from price_imports where id = $1', [body.id]);
    expect(left.rowCount).toBe(0);
  });
});

describe('a portfolio with the import', () => {
  const make = async (name: string, allocation: unknown, symbols = ['P1', 'P2']) => {
    const { body } = await upload(application, priceFile(symbols, 40));
    return commit(body.id, { portfolio: { name, allocation } });
  };
  const open = async (id: string | null) => (await application.ask<Portfolio>('GET', `/api/v1/portfolios/${id}`)).body;

  test('equal, by weight, by quantity', async () => {
    const equal = await open((await make('Equal', { kind: 'equal' }, ['E1', 'E2', 'E3'])).body.portfolioId);
    expect(equal.holdings.map(({ weight }) => weight)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(equal.simulated).toBe(false);
    const weights = [
      { symbol: 'P2', weight: 0.3 },
      { symbol: 'P1', weight: 0.7 },
    ];
    const byWeight = await open((await make('By weight', { kind: 'weights', weights })).body.portfolioId);
    expect(byWeight.holdings.map(({ symbol, weight }) => [symbol, weight])).toEqual([
      ['P2', 0.3],
      ['P1', 0.7],
    ]);
    const quantities = [
      { symbol: 'P1', quantity: '10' },
      { symbol: 'P2', quantity: '2.5' },
    ];
    const byQuantity = await open((await make('By quantity', { kind: 'quantities', quantities })).body.portfolioId);
    expect(byQuantity).toMatchObject({ allocationKind: 'quantities', valueDate: '2024-02-23' });
    expect(Number(byQuantity.totalValue)).toBeGreaterThan(1000);
  });

  test.each([
    [
      'weights that do not sum',
      {
        kind: 'weights',
        weights: [
          { symbol: 'Q1', weight: 0.5 },
          { symbol: 'Q2', weight: 0.4 },
        ],
      },
      400,
      /sum to 0\.9/,
    ],
    [
      'an unknown symbol',
      {
        kind: 'weights',
        weights: [
          { symbol: 'Q1', weight: 0.5 },
          { symbol: 'QX', weight: 0.5 },
        ],
      },
      400,
      /"QX" is not an asset of the file/,
    ],
    [
      'a symbol twice',
      {
        kind: 'quantities',
        quantities: [
          { symbol: 'Q1', quantity: '1' },
          { symbol: 'Q1', quantity: '2' },
        ],
      },
      400,
      /"Q1" stands there twice/,
    ],
    [
      'quantities worth nothing',
      { kind: 'quantities', quantities: [{ symbol: 'Q1', quantity: '0' }] },
      422,
      /must be positive/,
    ],
    [
      'a quantity that is no decimal',
      { kind: 'quantities', quantities: [{ symbol: 'Q1', quantity: '1e5' }] },
      400,
      /decimal number/,
    ],
    [
      'a number for a quantity',
      { kind: 'quantities', quantities: [{ symbol: 'Q1', quantity: 5 }] },
      400,
      /expected string/,
    ],
    ['a null weight', { kind: 'weights', weights: [{ symbol: 'Q1', weight: null }] }, 400, /expected number/],
    ['an unknown kind', { kind: 'magic' }, 400, /portfolio/],
  ])('%s: nothing is stored, not even the prices', async (_, allocation, status, detail) => {
    const { body } = await upload(application, priceFile(['Q1', 'Q2'], 10));
    const before = await application.countRows();
    const answer = await commit(body.id, { portfolio: { name: 'Refused', allocation } });
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatch(detail);
    expect(await application.countRows()).toEqual(before);
    expect((await application.ask<PriceImport>('GET', `${importPath}/${body.id}`)).body.status).toBe('ready');
  });

  test('a name that is taken rolls the prices back, and the preview can be committed with another', async () => {
    const { body } = await upload(application, priceFile(['R1'], 10));
    const before = await application.countRows();
    const taken = { portfolio: { name: 'Demo portfolio (simulated)', allocation: { kind: 'equal' } } };
    expect(await commit(body.id, taken)).toMatchObject({ status: 409, body: { code: 'already-exists' } });
    expect(await application.countRows()).toEqual(before);
    expect(await commit(body.id)).toMatchObject({ status: 200 });
  });
});

describe('a commit that is cut off in the middle leaves nothing', () => {
  const failing = async (statement: string, run: () => Promise<void>) => {
    await application.owner.pool.query(statement);
    try {
      await run();
    } finally {
      await application.owner.pool.query('drop trigger if exists cut on prices; drop trigger if exists cut on assets');
    }
  };

  test.each([
    ['a statement fails', `raise exception 'cut off'`, 500, 'internal-error'],
    ['the connection is killed', 'perform pg_terminate_backend(pg_backend_pid())', 503, 'not-ready'],
  ])('%s', async (_, action, status, code) => {
    const { body } = await upload(application, priceFile(['CUT1', 'CUT2', 'CUT3'], 50));
    const before = await application.countRows();
    await failing(
      `create or replace function cut() returns trigger language plpgsql security definer as $$ begin
         if (select count(*) from prices where owner_id = new.owner_id and asset_id in (select id from assets where symbol like 'CUT%')) > 60
         then ${action}; end if; return new; end $$;
       create trigger cut before insert on prices for each row execute function cut()`,
      async () => {
        expect(await commit(body.id)).toMatchObject({ status, body: { code } });
      },
    );
    expect(await application.countRows()).toEqual(before);
    expect(await commit(body.id)).toMatchObject({ status: 200, body: { priceCount: 150 } });
    for (const symbol of ['CUT1', 'CUT2', 'CUT3']) {
      await application.ask('DELETE', `/api/v1/assets/${(await imported(symbol))!.id}`);
    }
  });
});

describe('files that are refused', () => {
  const utf16 = Buffer.from('\ufeffdate,A\n2024-01-02,1\n', 'utf16le');

  test.each<[string, string | Uint8Array, { line?: number; column?: number; field?: string } | null]>([
    ['empty', '', null],
    ['a header only', 'date,A\n', { line: 1 }],
    ['one row', 'date,A\n2024-01-02,1\n', { line: 2 }],
    ['no dates', 'A,B\n1,2\n3,4\n', { line: 1, column: 1 }],
    ['dates that are no dates', 'date,A\nyesterday,1\n2024-01-03,2\n', { line: 2, column: 1 }],
    ['the same date twice', 'date,A\n2024-01-02,1\n2024-01-02,2\n', { line: 3, column: 1 }],
    ['dates out of order', 'date,A\n2024-01-03,1\n2024-01-02,2\n', { line: 3, column: 1 }],
    ['text for a price', 'date,A,B\n2024-01-02,1,2\n2024-01-03,1,abc\n', { line: 3, column: 3, field: 'B' }],
    ['a negative price', 'date,A\n2024-01-02,1\n2024-01-03,-1\n', { line: 3, column: 2, field: 'A' }],
    ['a price of zero', 'date,A\n2024-01-02,1\n2024-01-03,0\n', { line: 3, column: 2, field: 'A' }],
    ['NaN', 'date,A\n2024-01-02,1\n2024-01-03,NaN\n', { line: 3, column: 2, field: 'A' }],
    ['Infinity', 'date,A\n2024-01-02,1\n2024-01-03,Infinity\n', { line: 3, column: 2, field: 'A' }],
    ['1e999', 'date,A\n2024-01-02,1\n2024-01-03,1e999\n', { line: 3, column: 2, field: 'A' }],
    ['an asset without a price', 'date,A,B\n2024-01-02,1,\n2024-01-03,2,\n', { column: 3, field: 'B' }],
    ['an asset twice', 'date,A,A\n2024-01-02,1,2\n2024-01-03,2,3\n', { line: 1, column: 3, field: 'A' }],
    ['a cell too many', 'date,A\n2024-01-02,1,2\n2024-01-03,2\n', { line: 2, column: 3 }],
    [
      'a decimal comma between commas',
      'date,A\n2024-01-02,"1,5"\n2024-01-03,"1,6"\n',
      { line: 2, column: 2, field: 'A' },
    ],
    ['UTF-16', utf16, { line: 1 }],
    ['bytes that are no text', Uint8Array.of(0x64, 0xff, 0xfe, 0x00, 0x0a), { line: 1 }],
    ['a formula', 'date,A\n2024-01-02,=1+1\n2024-01-03,2\n', { line: 2, column: 2, field: 'A' }],
  ])('%s', async (_, content, place) => {
    const before = await application.countRows();
    const answer = await upload<Problem>(application, content);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'price-file-invalid', detail: expect.stringMatching(/Nothing was stored\.$/) },
    });
    const [first] = answer.body.errors!;
    expect(first!.message.length).toBeGreaterThan(10);
    expect(first!.remedy!.length).toBeGreaterThan(5);
    expect(first).toMatchObject(place ?? {});
    expect(answer.body.errorCount).toBeGreaterThanOrEqual(1);
    expect(await application.countRows()).toEqual(before);
  });

  test('a byte-order mark, semicolons, tabs and decimal commas are read', async () => {
    const answer = await upload(application, '\ufeffDATE;BOM\r\n02.01.2024;1,5\r\n15.01.2024;1,6\r\n');
    expect(answer).toMatchObject({
      status: 201,
      body: { delimiter: 'semicolon', decimalSeparator: 'comma', from: '2024-01-02' },
    });
    expect(await upload(application, 'date\tTAB\n2024-01-02\t1.5\n2024-01-03\t1.6\n')).toMatchObject({
      status: 201,
      body: { delimiter: 'tab' },
    });
  });

  test('one asset and an asset that never moves are files like others, the second with a warning', async () => {
    const answer = await upload(application, 'date,FLAT\n2024-01-02,5\n2024-01-03,5\n2024-01-04,5\n');
    expect(answer.body.warnings).toMatchObject([{ field: 'FLAT', message: expect.stringMatching(/never changes/) }]);
  });

  test('too many prices for one commit', async () => {
    const assets = Array.from({ length: 2001 }, (_, index) => `M${index}`);
    const row = assets.map(() => '1').join(',');
    const lines = Array.from(
      { length: 1000 },
      (_, index) => `${new Date(index * 86_400_000).toISOString().slice(0, 10)},${row}`,
    );
    const answer = await upload<Problem>(application, `date,${assets.join(',')}\n${lines.join('\n')}\n`);
    expect(answer).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/2,001,000 prices; at most 2,000,000/) },
    });
  });

  test('a form without the file, with another field, or without anything', async () => {
    const form = new FormData();
    form.append('prices', new Blob(['date,A\n']), 'a.csv');
    expect(await application.ask('POST', importPath, { body: form })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', errors: [{ field: '/file' }] },
    });
    const text = new FormData();
    text.append('file', 'date,A\n2024-01-02,1\n');
    expect(await application.ask('POST', importPath, { body: text })).toMatchObject({ status: 400 });
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect(await application.ask('POST', importPath, { body: '--x--\r\n', headers })).toMatchObject({ status: 400 });
    expect(await application.ask('POST', importPath, { json: { file: 'x' } })).toMatchObject({
      status: 415,
      body: { code: 'media-type-unsupported', detail: expect.stringContaining('multipart/form-data') },
    });
  });

  test('the limit of contracts is the limit of the reader', () => {
    expect(priceFileBytesMax).toBe(maximumFileBytes);
  });
});
