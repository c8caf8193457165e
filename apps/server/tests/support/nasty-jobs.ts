/** Jobs that misbehave in every way a calculation can. Loaded by worker threads. */

import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '../../src/core/errors.ts';
import { serveJobs } from '../../src/infrastructure/compute/serve-jobs.ts';

const nastyJobs = {
  add: ({ left, right }: { left: number; right: number }) => left + right,
  double: (values: Float64Array) => values.map((value) => value * 2),
  /** Never yields, so only ending its thread stops it. It counts in shared memory for all to see. */
  countForEver: (counter: SharedArrayBuffer) => {
    const view = new Int32Array(counter);
    for (;;) Atomics.add(view, 0, 1);
  },
  spin: (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    return milliseconds;
  },
  refuse: (detail: string) => {
    throw new ProblemError('data-insufficient', detail, {
      errors: [{ message: 'one', field: '/prices' }],
      errorCount: 7,
    });
  },
  throwDefect: (message: string) => {
    throw new TypeError(message);
  },
  exit: (code: number) => process.exit(code),
  throwLater: async () => {
    setTimeout(() => {
      throw new Error('thrown outside of the job');
    }, 1);
    await sleep(10_000);
  },
  eatMemory: () => {
    const kept: unknown[] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => ({ index })));
  },
  giveFunction: () => () => 1,
};
export type NastyJobs = typeof nastyJobs;

export default serveJobs(nastyJobs);
