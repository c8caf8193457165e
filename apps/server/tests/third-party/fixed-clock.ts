import type { MovableClock } from '../support/movable-clock.ts';

/** Stands still until it is told to go on, so that moments in answers can be compared to the millisecond. */
export function createFixedClock(at: string): MovableClock {
  let present = Date.parse(at);
  return {
    now: () => new Date(present),
    monotonicMs: () => present,
    advance: (milliseconds) => {
      present += milliseconds;
    },
  };
}
