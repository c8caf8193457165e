/**
 * A rolling restart under load: two servers on one database, clients that ask whichever is ready, and SIGTERM to one after the
 * other. No request fails, no job is lost, and what was stored is there once.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Asset, apiPrefix, type Job } from '@riskoptimizer/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { type Answer, ask } from '../api/test-application.ts';
import { temporaryDataFolder } from '../support/data-folder.ts';
import { openOwnerPool } from '../support/owner-pool.ts';
import { runServerProcess, type ServerProcess } from '../support/server-process.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { until } from '../support/wait.ts';

const main = join(import.meta.dirname, '../../src/main-api.ts');
const clientCount = 6;
/** Below the limits of requests, which are there for other reasons. */
const pauseMs = 15;
const jobCount = 6;

interface Replica {
  readonly process: ServerProcess;
  readonly api: string;
  isReady: boolean;
}

test('servers that are stopped with SIGTERM one after the other fail no request and lose no job', {
  timeout: 240_000,
}, async () => {
  const database = await createTestDatabase();
  const owner = openOwnerPool(database.connectionString, 1);
  const dataFolder = await temporaryDataFolder();
  const replicas: Replica[] = [];
  const start = async () => {
    const process = runServerProcess(main, {
      RISKOPTIMIZER_DATA: dataFolder,
      DATABASE_URL: database.connectionString,
      PORT: '0',
      RISKOPTIMIZER_CALCULATION_THREADS: '1',
      RISKOPTIMIZER_DRAIN_SECONDS: '1',
    });
    replicas.push({ process, api: (await process.address) + apiPrefix, isReady: true });
  };
  onTestFinished(async () => {
    for (const { process } of replicas) process.child.kill('SIGKILL');
    await owner.end();
    await database.drop();
  });
  await start();
  await start();
  const { body } = await ask<{ accessToken: string }>(`${replicas[0]!.api}/auth/demo`, 'POST', {
    json: { client: 'app' },
  });
  const token = body.accessToken;
  const { body: assets } = await ask<{ items: Asset[] }>(`${replicas[0]!.api}/assets`, 'GET', { token });
  const assetId = assets.items[0]!.id;
  const loading = new AbortController();
  const watching = watchReadiness(replicas, loading.signal);
  const clients = Array.from({ length: clientCount }, (_, index) => newClient(replicas, { token, assetId }, index));
  const work = clients.map(async (client) => {
    while (!loading.signal.aborted) {
      await client.step();
      await sleep(pauseMs);
    }
  });

  const jobs: string[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    for (let index = 0; index < jobCount; index += 1) jobs.push(await createJob(replicas[0]!.api, token, jobs.length));
    await sleep(300);
    const leaving = replicas[0]!;
    leaving.process.child.kill('SIGTERM');
    await until('it is asked no more', () => !leaving.isReady);
    // It still answers those who have not heard of it.
    expect((await ask(`${leaving.api}/assets`, 'GET', { token })).status).toBe(200);
    expect(await leaving.process.ended).toBe(0);
    expect(leaving.process.complaints()).toBe('');
    replicas.splice(replicas.indexOf(leaving), 1);
    await start();
  }
  loading.abort();
  await Promise.all([...work, watching]);

  const failures = clients.flatMap((client) => client.failures);
  const answered = clients.reduce((sum, client) => sum + client.answered, 0);
  expect(failures).toEqual([]);
  expect(answered).toBeGreaterThan(100);
  const names = clients.flatMap((client) => client.stored);
  const { rows } = await owner.query<{ name: string }>("select name from portfolios where name like 'client %'");
  expect(rows.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  await until(
    'all jobs are done',
    async () => {
      const { rows: states } = await owner.query<{ state: string }>('select state from jobs where id = any($1)', [
        jobs,
      ]);
      return states.filter(({ state }) => state === 'done').length === jobs.length;
    },
    60_000,
  );
  console.log(
    `${answered} requests, ${names.length} of them stored something, ${failures.length} failed; ${jobs.length} jobs.`,
  );
});

/** As a load balancer does: who does not say that it is ready is asked nothing. */
async function watchReadiness(replicas: readonly Replica[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const replica of Array.from(replicas))
      replica.isReady = await ask(`${replica.api}/health/ready`, 'GET').then(
        ({ status }) => status === 200,
        () => false,
      );
    await sleep(100);
  }
}

async function createJob(api: string, token: string, seed: number): Promise<string> {
  const input = { assets: ['A', 'B', 'C', 'D', 'E'], returns: returnsOf(400, 5, seed) };
  const json = { kind: 'efficient-frontier', input };
  const { status, body, text } = await ask<Job>(`${api}/jobs`, 'POST', { json, token });
  expect(status, text).toBe(201);
  return body.id;
}

const returnsOf = (rows: number, columns: number, seed: number) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => Math.sin(row * (column + 1.3) + seed) / 50),
  );

interface Client {
  readonly failures: string[];
  readonly stored: string[];
  answered: number;
  step(): Promise<void>;
}

/** Reads, calculates and stores in turn, each at whichever server is said to be ready. */
function newClient(
  replicas: readonly Replica[],
  { token, assetId }: { readonly token: string; readonly assetId: string },
  index: number,
): Client {
  let turn = index;
  const client: Client = {
    failures: [],
    stored: [],
    answered: 0,
    async step() {
      turn += 1;
      const ready = replicas.filter(({ isReady }) => isReady);
      const api = ready[turn % ready.length]?.api;
      if (api === undefined) return void client.failures.push('no server is ready');
      const [what, request] = requestOf(client, api, turn);
      try {
        const { status, text } = await request;
        if (status >= 300) client.failures.push(`${what}: ${status} ${text.slice(0, 200)}`);
        else client.answered += 1;
      } catch (error) {
        client.failures.push(`${what}: ${String(error)} ${String((error as Error).cause)}`);
      }
    },
  };
  const requestOf = (of: Client, api: string, now: number): readonly [string, Promise<Answer<unknown>>] => {
    if (now % 10 === 0) {
      const name = `client ${index} ${now}`;
      of.stored.push(name);
      const allocation = { kind: 'weights', items: [{ assetId, weight: 1 }] };
      const json = { name, allocation };
      const headers = { 'idempotency-key': randomUUID() };
      return ['store', ask(`${api}/portfolios`, 'POST', { json, token, headers })];
    }
    if (now % 5 === 1) {
      const json = { assets: ['A', 'B', 'C'], returns: returnsOf(250, 3, now + index) };
      return ['calculate', ask(`${api}/risk/metrics`, 'POST', { json, token })];
    }
    return ['read', ask(`${api}/assets`, 'GET', { token })];
  };
  return client;
}
