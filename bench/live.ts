/**
 * Live quotes for 2,000 WebSocket clients of 50 symbols each: the real server with its own PostgreSQL, and the clients in two
 * processes, all on the same machine. What counts is the time from the price to its arrival, connection by connection, and
 * that memory stays as it is.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runServerProcess } from '../apps/server/tests/support/server-process.ts';
import type { ClientsOrder, ClientsReport } from './live/clients.ts';

const clientCount = Number(process.env.LIVE_BENCH_CLIENTS ?? '2000');
const connectionsOfUser = 8;
const symbolCount = 50;
const measuredMs = Number(process.env.LIVE_BENCH_SECONDS ?? '60') * 1_000;
const settleMs = 30_000;
const floorMs = 250;
/** Memory is flat when its median over the last third of the time is hardly above that over the first. */
const growthMax = 1.1;

const dataFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-bench-'));
const worldFile = join(dataFolder, 'world.json');
const server = runServerProcess(join(import.meta.dirname, 'live/server.ts'), {
  PORT: '0',
  RISKOPTIMIZER_DATA: dataFolder,
  RISKOPTIMIZER_LOG: 'warn',
  LIVE_BENCH_WORLD: worldFile,
  LIVE_BENCH_PEOPLE: String(Math.ceil(clientCount / connectionsOfUser)),
});
const children = [
  fork(join(import.meta.dirname, 'live/clients.ts')),
  fork(join(import.meta.dirname, 'live/clients.ts')),
];
for (const child of children) child.on('exit', (code) => code !== null && code !== 0 && process.exit(1));

try {
  const address = await server.address;
  const { tokens, assetIds } = JSON.parse(await readFile(worldFile, 'utf8')) as {
    tokens: string[];
    assetIds: string[];
  };
  const clientsOf = (assetsOf: (client: number) => string[]) =>
    Array.from({ length: clientCount }, (_, client) => ({
      token: tokens[Math.floor(client / connectionsOfUser)]!,
      assetIds: assetsOf(client),
      localAddress: `127.0.1.${1 + (client % 250)}`,
    }));
  const same = clientsOf(() => assetIds.slice(0, symbolCount));
  // Steps that share no factor with the number of assets: no two of a hundred neighbours have the same fifty.
  const own = clientsOf((client) =>
    assetIds.map(
      (_, index) => assetIds[(client + index * (1 + 2 * (client % 7 === 2 ? 0 : client % 7))) % assetIds.length]!,
    ),
  ).map((client) => ({ ...client, assetIds: [...new Set(client.assetIds)].slice(0, symbolCount) }));
  const rows = {
    'all watch the same 50': await run(address, same),
    'each watches 50 of 100': await run(address, own),
  };
  console.log(
    `\n${clientCount} WebSocket clients of ${symbolCount} symbols, a price a second each, ${measuredMs / 1_000} s`,
  );
  console.table(Object.fromEntries(Object.entries(rows).map(([name, { shown }]) => [name, shown])));
  for (const [name, { missed }] of Object.entries(rows))
    for (const floor of missed) console.error(`Missed (${name}): ${floor}`);
  if (Object.values(rows).some(({ missed }) => missed.length > 0)) process.exitCode = 1;
} finally {
  for (const child of children) child.kill();
  if (server.child.exitCode === null) server.signalGroup('SIGINT');
  await server.ended;
  await rm(dataFolder, { recursive: true, force: true });
}

async function run(address: string, clients: ClientsOrder['clients']) {
  const began = performance.now();
  await askAll((index) => ({ address, clients: clients.filter((_, client) => client % children.length === index) }));
  const openedMs = performance.now() - began;
  await sleep(settleMs);
  for (const child of children) child.send('measure');
  const memory: number[] = [];
  const cpuBefore = await cpuSeconds();
  for (let elapsed = 0; elapsed < measuredMs; elapsed += 1_000) {
    memory.push(await residentMegabytes());
    await sleep(1_000);
  }
  const cpu = ((await cpuSeconds()) - cpuBefore) / (measuredMs / 1_000);
  const reports = (await askAll(() => 'report')) as ClientsReport[];
  await askAll(() => 'close');
  const ages = reports.flatMap((report) => report.ages).toSorted((one, other) => one - other);
  const sum = (of: (report: ClientsReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  const perSecond = sum(({ quotes }) => quotes) / (measuredMs / 1_000);
  const [first, last] = [median(memory.slice(0, memory.length / 3)), median(memory.slice((memory.length * 2) / 3))];
  const p99 = percentile(ages, 0.99);
  const missed = [
    ...(p99 > floorMs ? [`p99 of ${p99} ms is above ${floorMs} ms.`] : []),
    ...(perSecond < 0.95 * clientCount * symbolCount ? [`Only ${Math.round(perSecond)} quotes a second arrived.`] : []),
    ...(last > first * growthMax ? [`Memory grew from ${first} to ${last} MB.`] : []),
    ...(sum(({ closed }) => closed) > 0 ? [`${sum(({ closed }) => closed)} connections were closed.`] : []),
  ];
  return {
    missed,
    shown: {
      'opened in s': Math.round(openedMs / 1_000),
      'quotes/s': Math.round(perSecond),
      'MB/s': Math.round(sum(({ bytes }) => bytes) / (measuredMs / 1_000) / 1e5) / 10,
      'p50 ms': percentile(ages, 0.5),
      'p99 ms': p99,
      'max ms': ages.at(-1) ?? Number.NaN,
      gaps: sum(({ gaps }) => gaps),
      'server CPU': `${Math.round(cpu * 100)} %`,
      'RSS MB, first third': first,
      'RSS MB, last third': last,
      'RSS MB, each sixth': Array.from({ length: 6 }, (_, sixth) =>
        median(memory.slice((memory.length * sixth) / 6, (memory.length * (sixth + 1)) / 6)),
      ).join(' '),
    },
  };
}

/** Tells each process something, and waits for what it answers. */
function askAll(order: (index: number) => ClientsOrder | 'report' | 'close'): Promise<unknown[]> {
  return Promise.all(
    children.map(async (child: ChildProcess, index) => {
      const answered = once(child, 'message');
      child.send(order(index));
      return (await answered)[0] as unknown;
    }),
  );
}

async function residentMegabytes(): Promise<number> {
  const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024);
}

/** Of the server, user and system; the clock of /proc ticks a hundred times a second. */
async function cpuSeconds(): Promise<number> {
  const fields = (await readFile(`/proc/${server.child.pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((one, other) => one - other),
    0.5,
  );
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
