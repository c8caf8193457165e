/** A file of prices stored as a job: watched, cancelled without a trace, and stored once however often it is started. */
import type { Job, JobWithInput, PriceImport, PriceImportResult, Problem } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';

let application: TestApplication;
let people: People;
let token: string;
let other: string;

beforeAll(async () => {
  application = await startTestApplication({ environment: { RISKOPTIMIZER_WORKERS: '1' } });
  people = await makePeople(application);
  ({ token } = await people.session((await people.person('analyst')).userId));
  ({ token: other } = await people.session((await people.person('analyst')).userId));
}, 60_000);
afterAll(async () => {
  await people.close();
  await application.stop();
});

const ask = <Body>(method: string, path: string, json?: unknown, asking = token) =>
  application.ask<Body>(method, `/api/v1${path}`, { token: asking, ...(json === undefined ? {} : { json }) });

async function upload(prefix: string, assetCount: number, dateCount: number): Promise<PriceImport> {
  const symbols = Array.from({ length: assetCount }, (_, index) => `${prefix}${index}`);
  const rows = Array.from({ length: dateCount }, (_, row) => {
    const date = new Date(Date.UTC(2015, 0, 1 + row)).toISOString().slice(0, 10);
    return [date, ...symbols.map((__, index) => (100 + ((row * (index + 3)) % 17)).toFixed(2))].join(',');
  });
  const answer = await application.ask<PriceImport>('POST', '/api/v1/price-imports', {
    body: [`date,${symbols.join(',')}`, ...rows, ''].join('\n'),
    headers: { 'content-type': 'text/csv' },
    token,
  });
  expect(answer.status, answer.text.slice(0, 300)).toBe(201);
  return answer.body;
}

async function create(input: unknown): Promise<string> {
  const { status, body, text } = await ask<JobWithInput>('POST', '/jobs', { kind: 'price-import', input });
  if (status !== 201) throw new Error(`${status} ${text}`);
  return body.id;
}

async function ended(jobId: string): Promise<Job> {
  let found: Job | undefined;
  await until('the job ends', async () => {
    found = (await ask<Job>('GET', `/jobs/${jobId}`)).body;
    return found.state !== 'queued' && found.state !== 'active';
  });
  return found!;
}

const resultOf = async (jobId: string) =>
  (await ask<{ result: PriceImportResult }>('GET', `/jobs/${jobId}/result`)).body.result;

async function storedCount(prefix: string): Promise<{ assets: number; prices: number }> {
  const { rows } = await application.owner.pool.query<{ assets: number; prices: number }>(
    `select count(distinct assets.id)::int as assets, count(prices.*)::int as prices
     from assets left join prices on prices.asset_id = assets.id where symbol like $1`,
    [`${prefix}%`],
  );
  return rows[0]!;
}

test('the prices and the portfolio are stored, and the job that is started again stores nothing twice', async () => {
  const { id: importId } = await upload('ONCE', 5, 200);
  const portfolio = { name: 'Of a job', allocation: { kind: 'equal' } };
  const jobId = await create({ importId, currency: 'EUR', portfolio });
  expect(await ended(jobId)).toMatchObject({ state: 'done', progress: 1 });
  const result = await resultOf(jobId);
  expect(result).toMatchObject({ import: { id: importId, status: 'committed' }, priceCount: 1000 });
  expect(await storedCount('ONCE')).toEqual({ assets: 5, prices: 1000 });
  expect((await ask('GET', `/portfolios/${result.portfolioId}`)).body).toMatchObject({ baseCurrency: 'EUR' });

  // As after a worker that died when the prices were stored, and the job was not yet marked as done.
  await application.owner.pool.query(
    `update jobs set state = 'dead', result = null, result_hash = null where id = $1`,
    [jobId],
  );
  expect((await ask('POST', `/jobs/${jobId}/retry`)).status).toBe(200);
  expect(await ended(jobId)).toMatchObject({ state: 'done' });
  expect(await resultOf(jobId)).toEqual(result);
  expect(await storedCount('ONCE')).toEqual({ assets: 5, prices: 1000 });
  const { rows } = await application.owner.pool.query(`select 1 from portfolios where name = 'Of a job'`);
  expect(rows).toHaveLength(1);

  // Another job, and a request, are told that it is done.
  expect(await ended(await create({ importId }))).toMatchObject({ state: 'failed', error: { code: 'state-conflict' } });
  expect((await ask<Problem>('POST', `/price-imports/${importId}/commit`, {})).status).toBe(409);
});

test('cancelled under way nothing of it is stored, and the file is as it was', async () => {
  const { id: importId } = await upload('LATER', 100, 3_000);
  const jobId = await create({ importId });
  let told = 0;
  await until('it has stored some', async () => {
    const { state, progress } = (await ask<Job>('GET', `/jobs/${jobId}`)).body;
    told = progress ?? 0;
    return (state === 'active' && told > 0) || state === 'done';
  });
  expect(told).toBeLessThan(1);
  expect((await ask('POST', `/jobs/${jobId}/cancel`)).status).toBe(200);
  expect(await ended(jobId)).toMatchObject({ state: 'cancelled' });
  await until('the transaction is undone', async () => {
    const { rows } = await application.owner.pool.query<{ open: number }>(
      `select count(*)::int as open from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
    );
    return rows[0]!.open === 0;
  });
  expect(await storedCount('LATER')).toEqual({ assets: 0, prices: 0 });
  expect((await ask<PriceImport>('GET', `/price-imports/${importId}`)).body.status).toBe('ready');
});

test('nobody stores the file of somebody else', async () => {
  const { id: importId } = await upload('MINE', 2, 10);
  const asked = { kind: 'price-import', input: { importId } };
  expect((await ask<Problem>('POST', '/jobs', asked, other)).body).toMatchObject({ code: 'not-found' });
  expect((await ask<Problem>('POST', '/jobs', { ...asked, input: { importId, currency: 'euro' } })).status).toBe(400);
});
