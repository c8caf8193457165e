/**
 * The performance page of a ledger of 2,000 transactions over eight years: the real server with its own PostgreSQL, asked over
 * HTTP on the demo's simulated market. Every answer but the last row's is computed anew, as the ledger changes in between.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateDemoMarket } from '@riskoptimizer/engine';
import { runServerProcess } from '../apps/server/tests/support/server-process.ts';
import { milliseconds, report } from './measure.ts';

const floorMs = 500;
const transactionCount = 2000;
const rounds = 9;

const dataFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-bench-'));
const server = runServerProcess(join(import.meta.dirname, '..', 'apps/server/src/main-api.ts'), {
  PORT: '0',
  RISKOPTIMIZER_DATA: dataFolder,
  RISKOPTIMIZER_LOG: 'warn',
});
try {
  const address = await server.address;
  const { accessToken } = await ask<{ accessToken: string }>(address, 'POST', '/auth/demo', null, { client: 'app' });
  const token = accessToken;
  const { items: assets } = await ask<{ items: { id: string; symbol: string; currency: string }[] }>(
    address,
    'GET',
    '/assets',
    token,
  );
  const { id } = await ask<{ id: string }>(address, 'POST', '/portfolios', token, {
    name: 'Bench',
    allocation: { kind: 'ledger' },
  });
  const path = `/portfolios/${id}`;
  const entered = await timed(() =>
    ask(address, 'POST', `${path}/transactions/bulk`, token, { items: generated(assets) }),
  );
  const changes: number[] = [];
  const pages: number[] = [];
  const holdings: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const content = { kind: 'deposit', date: '2026-10-01', amount: String(round + 1), currency: 'USD' };
    changes.push(await timed(() => ask(address, 'POST', `${path}/transactions`, token, content)));
    pages.push(await timed(() => ask(address, 'GET', `${path}/performance`, token)));
    holdings.push(await timed(() => ask(address, 'GET', `${path}/holdings`, token)));
  }
  const again = await timed(() => ask(address, 'GET', `${path}/performance`, token));
  const row = (what: string, times: readonly number[], floor = '') => ({
    case: what,
    median: milliseconds(median(times)),
    minimum: milliseconds(Math.min(...times)),
    floor,
  });
  report(
    `A ledger of ${transactionCount} transactions over 8 years, ${assets.length} assets in 5 currencies`,
    [
      row('enter all of them at once', [entered]),
      row('enter one more', changes),
      row('performance', pages, `${floorMs} ms`),
      row('performance, asked again', [again]),
      row('holdings', holdings),
    ],
    median(pages) > floorMs ? [`performance in ${floorMs} ms`] : [],
  );
} finally {
  server.signalGroup('SIGINT');
  await server.ended;
  await rm(dataFolder, { recursive: true, force: true });
}

/** A deposit every month, purchases of every asset in turn, sales of a part, dividends. */
function generated(assets: readonly { id: string; symbol: string; currency: string }[]) {
  const { prices } = simulateDemoMarket();
  const first = prices.dates.length - 8 * 252;
  return Array.from({ length: transactionCount }, (_, place) => {
    const row = first + Math.floor((place / transactionCount) * 8 * 252);
    const date = prices.dates[row]!;
    if (place % 20 === 0) return { kind: 'deposit', date, amount: '1000', currency: 'USD' };
    const { id: assetId, symbol, currency } = assets[(place * 7) % assets.length]!;
    const close = prices.prices.data[row * prices.prices.columns + prices.assets.indexOf(symbol)]!;
    const price = String(Number.isNaN(close) ? 10 : close);
    if (place % 9 === 0)
      return {
        kind: 'dividend',
        date,
        assetId: assets[7]!.id,
        amount: '3.21',
        tax: '0.48',
        currency: assets[7]!.currency,
      };
    const kind = place > 600 && place % 5 === 0 ? 'sell' : 'buy';
    return { kind, date, assetId, quantity: kind === 'buy' ? '2' : '0.25', price, currency, fee: '0.99' };
  });
}

async function ask<Body>(
  address: string,
  method: string,
  path: string,
  token: string | null,
  body?: unknown,
): Promise<Body> {
  const response = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 600)}`);
  return JSON.parse(text) as Body;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]!;
}
