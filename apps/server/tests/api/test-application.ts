/** The whole application on a database of its own, listening on a free port: what a client sees, nothing replaced. */

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { compose } from '../../src/compose.ts';
import type { ReplacedForTests } from '../../src/compose-access.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { type Config, loadConfig } from '../../src/core/config.ts';
import { createLogger, type LogLevel } from '../../src/core/logging.ts';
import type { Mail, MailPort } from '../../src/domain/identity/ports.ts';
import type { RequestCounters } from '../../src/domain/requests/ports.ts';
import type { Cache } from '../../src/infrastructure/cache/cache.ts';
import { createMemoryCache } from '../../src/infrastructure/cache/memory-cache.ts';
import { createRedisCache } from '../../src/infrastructure/cache/redis-cache.ts';
import { createComputePool } from '../../src/infrastructure/compute/compute-pool.ts';
import { newFieldKey, newPepper, type Secrets } from '../../src/infrastructure/cryptography/secrets.ts';
import { type DatabaseConnection, openDatabase } from '../../src/infrastructure/database/connection.ts';
import { createEgress } from '../../src/infrastructure/third-party/egress/egress.ts';
import type { Jobs } from '../../src/jobs/registry.ts';
import type { ServerParts } from '../../src/lifecycle/server-parts.ts';
import { openOwnerPool } from '../support/owner-pool.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { createTestDatabase } from '../support/test-database.ts';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

export interface Asked {
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: BodyInit;
  readonly headers?: Record<string, string>;
  /** Sent as a bearer; null asks as nobody. Left out, the demo user asks. */
  readonly token?: string | null;
}

