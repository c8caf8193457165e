/**
 * How fast the server answers reads while frontiers are computed: the real server with its own PostgreSQL, asked by this process
 * over HTTP. Twice as many calculations are under way as there are threads for them, so that some always wait.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '@riskoptimizer/engine';
import { runServerProcess } from '../apps/server/tests/support/server-process.ts';

const healthFloorMs = 50;
const readFloorMs = 150;
const durationMs = 15_000;
const warmUpMs = 3_000;
const askEveryMs = 10;
const underWay = 4;
/** A calculation of about a fifth of a second, its body of a megabyte included. */
const assetCount = 150;
const periodCount = 500;

const root = join(import.meta.dirname, '..');
const dataFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-bench-'));
const server = runServerProcess(join(root, 'apps/server/src/main-api.ts'), {
  PORT: '0',
  RISKOPTIMIZER_DATA: dataFolder,
  RISKOPTIMIZER_LOG: 'warn',
});
try {
  const address = await server.address;
  const paths = await readPaths(address);
  const idle = await measure(address, paths, warmUpMs, 0);
  const loaded = await measure(address, paths, durationMs, underWay);
  console.log(`\nReads with ${underWay} frontiers under way, milliseconds`);
  const rows = [...loaded.latencies].map(([name, times]) => [name, show(times)] as const);
  const idleRows = [...idle.latencies].map(([name, times]) => [`${name}, idle`, show(times)] as const);
  console.table(Object.fromEntries([...idleRows, ...rows]));
  console.log(
    `${loaded.calculations} frontiers of ${assetCount} assets over ${periodCount} periods in ${durationMs / 1000} s.`,
  );
  const slow = [...loaded.latencies].filter(([name, times]) =>
    name === 'health/live' ? percentile(times, 0.99) > healthFloorMs : percentile(times, 0.95) > readFloorMs,
  );
  for (const [name] of slow)
    console.error(
      `Missed by ${name}: p99 of ${healthFloorMs} ms for health/live, p95 of ${readFloorMs} ms for the API.`,
    );
  if (loaded.calculations === 0 || slow.length > 0) process.exitCode = 1;
} finally {
  server.signalGroup('SIGINT');
  await server.ended;
  await rm(dataFolder, { recursive: true, force: true });
}

interface Measured {
  /** Sorted, by the name of what was read. */
  readonly latencies: ReadonlyMap<string, readonly number[]>;
  readonly calculations: number;
}

interface Read {
  readonly name: string;
  readonly path: string;
}

/** What pages read: lists, a portfolio, its ledger, what follows from it. */
async function readPaths(address: string): Promise<Read[]> {
  const token = await signIn(address);
  const { items } = JSON.parse(await get(address, '/portfolios', token)) as { items: { id: string; name: string }[] };
  const ledger = items.find(({ name }) => name.startsWith('Demo savings plan'));
  const other = items.find(({ name }) => name.startsWith('Demo portfolio'));
  if (ledger === undefined || other === undefined) throw new Error('The demo has no ledger, or nothing besides.');
  return [
    { name: 'health/live', path: '/health/live' },
    { name: 'portfolios', path: '/portfolios' },
    { name: 'portfolio', path: `/portfolios/${other.id}` },
    { name: 'transactions', path: `/portfolios/${ledger.id}/transactions` },
    { name: 'holdings', path: `/portfolios/${ledger.id}/holdings` },
    { name: 'assets', path: '/assets' },
  ];
}

async function measure(
  address: string,
  reads: readonly Read[],
  lengthMs: number,
  loopCount: number,
): Promise<Measured> {
  const token = await signIn(address);
  const end = performance.now() + lengthMs;
  const loops = Array.from({ length: loopCount }, (_, loop) => computeUntil(address, end, loop));
  const latencies = new Map<string, number[]>(reads.map(({ name }) => [name, []]));
  for (let turn = 0; performance.now() < end; turn += 1) {
    const { name, path } = reads[turn % reads.length]!;
    const began = performance.now();
    await get(address, path, token);
    latencies.get(name)!.push(performance.now() - began);
    await sleep(askEveryMs);
  }
  const counts = await Promise.all(loops);
  for (const times of latencies.values()) times.sort((a, b) => a - b);
  return { latencies, calculations: counts.reduce((sum, count) => sum + count, 0) };
}

async function get(address: string, path: string, token: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return text;
}

async function signIn(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1/auth/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"client":"app"}',
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

/** Asks for one frontier after the other; a different risk-free rate each time, so that none is remembered. */
async function computeUntil(address: string, end: number, loop: number): Promise<number> {
  const table = randomTable(loop);
  const token = await signIn(address);
  let count = 0;
  for (; performance.now() < end; count += 1) {
    const answer = await fetch(`${address}/api/v1/risk/efficient-frontier`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: `${table},"riskFree":${(count / 1e6).toFixed(6)}}`,
    });
    if (answer.status !== 200) throw new Error(`A frontier answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }
  return count;
}

/** The body but for its end. */
function randomTable(seed: number): string {
  const random = createRandom(seed);
  const returns = Array.from({ length: periodCount }, () => {
    const market = random.normal() * 0.01;
    return Array.from({ length: assetCount }, () => Number((market + random.normal() * 0.02).toFixed(6)));
  });
  const assets = Array.from({ length: assetCount }, (_, asset) => `A${asset}`);
  return JSON.stringify({ assets, returns, pointCount: 50 }).slice(0, -1);
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function show(latencies: readonly number[]) {
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    requests: latencies.length,
    p50: round(percentile(latencies, 0.5)),
    p95: round(percentile(latencies, 0.95)),
    p99: round(percentile(latencies, 0.99)),
    max: round(latencies.at(-1) ?? Number.NaN),
  };
}
