/** PostgreSQL and Redis go away and come back: no job is lost, nobody has to restart anything. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Job } from '@riskoptimizer/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partOrSkip } from '../../../../infra/launch/test-parts.ts';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded-postgres/embedded-postgres.ts';
import { ask } from '../api/test-application.ts';
import { openOwnerPool } from '../support/owner-pool.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { runServerProcess, type ServerProcess } from '../support/server-process.ts';
import { until } from '../support/wait.ts';

/** RISKOPTIMIZER_OUTAGE_SECONDS=60 for the long form, whose figure stands in docs/assurance/faults.md. */
const outageSeconds = Number(process.env.RISKOPTIMIZER_OUTAGE_SECONDS ?? '10');
const withoutRedis = partOrSkip('redis');
const main = fileURLToPath(new URL('../../src/main-api.ts', import.meta.url));
const log = pino({ level: 'silent' });

let folder: string;
/** One of its own, as another user may run PostgreSQL. */
let databaseFolder: string;
let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
let redis: RedisServer | null = null;
let server: ServerProcess;
let address: string;
let token: string;

const startPostgres = () => startEmbeddedPostgres({ dataFolder: databaseFolder, log });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-outage-'));
  databaseFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-outage-'));
  postgres = await startPostgres();
  if (!withoutRedis) redis = await startRedisServer();
  server = runServerProcess(main, {
    PORT: '0',
    DATABASE_URL: postgres.connectionString,
    DATABASE_OWNER_URL: postgres.ownerConnectionString,
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    RISKOPTIMIZER_DATA: join(folder, 'data'),
    RISKOPTIMIZER_WORKERS: '2',
    RISKOPTIMIZER_CALCULATION_THREADS: '1',
  });
  address = await server.address;
  const signedIn = await ask<{ accessToken: string }>(`${address}/api/v1/auth/demo`, 'POST', {
    json: { client: 'app' },
  });
  token = signedIn.body.accessToken;
}, 120_000);
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  await redis?.remove();
  await postgres.stop();
  for (const used of [folder, databaseFolder]) await rm(used, { recursive: true, force: true });
}, 60_000);

const returns = (seed: number) =>
  Array.from({ length: 400 }, (_, row) =>
    Array.from({ length: 20 }, (__, asset) => Math.sin(row * (asset + 1.3) + seed) / 50),
  );

async function create(seed: number): Promise<string> {
  const input = { assets: Array.from({ length: 20 }, (_, asset) => `A${asset}`), returns: returns(seed) };
  const json = { kind: 'efficient-frontier', input };
  const { status, body, text } = await ask<Job>(`${address}/api/v1/jobs`, 'POST', { json, token });
  if (status !== 201) throw new Error(`${status} ${text}`);
  return body.id;
}

async function allDone(ids: readonly string[]): Promise<void> {
  const pool = openOwnerPool(postgres.ownerConnectionString, 1);
  try {
    await until(
      'all are done',
      async () => {
        const { rows } = await pool.query(`select count(*)::int as n from jobs where id = any($1) and state = 'done'`, [
          ids,
        ]);
        return rows[0].n === ids.length;
      },
      60_000,
    );
  } finally {
    await pool.end();
  }
}

const isReady = async () => (await ask(`${address}/api/v1/health/ready`, 'GET')).status === 200;

describe('an outage', () => {
  test(`of PostgreSQL for ${outageSeconds} s loses no job, and the server is ready again within 5 s`, async () => {
    const ids: string[] = [];
    for (let seed = 0; seed < 12; seed += 1) ids.push(await create(seed));
    await postgres.stop();
    await sleep(outageSeconds * 1000);
    expect(await isReady()).toBe(false);
    postgres = await startPostgres();
    const began = performance.now();
    await until('the server is ready', isReady);
    const readyMs = performance.now() - began;
    await allDone(ids);
    console.log(`Ready ${readyMs.toFixed(0)} ms after PostgreSQL; ${ids.length} jobs done.`);
    expect(readyMs).toBeLessThan(5_000);
    ids.push(await create(99));
    await allDone(ids);
  }, 180_000);

  test.skipIf(withoutRedis)(
    'of Redis keeps no job from being done',
    async () => {
      await redis!.kill();
      const ids = [await create(200), await create(201)];
      await allDone(ids);
      await redis!.start();
      await allDone([await create(202)]);
      expect(await isReady()).toBe(true);
    },
    120_000,
  );
});
