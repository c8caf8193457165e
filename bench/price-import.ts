/**
 * A million prices from a file to the database: the real server with its own PostgreSQL, asked over HTTP. The file is generated;
 * it is read and previewed by one request and stored by another, as the page does it.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@riskoptimizer/engine';
import { runServerProcess } from '../apps/server/tests/support/server-process.ts';

const floorMs = 15_000;
const assetCount = 400;
const dayCount = 2500;
const rounds = Number(process.argv[2] ?? 3);
/** Clock ticks of Linux. */
const ticksPerSecond = 100;

const root = join(import.meta.dirname, '..');
const dataFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-bench-'));
const server = runServerProcess(join(root, 'apps/server/src/main-api.ts'), {
  PORT: '0',
  RISKOPTIMIZER_DATA: dataFolder,
  RISKOPTIMIZER_LOG: 'warn',
});
try {
  const address = await server.address;
  const token = await signIn(address);
  const idleMb = residentMb();
  const rows = [];
  for (let round = 0; round < rounds; round += 1) rows.push(await importOnce(address, token, round));
  console.log(`\n${(assetCount * dayCount).toLocaleString('en-US')} prices, ${assetCount} assets of ${dayCount} days`);
  console.table(rows);
  console.log(`Resident memory of the server: ${idleMb} MB before, at most ${peakMb()} MB.`);
  const slowest = Math.max(...rows.map(({ totalMs }) => totalMs));
  if (slowest > floorMs) {
    console.error(`The floor is ${floorMs} ms.`);
    process.exitCode = 1;
  }
} finally {
  server.signalGroup('SIGINT');
  await server.ended;
  await rm(dataFolder, { recursive: true, force: true });
}

async function importOnce(address: string, token: string, round: number) {
  const file = generatedFile(round);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' };
  const before = processorSeconds();
  const began = performance.now();
  const preview = await answered(
    fetch(`${address}/api/v1/price-imports`, { method: 'POST', headers, body: file }),
    201,
  );
  const read = performance.now();
  const commit = fetch(`${address}/api/v1/price-imports/${String(preview['id'])}/commit`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{"currency":"USD"}',
  });
  const stored = await answered(commit, 200);
  const end = performance.now();
  const after = processorSeconds();
  if (stored['priceCount'] !== assetCount * dayCount)
    throw new Error(`${String(stored['priceCount'])} prices were stored.`);
  return {
    megabytes: Math.round(file.length / 1e5) / 10,
    readMs: Math.round(read - began),
    storeMs: Math.round(end - read),
    totalMs: Math.round(end - began),
    serverSeconds: tenths(after.server - before.server),
    databaseSeconds: tenths(after.database - before.database),
  };
}

/** Other assets each time, so that every round stores new rows. */
function generatedFile(round: number): string {
  const random = createRandom(round + 1);
  const names = Array.from({ length: assetCount }, (_, asset) => `R${round}A${asset}`);
  const closes = names.map(() => 20 + 200 * random.uniform());
  const lines = [`date,${names.join(',')}`];
  for (let day = 0; day < dayCount; day += 1) {
    const date = new Date(Date.UTC(2015, 0, 1 + day)).toISOString().slice(0, 10);
    closes.forEach((close, asset) => {
      closes[asset] = close * Math.exp(0.01 * random.normal());
    });
    lines.push(`${date},${closes.map((close) => close.toFixed(4)).join(',')}`);
  }
  return `${lines.join('\n')}\n`;
}

async function answered(request: Promise<Response>, status: number): Promise<Record<string, unknown>> {
  const answer = await request;
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`Answered ${answer.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

async function signIn(address: string): Promise<string> {
  const answer = await answered(
    fetch(`${address}/api/v1/auth/demo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"client":"app"}',
    }),
    200,
  );
  return String(answer['accessToken']);
}

function memoryOf(field: string): number {
  const found = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'));
  return Math.round(Number(found?.[1] ?? Number.NaN) / 1024);
}

function residentMb(): number {
  return memoryOf('VmRSS');
}

function peakMb(): number {
  return memoryOf('VmHWM');
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Processor time of the server and its PostgreSQL: on a busy machine it says more than the clock. */
function processorSeconds(): { server: number; database: number } {
  const seconds = { server: 0, database: 0 };
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    if (Number(entry) === server.child.pid) seconds.server += secondsOf(entry);
    // Every process of PostgreSQL works in its data folder.
    else if (workFolderOf(entry).startsWith(dataFolder)) seconds.database += secondsOf(entry);
  }
  return seconds;
}

function workFolderOf(process: string): string {
  try {
    return readlinkSync(`/proc/${process}/cwd`);
  } catch {
    // It has ended, or is of somebody else.
    return '';
  }
}

function secondsOf(process: string): number {
  const fields = readFileSync(`/proc/${process}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
