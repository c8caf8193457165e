import type { Clock } from '../../src/core/clock.ts';

export interface MovableClock extends Clock {
  advance(milliseconds: number): void;
}

/** Goes on like the real one, and jumps ahead when it is told to. */
export function createMovableClock(): MovableClock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    monotonicMs: () => performance.now() + ahead,
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
  };
}
