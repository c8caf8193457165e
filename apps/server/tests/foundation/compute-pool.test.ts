/** The worker threads: what a calculation may do to the server, and what it may not. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { ProblemError } from '../../src/core/errors.ts';
import { type ComputePool, createComputePool } from '../../src/infrastructure/compute/compute-pool.ts';
import type { NastyJobs } from '../support/nasty-jobs.ts';
import { until } from '../support/wait.ts';

const threadCount = 2;
const pool = openPool();
afterAll(() => pool.close());

describe('results and refusals', () => {
  test('a result comes back as it was made, typed arrays included', async () => {
    expect(await pool.run('add', { left: 2, right: 3 })).toBe(5);
    expect(await pool.run('double', Float64Array.of(1.5, -2))).toEqual(Float64Array.of(3, -4));
  });

  test('a problem comes back as the problem it was, a defect as the error it was', async () => {
    const refused = await rejection(pool.run('refuse', 'Only one price.'));
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({
      code: 'data-insufficient',
      status: 422,
      detail: 'Only one price.',
      errors: [{ message: 'one', field: '/prices' }],
      errorCount: 7,
    });
    const defect = await rejection(pool.run('throwDefect', 'undefined is not a price'));
    expect(defect).not.toBeInstanceOf(ProblemError);
    expect(defect).toMatchObject({ name: 'TypeError', message: 'undefined is not a price' });
    expect(defect.stack).toContain('nasty-jobs');
  });

  test('a job that does not exist, and a result that cannot be copied, are defects', async () => {
    expect((await rejection(pool.run('toString' as 'add', { left: 1, right: 1 }))).message).toContain(
      'no job "toString"',
    );
    expect((await rejection(pool.run('giveFunction', undefined))).message).toContain('cannot be copied');
  });
});

describe('stopping', () => {
  test('an abort ends the thread, not only the waiting for it', async () => {
    const counter = new SharedArrayBuffer(4);
    const count = () => Atomics.load(new Int32Array(counter), 0);
    const stop = new AbortController();
    const running = rejection(pool.run('countForEver', counter, { signal: stop.signal }));
    await until('the job counts', () => count() > 0);
    stop.abort(new Error('the client went away'));
    expect((await running).message).toBe('the client went away');
    await until('the counting stops', async () => {
      const before = count();
      await new Promise((resolve) => {
        setTimeout(resolve, 30);
      });
      return count() === before;
    });
    expect(await pool.run('add', { left: 1, right: 1 })).toBe(2);
  });

  test('a signal that was given already starts nothing', async () => {
    const reason = new Error('too late');
    expect(await rejection(pool.run('add', { left: 1, right: 1 }, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  test('the time limit stops what runs and what waits, and both threads go on', async () => {
    const counters = Array.from({ length: threadCount + 1 }, () => new SharedArrayBuffer(4));
    const ended = await Promise.all(
      counters.map((counter) => rejection(pool.run('countForEver', counter, { timeoutMs: 150 }))),
    );
    for (const problem of ended) expect(problem).toMatchObject({ code: 'calculation-timeout', status: 504 });
    const threads = await Promise.all(Array.from({ length: threadCount }, () => pool.run('spin', 50)));
    expect(threads).toEqual([50, 50]);
  });
});

describe('threads that die', () => {
  test.each([
    ['exits', () => pool.run('exit', 3), /exited with code: 3/],
    ['throws outside of the job', () => pool.run('throwLater', undefined), /thrown outside of the job/],
  ])('a job that %s is answered and the pool goes on', async (_, start, message) => {
    const error = await rejection(start());
    expect(error.message).toMatch(message);
    const results = Promise.all(Array.from({ length: 6 }, (_, index) => pool.run('add', { left: index, right: 1 })));
    expect(await results).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a job that takes too much memory is refused with what to do, and the pool goes on', async () => {
    const small = openPool(1, { heapMegabytes: 32 });
    const refused = await rejection(small.run('eatMemory', undefined));
    expect(refused).toMatchObject({ code: 'calculation-refused', status: 422 });
    expect(await small.run('add', { left: 1, right: 1 })).toBe(2);
    await small.close();
  });
});

describe('load', () => {
  test('the event loop stays free while every thread is busy', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await Promise.all(Array.from({ length: threadCount * 2 }, () => pool.run('spin', 400)));
    delay.disable();
    // A job on the event loop would show its 400 ms; other programs on the machine may cost some, too.
    expect(delay.percentile(99) / 1e6).toBeLessThan(200);
  });

  test('the queue has an end: one more is told to come back, and the rest are done', async () => {
    const small = openPool(1);
    const accepted = Array.from({ length: 9 }, () => small.run('spin', 5));
    const refused = await rejection(small.run('spin', 5));
    expect(refused).toMatchObject({ code: 'not-ready', status: 503, retryAfterSeconds: 5 });
    expect(await Promise.all(accepted)).toHaveLength(9);
    expect(await small.run('spin', 1)).toBe(1);
    await small.close();
  });

  test('closing refuses what runs, what waits and what comes', async () => {
    const closing = openPool(1);
    const results = [closing.run('spin', 10_000), closing.run('spin', 10_000)].map(rejection);
    await closing.close();
    for (const problem of await Promise.all(results)) expect(problem).toMatchObject({ code: 'not-ready' });
    expect(await rejection(closing.run('add', { left: 1, right: 1 }))).toMatchObject({ code: 'not-ready' });
  });
});

function openPool(threads = threadCount, limits: { heapMegabytes?: number } = {}): ComputePool<NastyJobs> {
  return createComputePool<NastyJobs>({
    ...limits,
    threadCount: threads,
    timeoutMs: 20_000,
    log: pino({ level: 'silent' }),
    workerFile: fileURLToPath(new URL('../support/nasty-jobs.ts', import.meta.url)),
  });
}

/** The error of a promise that must fail. */
async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    (value) => {
      throw new Error(`expected a rejection, got ${String(value)}`);
    },
    (error: Error) => error,
  );
}
