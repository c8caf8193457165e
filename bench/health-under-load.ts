/**
 * How fast `/api/v1/health/live` answers while frontiers are computed: the real server with its own PostgreSQL, asked by this
 * process over HTTP. Twice as many calculations are under way as there are threads for them, so that some always wait.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '@riskoptimizer/engine';
import { runServerProcess } from '../apps/server/tests/support/server-process.ts';

const floorMs = 50;
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
  const idle = await measure(address, warmUpMs, 0);
  const loaded = await measure(address, durationMs, underWay);
  console.log('\n/api/v1/health/live, milliseconds');
  console.table({ idle: show(idle), [`${underWay} frontiers under way`]: show(loaded) });
  console.log(
    `${loaded.calculations} frontiers of ${assetCount} assets over ${periodCount} periods in ${durationMs / 1000} s.`,
  );
  if (loaded.calculations === 0 || percentile(loaded.latencies, 0.99) > floorMs) {
    console.error(`The floor is a p99 of ${floorMs} ms.`);
    process.exitCode = 1;
  }
} finally {
  server.signalGroup('SIGINT');
  await server.ended;
  await rm(dataFolder, { recursive: true, force: true });
}

interface Measured {
  readonly latencies: number[];
  readonly calculations: number;
}

async function measure(address: string, lengthMs: number, loopCount: number): Promise<Measured> {
  const end = performance.now() + lengthMs;
  const loops = Array.from({ length: loopCount }, (_, loop) => computeUntil(address, end, loop));
  const latencies: number[] = [];
  while (performance.now() < end) {
    const began = performance.now();
    const answer = await fetch(`${address}/api/v1/health/live`);
    await answer.text();
    if (answer.status !== 200) throw new Error(`Health answered ${answer.status}.`);
    latencies.push(performance.now() - began);
    await sleep(askEveryMs);
  }
  const counts = await Promise.all(loops);
  return {
    latencies: latencies.toSorted((a, b) => a - b),
    calculations: counts.reduce((sum, count) => sum + count, 0),
  };
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

function show({ latencies }: Measured) {
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    requests: latencies.length,
    p50: round(percentile(latencies, 0.5)),
    p99: round(percentile(latencies, 0.99)),
    max: round(latencies.at(-1) ?? Number.NaN),
  };
}
