/**
 * 50,000 transactions from a file into a ledger: the real server with its own PostgreSQL, asked over HTTP, while another client
 * asks whether it lives. Reading the file is the work of a worker thread; what is left for the others is seen in their answers.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runServerProcess } from '../apps/server/tests/support/server-process.ts';

const transactionCount = Number(process.argv[2] ?? 50_000);
/**
 * Of the whole import, and of the 95th percentile of the answers meanwhile. A ledger is replayed once, at one go, where it is
 * stored; that is the longest wait, and not the floor.
 */
const floors = { totalMs: 60_000, readMs: 100, storeMs: 250 };

const root = join(import.meta.dirname, '..');
const dataFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-bench-'));
const server = runServerProcess(join(root, 'apps/server/src/main-api.ts'), {
  PORT: '0',
  RISKOPTIMIZER_DATA: dataFolder,
  RISKOPTIMIZER_LOG: 'warn',
});
try {
  const address = await server.address;
  const { accessToken } = await asked<{ accessToken: string }>(`${address}/api/v1/auth/demo`, {}, '{"client":"app"}');
  const headers = { authorization: `Bearer ${accessToken}` };
  const named = '{"name":"Large ledger","baseCurrency":"USD","allocation":{"kind":"ledger"}}';
  const { id } = await asked<{ id: string }>(`${address}/api/v1/portfolios`, headers, named);
  const file = new FormData();
  file.append('file', new Blob([generatedFile()]), 'transactions.csv');
  const read = await alongside(address, () =>
    asked<{ id: string; counts: { valid: number } }>(
      `${address}/api/v1/portfolios/${id}/transaction-imports`,
      headers,
      file,
    ),
  );
  const commit = `${address}/api/v1/transaction-imports/${read.answer.id}/commit`;
  const stored = await alongside(address, () =>
    asked<{ storedCount: number }>(commit, headers, '{"rows":"all-valid","duplicates":"include"}'),
  );
  if (stored.answer.storedCount !== transactionCount) throw new Error(`${stored.answer.storedCount} were stored.`);
  console.log(`\n${transactionCount.toLocaleString('en-US')} transactions; /health/live meanwhile, in milliseconds`);
  console.table({ read: read.times, store: stored.times });
  const totalMs = read.times.totalMs + stored.times.totalMs;
  if (totalMs > floors.totalMs || read.times.p95 > floors.readMs || stored.times.p95 > floors.storeMs) {
    console.error(
      `The floors are ${floors.totalMs} ms for both, and ${floors.readMs} and ${floors.storeMs} ms for the 95th percentiles.`,
    );
    process.exitCode = 1;
  }
} finally {
  server.signalGroup('SIGINT');
  await server.ended;
  await rm(dataFolder, { recursive: true, force: true });
}

async function alongside<Answer>(address: string, work: () => Promise<Answer>) {
  const ended = new AbortController();
  const asking = ask();
  const began = performance.now();
  const answer = await work();
  const totalMs = Math.round(performance.now() - began);
  ended.abort();
  const times = (await asking).sort((one, other) => one - other);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))]!);
  return { answer, times: { totalMs, asked: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) } };

  /** One question every 20 ms, whether the one before was answered or not: who waits has not asked less often. */
  async function ask(): Promise<number[]> {
    const waits: Promise<number>[] = [];
    while (!ended.signal.aborted) {
      waits.push(timeOf(`${address}/api/v1/health/live`));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return Promise.all(waits);
  }
}

async function timeOf(url: string): Promise<number> {
  const began = performance.now();
  await (await fetch(url)).text();
  return performance.now() - began;
}

async function asked<Answer>(url: string, headers: Record<string, string>, body: string | FormData): Promise<Answer> {
  const type: Record<string, string> = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
  const answer = await fetch(url, { method: 'POST', headers: { ...headers, ...type }, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} was answered ${answer.status}: ${text}`);
  return JSON.parse(text) as Answer;
}

function generatedFile(): string {
  const lines = ['date,type,symbol,quantity,price,amount,currency,fee,note'];
  for (let row = 0; row < transactionCount; row += 1) {
    const date = new Date(Date.UTC(2015, 0, 2 + Math.floor((row * 3650) / transactionCount)))
      .toISOString()
      .slice(0, 10);
    const kind = row % 10;
    if (kind === 0) lines.push(`${date},deposit,,,,${1000 + row}.00,USD,,Monthly`);
    else if (kind === 9) lines.push(`${date},sell,WORLDX,0.5,${100 + kind}.25,,USD,1.00,`);
    else lines.push(`${date},buy,WORLDX,1.25,${100 + kind}.25,,USD,1.00,Order ${row}`);
  }
  return `${lines.join('\n')}\n`;
}