export interface TestApplication {
  readonly address: string;
  readonly database: DatabaseConnection;
  /** Connections of the owner of the tables, who sees every row. */
  readonly owner: { readonly pool: Pool };
  readonly connectionString: string;
  /** Its own, in a run with TEST_REDIS_URL; null in all others. */
  readonly redis: RedisServer | null;
  /** Makes the first account, as printed at the start; null when there is one. */
  readonly setUpLink: string | null;
  /** Mails that were sent, in their order. */
  readonly mails: readonly Mail[];
  /** Lines for the terminal. */
  readonly said: readonly string[];
  /** Lines that were logged. */
  readonly logged: readonly string[];
  /** What the application was composed of, to make people and other things through the same services. */
  readonly config: Config;
  readonly parts: ServerParts;
  /** The access token that `ask` sends unless told otherwise: of the demo user, or null when there is no demo (any more). */
  demoToken(): Promise<string | null>;
  ask<Body = unknown>(method: string, path: string, asked?: Asked): Promise<Answer<Body>>;
  /** Rows in each table, to show that nothing was stored. */
  countRows(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

export interface TestApplicationOptions {
  /** An application whose database is used too, and kept when this one stops. */
  readonly on?: TestApplication;
  /** To move time; it has to count monotonic time along. */
  readonly clock?: Clock;
  readonly environment?: Readonly<Record<string, string>>;
  readonly replaced?: ReplacedForTests;
  /** Other secrets than those that all applications of a test file share. */
  readonly secrets?: Secrets;
  /** `info` when left out. */
  readonly logLevel?: LogLevel;
  /** Remembers answers; in the process unless told otherwise. */
  readonly cache?: Cache;
  /** Counts requests for the rate limits; without them tests may ask as often as they like. */
  readonly counters?: RequestCounters;
}

/** Made once: applications on one database have the same secrets. */
const secrets: Secrets = {
  passwordPeppers: [newPepper()],
  fieldKeys: [newFieldKey()],
  blindIndexKey: randomBytes(32),
  requestProofKey: randomBytes(32),
  auditSigningKey: generateKeyPairSync('ed25519').privateKey,
};

const uncounted: RequestCounters = {
  count: async () => ({ count: 1, endsInMs: 60_000 }),
  close: async () => {},
};

/** A test asks nobody on the internet, also on a machine that could. */
const nowhere = async (): Promise<never> => {
  throw new Error('there is no internet in tests');
};

export async function startTestApplication(options: TestApplicationOptions = {}): Promise<TestApplication> {
  const testDatabase =
    options.on === undefined
      ? await createTestDatabase()
      : { connectionString: options.on.connectionString, drop: async () => {} };
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const log = createLogger({ level: options.logLevel ?? 'info', destination });
  const database = openDatabase(testDatabase.connectionString, { log });
  // The tests look at everything, as the owner of the tables.
  const owner = { pool: openOwnerPool(testDatabase.connectionString) };
  const redis = options.on?.redis ?? ((process.env.TEST_REDIS_URL ?? '') !== '' ? await startRedisServer() : null);
  const cache =
    options.cache ?? (redis === null ? createMemoryCache(16 * 1024 * 1024) : createRedisCache(redis.url, log));
  const compute = createComputePool<Jobs>({ threadCount: 1, timeoutMs: 30_000, log });
  const clock = options.clock ?? systemClock;
  const counters = options.counters ?? uncounted;
  const mails: Mail[] = [];
  const mail: MailPort = { send: async (one) => void mails.push(one) };
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const headsFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-heads-'));
  const parts: ServerParts = {
    log,
    clock,
    database,
    cache,
    counters,
    compute,
    secrets: options.secrets ?? secrets,
    mail,
    say,
  };
  const config = loadConfig({
    // Those that are about jobs say how many slots there are.
    RISKOPTIMIZER_WORKERS: '0',
    RISKOPTIMIZER_AUDIT_HEADS: join(headsFolder, 'heads.jsonl'),
    ...(redis !== null && { REDIS_URL: redis.url }),
    ...options.environment,
  });
  const application = await compose(config, parts, {
    egress: createEgress({ resolveName: nowhere }),
    ...options.replaced,
  });
  const { port, setUpLink = null } = await application.listen({ host: '127.0.0.1', port: 0 });
  const address = `http://127.0.0.1:${port}`;
  let demo: Promise<string | null> | undefined;
  const demoToken = () => {
    demo ??= signInAsDemo(address);
    return demo;
  };
  return {
    address,
    database,
    owner,
    connectionString: testDatabase.connectionString,
    redis,
    setUpLink,
    mails,
    said,
    logged,
    config,
    parts,
    demoToken,
    ask: async (method, path, asked = {}) => {
      const token = asked.token === undefined ? await demoToken() : asked.token;
      return ask(`${address}${path}`, method, { ...asked, token });
    },
    countRows: () => countRows(owner),
    stop: async () => {
      await application.close();
      await compute.close();
      await cache.close();
      if (!database.pool.ended) await database.close();
      await owner.pool.end();
      await rm(headsFolder, { recursive: true, force: true });
      if (options.on === undefined) await redis?.remove();
      await testDatabase.drop();
    },
  };
}

/** Null when there is no demo (any more). */
async function signInAsDemo(address: string): Promise<string | null> {
  const asked = { json: { client: 'app' } };
  const { body } = await ask<{ accessToken?: string }>(`${address}/api/v1/auth/demo`, 'POST', asked);
  return body.accessToken ?? null;
}

export async function ask<Body>(
  url: string,
  method: string,
  { json, body, headers, token = null }: Asked = {},
): Promise<Answer<Body>> {
  const sent = json === undefined ? body : JSON.stringify(json);
  const response = await fetch(url, {
    method,
    headers: {
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent, duplex: 'half' }),
  } as RequestInit);
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : text) as Body };
}

const tables = ['users', 'assets', 'prices', 'exchange_rates', 'price_imports', 'portfolios', 'allocations'];

async function countRows({ pool }: { pool: Pool }): Promise<Record<string, number>> {
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  const { rows } = await pool.query<Record<string, number>>(`select ${counts.join(', ')}`);
  return rows[0]!;
}
