/** Bounds what password hashing may take: a storm of sign-ins waits or is refused, and the rest of the server lives on. */
import { ProblemError } from '../../core/errors.ts';

export interface HashQueue {
  /** @throws ProblemError `rate-limited` at once when too much waits already. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/**
 * @param limits `atOnce` hashes run at the same time (each takes a whole core and one of libuv's four threads); of the others
 * `waitingMax` wait, first come first served.
 */
export function createHashQueue(limits: { atOnce?: number; waitingMax?: number } = {}): HashQueue {
  const { atOnce = 2, waitingMax = 64 } = limits;
  const waiting: (() => void)[] = [];
  let running = 0;

  const turn = (): Promise<void> | undefined => {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (waiting.length >= waitingMax) {
      throw new ProblemError('rate-limited', 'Too many people are signing in at this moment. Try again in 2 seconds.', {
        retryAfterSeconds: 2,
      });
    }
    return new Promise((resolve) => {
      waiting.push(resolve);
    });
  };

  return {
    run: async (work) => {
      await turn();
      try {
        return await work();
      } finally {
        // The place goes to the next in line without becoming free in between, or a newcomer could overtake.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
