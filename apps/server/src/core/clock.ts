/** Time as an argument: tests hand in their own. */
export interface Clock {
  /** The present moment, for what is stored and shown. It may jump. */
  now(): Date;
  /** Milliseconds that only grow, for durations. Their zero means nothing. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};
