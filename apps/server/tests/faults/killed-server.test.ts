/**
 * Kills the server with SIGKILL at random moments while several clients write, and starts it again each time.
 *
 * Whatever was acknowledged must be there, once; whatever was not is sent again with the same Idempotency-Key and must then
 * be there, once. RISKOPTIMIZER_KILLS sets how often, RISKOPTIMIZER_SEED repeats a run.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiPrefix } from '@riskoptimizer/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { ensureBuilt } from '../../../../infra/launch/build.mjs';
import { temporaryDataFolder } from '../support/data-folder.ts';
import { openOwnerPool } from '../support/owner-pool.ts';
import { runServerProcess, type ServerProcess } from '../support/server-process.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { until } from '../support/wait.ts';
import { readValidChain } from './valid-chain.ts';

const killCount = Number(process.env.RISKOPTIMIZER_KILLS ?? '40');
const seed = Number(process.env.RISKOPTIMIZER_SEED ?? Math.floor(Math.random() * 2 ** 31));
const writerCount = 4;

/** What a writer knows of one portfolio of its own. */
interface Known {
  readonly name: string;
  readonly id: string;
  /** Of the last change that was acknowledged. */
  version: number;
  /** Weights that may be stored: the acknowledged ones, and those of a change whose outcome is unknown. */
  weights: number[];
  state: 'there' | 'deleting' | 'deleted';
}

interface Server {
  readonly api: string;
  readonly process: ServerProcess;
}

test(`${killCount} kills: nothing acknowledged is lost, nothing is done twice (seed ${seed})`, {
  timeout: 900_000,
}, async () => {
  await ensureBuilt(['server']);
  const database = await createTestDatabase();
  const owner = openOwnerPool(database.connectionString);
  const dataFolder = await temporaryDataFolder();
  let server: Server | null = null;
  let present = Promise.resolve(null as unknown as Server);
  onTestFinished(async () => {
    server?.process.child.kill('SIGKILL');
    await owner.end();
    await database.drop();
  });
  const start = async (): Promise<Server> => {
    const running = runServerProcess(mainOfTheBuild, {
      RISKOPTIMIZER_DATA: dataFolder,
      DATABASE_URL: database.connectionString,
      PORT: '0',
      RISKOPTIMIZER_CALCULATION_THREADS: '1',
    });
    server = { api: (await running.address) + apiPrefix, process: running };
    return server;
  };

  present = start();
  const random = randomNumbers(seed);
  const writers = await Promise.all(
    Array.from({ length: writerCount }, async (_, index) =>
      newWriter(`writer ${index}`, () => present, randomNumbers(seed + index + 1)),
    ),
  );
  const writing = new AbortController();
  const work = writers.map(async (writer) => {
    while (!writing.signal.aborted) await writer.step();
    await writer.settle();
  });
  for (let kill = 0; kill < killCount; kill += 1) {
    const { process: running } = await present;
    await sleep(random() * 400);
    running.child.kill('SIGKILL');
    await running.ended;
    present = start();
    await present;
  }
  writing.abort();
  await Promise.all(work);

  const stored = await owner.query<{ id: string; name: string; version: number; weight: number }>(
    `select portfolios.id, name, version, weight from portfolios join allocations on portfolio_id = portfolios.id
     where name like 'writer %' and position = 0 and deleted_at is null`,
  );
  const known = writers.flatMap((writer) => writer.known);
  const alive = known.filter(({ state }) => state === 'there');
  expect(stored.rows.map(({ name }) => name).toSorted()).toEqual(alive.map(({ name }) => name).toSorted());
  for (const row of stored.rows) {
    const mine = alive.find(({ name }) => name === row.name)!;
    expect(row.id).toBe(mine.id);
    expect([...mine.weights]).toContain(row.weight);
    expect(row.version).toBeGreaterThanOrEqual(mine.version);
  }
  const entries = await readValidChain(owner);
  const created = entries.filter(({ action }) => action === 'portfolio.created').map(({ entityId }) => entityId);
  for (const { id } of known) expect(created.filter((each) => each === id)).toHaveLength(1);
  const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged, 0);
  console.log(
    `${killCount} kills, ${acknowledged} acknowledged writes, ${known.length} portfolios, ${entries.length} audit entries; seed ${seed}.`,
  );
  // A loaded machine gets little done between two kills; it must be something.
  expect(acknowledged).toBeGreaterThan(killCount / 4);
});

