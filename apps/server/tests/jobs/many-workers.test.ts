/** Many workers on one database: each job is done once in effect, whoever is killed in the middle of it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';
import {
  countEffects,
  countStates,
  createEffects,
  makeEffectsTable,
  type WorkerProcesses,
  workerProcesses,
} from './worker-processes.ts';

/** RISKOPTIMIZER_KILLS=100 for the long form, whose figure stands in docs/assurance/faults.md. */
const kills = Number(process.env.RISKOPTIMIZER_KILLS ?? '10');

let application: TestApplication;
let people: People;
let userId: string;
let workers: WorkerProcesses | undefined;

beforeAll(async () => {
  application = await startTestApplication();
  await makeEffectsTable(application.owner.pool);
  people = await makePeople(application);
  ({ userId } = await people.person('analyst'));
}, 60_000);
afterEach(async () => {
  await workers?.stop();
  await application.owner.pool.query('truncate jobs, job_effects');
});
afterAll(async () => {
  await people.close();
  await application.stop();
});

async function startWorkers(count: number): Promise<WorkerProcesses> {
  const started = await workerProcesses(application.connectionString);
  workers = started;
  await Promise.all(Array.from({ length: count }, () => started.start()));
  return started;
}

describe('four worker processes', () => {
  test('do 2,000 jobs, each exactly once', { timeout: 300_000 }, async () => {
    const { pool } = application.owner;
    const began = performance.now();
    const ids = await createEffects(application, userId, 2_000);
    const queued = performance.now();
    await startWorkers(4);
    const started = performance.now();
    await until('all are done', async () => (await countStates(pool)).done === 2_000, 240_000);
    const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
    console.log(
      `2,000 jobs: queued in ${seconds(began, queued)} s, done by 4 processes in ${seconds(started, performance.now())} s.`,
    );
    expect(new Set(ids).size).toBe(2_000);
    const counted = await countEffects(pool);
    expect(counted).toMatchObject({ effects: 2_000, jobs: 2_000, processes: 4 });
    const { rows } = await pool.query('select max(attempts)::int as most from jobs');
    expect(rows).toEqual([{ most: 1 }]);
  });

  test(`lose nothing and do nothing twice when they are killed ${kills} times`, { timeout: 600_000 }, async () => {
    const { pool } = application.owner;
    const running = await startWorkers(4);
    const count = Math.max(60, kills * 6);
    await createEffects(application, userId, count, 300);
    for (let killed = 0; killed < kills; killed += 1) {
      // One that is in the middle of a job.
      let victim: Awaited<ReturnType<WorkerProcesses['start']>> | undefined;
      await until('a worker is in mid-job', async () => {
        const { rows } = await pool.query<{ pid: number }>(
          `select split_part(worker, ' ', 2)::int as pid from jobs where state = 'active' order by random() limit 1`,
        );
        victim = [...running.running].find(({ child }) => child.pid === rows[0]?.pid);
        if (victim === undefined && ((await countStates(pool)).done ?? 0) >= count - 20)
          await createEffects(application, userId, 20, 300);
        return victim !== undefined;
      });
      await running.kill(victim!);
      await running.start();
    }
    await until('all are done', async () => Object.keys(await countStates(pool)).join() === 'done', 60_000);
    const { done } = await countStates(pool);
    const counted = await countEffects(pool);
    const { rows } = await pool.query<{ again: number }>('select sum(interruptions)::int as again from jobs');
    console.log(`${kills} kills: ${done} jobs done, ${counted.effects} effects, ${rows[0]!.again} taken over.`);
    expect(counted).toMatchObject({ effects: done, jobs: done });
    expect(rows[0]!.again).toBeGreaterThanOrEqual(kills);
  });

  test('take over from one that was killed within seconds, and stop in order', { timeout: 120_000 }, async () => {
    const { pool } = application.owner;
    const running = await startWorkers(2);
    await createEffects(application, userId, 1, 4_000);
    let pid: number | undefined;
    await until('it runs', async () => {
      const { rows } = await pool.query<{ pid: number }>(
        `select split_part(worker, ' ', 2)::int as pid from jobs where state = 'active'`,
      );
      pid = rows[0]?.pid;
      return pid !== undefined;
    });
    await running.kill([...running.running].find(({ child }) => child.pid === pid)!);
    const began = performance.now();
    await until(
      'another has it',
      async () => (await pool.query('select 1 from jobs where attempts = 2')).rowCount === 1,
    );
    const tookMs = performance.now() - began;
    console.log(`A killed worker's job was taken over after ${tookMs.toFixed(0)} ms.`);
    expect(tookMs).toBeLessThan(6_000);
    // SIGTERM in mid-job: it may end.
    expect(await running.stop()).toEqual([0]);
    expect(await countStates(pool)).toEqual({ done: 1 });
    expect(await countEffects(pool)).toMatchObject({ effects: 1, jobs: 1 });
  });
});
