import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createHashQueue } from './hash-queue.ts';

test('of a storm of 1000, two run at once, 64 wait, and the rest are refused at once', async () => {
  const queue = createHashQueue();
  let running = 0;
  let runningMax = 0;
  const order: number[] = [];
  const outcomes = await Promise.allSettled(
    Array.from({ length: 1000 }, (_, index) =>
      queue.run(async () => {
        running += 1;
        runningMax = Math.max(runningMax, running);
        order.push(index);
        await sleep(1);
        running -= 1;
        return index;
      }),
    ),
  );
  expect(runningMax).toBe(2);
  expect(order).toEqual(Array.from({ length: 66 }, (_, index) => index));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(934);
  expect(refused[0]?.reason).toMatchObject({ name: 'ProblemError', code: 'rate-limited', retryAfterSeconds: 2 });
  // Afterwards there is room again.
  await expect(queue.run(async () => 'next')).resolves.toBe('next');
});

test('work that fails gives its place back', async () => {
  const queue = createHashQueue({ atOnce: 1, waitingMax: 1 });
  for (let time = 0; time < 5; time += 1) {
    const failing = queue.run(() => Promise.reject(new Error('broken')));
    const following = queue.run(async () => time);
    await expect(failing).rejects.toThrow('broken');
    await expect(following).resolves.toBe(time);
  }
});

test('who comes at the very moment a place becomes free waits behind those who waited', async () => {
  const queue = createHashQueue({ atOnce: 1 });
  let running = 0;
  let runningMax = 0;
  const order: string[] = [];
  const hash = (name: string) =>
    queue.run(async () => {
      order.push(name);
      running += 1;
      runningMax = Math.max(runningMax, running);
      await sleep(1);
      running -= 1;
    });
  const first = hash('first').then(() => hash('newcomer'));
  await Promise.all([first, hash('second'), hash('third')]);
  expect(runningMax).toBe(1);
  expect(order).toEqual(['first', 'second', 'third', 'newcomer']);
});