const mainOfTheBuild = new URL('../../dist/main-api.mjs', import.meta.url).pathname;

interface Answer {
  readonly status: number;
  readonly body: { id: string; version: number; items: { id: string }[]; accessToken: string };
}

async function newWriter(name: string, present: () => Promise<Server>, random: () => number) {
  const known: Known[] = [];
  let token = '';
  let assets: string[] = [];
  let acknowledged = 0;

  /** Asks until there is an answer: a connection that breaks says nothing about what was done. */
  async function insist(
    method: string,
    path: string,
    json?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    for (;;) {
      const { api } = await present();
      try {
        const answer = await fetch(api + path, {
          method,
          headers: {
            ...(json === undefined ? {} : { 'content-type': 'application/json' }),
            ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
            ...headers,
          },
          ...(json === undefined ? {} : { body: JSON.stringify(json) }),
          signal: AbortSignal.timeout(20_000),
        });
        const text = await answer.text();
        if (answer.status === 401 && token !== '') {
          await signIn();
          continue;
        }
        // Busy or not ready is an answer that asks for patience; the key makes a repetition safe.
        if (answer.status === 503 || answer.status === 429 || answer.status === 409) {
          await sleep(50);
          continue;
        }
        expect(answer.status, text).toBeLessThan(500);
        return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
      } catch (error) {
        if (error instanceof Error && error.name === 'AssertionError') throw error;
        await sleep(10);
      }
    }
  }

  async function signIn(): Promise<void> {
    token = '';
    token = (await insist('POST', '/auth/demo', { client: 'app' })).body.accessToken;
  }

  async function create(): Promise<void> {
    const title = `${name} ${randomUUID()}`;
    const weight = shareOf(random());
    const body = { name: title, allocation: allocationOf(weight) };
    const { status, body: made } = await insist('POST', '/portfolios', body, { 'idempotency-key': randomUUID() });
    expect(status).toBe(201);
    known.push({ name: title, id: made.id, version: made.version, weights: [weight], state: 'there' });
    acknowledged += 1;
  }

  const allocationOf = (weight: number) => ({
    kind: 'weights',
    items: [
      { assetId: assets[0], weight },
      { assetId: assets[1], weight: 1 - weight },
    ],
  });

  /** A change is tied to the version it was made on: sent twice it is done once, and the second answer is a conflict. */
  async function change(mine: Known): Promise<void> {
    const weight = shareOf(random());
    mine.weights.push(weight);
    const headers = { 'if-match': `"${mine.version}"` };
    const body = { name: mine.name, allocation: allocationOf(weight) };
    const { status, body: made } = await insist('PUT', `/portfolios/${mine.id}`, body, headers);
    expect([200, 412]).toContain(status);
    if (status === 412) mine.version = (await insist('GET', `/portfolios/${mine.id}`)).body.version;
    else {
      mine.version = made.version;
      mine.weights = [weight];
      acknowledged += 1;
    }
  }

  async function remove(mine: Known): Promise<void> {
    mine.state = 'deleting';
    const { status } = await insist('DELETE', `/portfolios/${mine.id}`, undefined, { 'if-match': '*' });
    // A repetition of a deletion that was done finds nothing.
    expect([204, 404]).toContain(status);
    mine.state = 'deleted';
    acknowledged += 1;
  }

  await signIn();
  assets = (await insist('GET', '/assets')).body.items.map(({ id }) => id);
  return {
    known,
    get acknowledged() {
      return acknowledged;
    },
    async step() {
      const there = known.filter(({ state }) => state === 'there');
      const mine = there[Math.floor(random() * there.length)];
      const choice = random();
      if (mine === undefined || choice < 0.5) await create();
      else if (choice < 0.85) await change(mine);
      else await remove(mine);
    },
    async settle() {
      await until('no change is under way', () => known.every(({ state }) => state !== 'deleting'));
    },
  };
}

/** A weight that binary floating point and JSON carry exactly. */
function shareOf(random: number): number {
  return Math.round(random * 1024) / 1024;
}

/** Mulberry32: small, seeded, good enough to choose moments. */
function randomNumbers(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
