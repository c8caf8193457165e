/** The same asked for twice at once, in two worker processes: computed once, and shared. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { workerLockClass } from '../../src/infrastructure/database/repositories/job-progress-repository.ts';
import { calculationLockClass } from '../../src/infrastructure/queue/calculation-turns.ts';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';
import { createJobs, type WorkerProcesses, workerProcesses } from './worker-processes.ts';

let application: TestApplication;
let people: People;
let userId: string;
let workers: WorkerProcesses;

beforeAll(async () => {
  application = await startTestApplication();
  people = await makePeople(application);
  ({ userId } = await people.person('analyst'));
  await application.owner.pool.query(`
    create table computed (at timestamptz not null default now());
    alter table computed enable row level security;
    create function note_computed() returns trigger language plpgsql security definer as
      $$ begin insert into public.computed default values; return new; end $$;
    -- Also fires for a row that is there already: whoever has computed writes.
    create trigger computed before insert on calculation_answers for each row execute function note_computed();`);
  // One job at a time each, so that two at once are in two processes; without a Redis that would remember from test to test.
  workers = await workerProcesses(application.connectionString, { RISKOPTIMIZER_WORKERS: '1', REDIS_URL: '' });
}, 60_000);
beforeEach(async () => {
  await Promise.all([workers.start(), workers.start()]);
}, 60_000);
afterEach(async () => {
  for (const worker of Array.from(workers.running)) await workers.kill(worker);
  await application.owner.pool.query('truncate jobs, calculation_answers, computed');
});
afterAll(async () => {
  await workers.stop();
  await people.close();
  await application.stop();
});

/** Long enough to be two at once, also where two processes share a core with others. */
const assets = Array.from({ length: 180 }, (_, place) => `A${place}`);
const noise = (place: number) => {
  const wave = Math.sin(place * 12.9898) * 43_758.5453;
  return (wave - Math.floor(wave) - 0.5) / 25;
};
const returns = Array.from({ length: 700 }, (_, row) => assets.map((__, asset) => noise(row * assets.length + asset)));
const frontier = { kind: 'efficient-frontier', input: { assets, returns } };

interface Row {
  readonly id: string;
  readonly state: string;
  readonly worker: string;
  readonly hash: string | null;
  readonly startedMs: number;
  readonly finishedMs: number | null;
}

async function rowsOf(ids: readonly string[]): Promise<Row[]> {
  const { rows } = await application.owner.pool.query<Row>(
    `select id, state, worker, result_hash as hash, extract(epoch from started_at)::float8 * 1000 as "startedMs",
      extract(epoch from finished_at)::float8 * 1000 as "finishedMs"
     from jobs where id = any($1) order by id`,
    [ids],
  );
  return rows;
}

async function countComputed(): Promise<number> {
  return (await application.owner.pool.query('select from computed')).rowCount ?? 0;
}

/** Two identical jobs, both running, and which of them computes. */
async function twoAtOnce(): Promise<{ ids: string[]; first: string; second: string }> {
  const ids = await createJobs(application, userId, [frontier, frontier]);
  let first: string | undefined;
  await until('both run, and one of them computes', async () => {
    const rows = await rowsOf(ids);
    if (rows.some(({ state }) => state === 'done')) throw new Error('One was done before the other began.');
    const { rows: holders } = await application.owner.pool.query<{ id: string }>(
      `select jobs.id from jobs
        join pg_locks lives on lives.classid = $1::bigint::oid and lives.objid = jobs.worker_lock::bigint::oid
        join pg_locks computes on computes.classid = $2::bigint::oid and computes.pid = lives.pid
        where jobs.id = any($3) and computes.granted`,
      [workerLockClass, calculationLockClass, ids],
    );
    first = holders[0]?.id;
    return first !== undefined && rows.every(({ state }) => state === 'active');
  });
  const [one, other] = await rowsOf(ids);
  expect(one!.worker).not.toBe(other!.worker);
  return { ids, first: first!, second: ids.find((id) => id !== first)! };
}

const allDone = (ids: readonly string[]) =>
  until('all are done', async () => (await rowsOf(ids)).every(({ state }) => state === 'done'), 60_000);

describe('two identical jobs at once', { timeout: 120_000 }, () => {
  test('are computed once, and both have the result', async () => {
    const { ids } = await twoAtOnce();
    await allDone(ids);
    const [one, other] = await rowsOf(ids);
    expect(one!.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(other!.hash).toBe(one!.hash);
    expect(await countComputed()).toBe(1);
  });

  test('the one that computes is cancelled: the other has its result all the same', async () => {
    const { first, second } = await twoAtOnce();
    await cancel(first);
    await allDone([second]);
    expect((await rowsOf([first]))[0]!.state).toBe('cancelled');
    expect(await countComputed()).toBe(1);
  });

  test('the one that waits is cancelled: it waits no longer, and the other is not disturbed', async () => {
    const { first, second } = await twoAtOnce();
    await cancel(second);
    // Its worker is free for the next.
    const [next] = await createJobs(application, userId, [
      { kind: 'efficient-frontier', input: { assets: ['A', 'B'], returns: returns.map((row) => row.slice(0, 2)) } },
    ]);
    await allDone([first, next!]);
    const [computed] = await rowsOf([first]);
    const [waited] = await rowsOf([second]);
    const [taken] = await rowsOf([next!]);
    expect(waited!.state).toBe('cancelled');
    expect(taken!.worker).toBe(waited!.worker);
    expect(taken!.startedMs).toBeLessThan(computed!.finishedMs!);
    expect(await countComputed()).toBe(2);
  });

  test('the process of the one that computes is killed: the other computes, and the one killed takes its numbers', async () => {
    const { ids, first } = await twoAtOnce();
    const pid = Number((await rowsOf([first]))[0]!.worker.split(' ')[1]);
    await workers.kill([...workers.running].find(({ child }) => child.pid === pid)!);
    await allDone(ids);
    const [one, other] = await rowsOf(ids);
    expect(other!.hash).toBe(one!.hash);
    expect(await countComputed()).toBe(1);
  });
});

/** As the service does. */
async function cancel(id: string): Promise<void> {
  const { rowCount } = await application.owner.pool.query(
    `update jobs set state = 'cancelled', finished_at = now() where id = $1 and state = 'active'`,
    [id],
  );
  expect(rowCount).toBe(1);
}
