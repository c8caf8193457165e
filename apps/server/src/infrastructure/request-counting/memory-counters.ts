/** Counts in the process. */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../core/clock.ts';
import type { RequestCounters } from '../../domain/requests/ports.ts';

/** Somebody with many addresses fills it and pushes out the oldest windows, not the memory of the machine. */
const windowsMax = 100_000;

interface Window {
  readonly endsAt: number;
  count: number;
}

/** Fixed windows that begin with their first request. */
export function createMemoryCounters(clock: Pick<Clock, 'monotonicMs'>): RequestCounters {
  const windows = new LRUCache<string, Window>({ max: windowsMax });
  return {
    count: async (key, windowMs) => {
      const now = clock.monotonicMs();
      let window = windows.get(key);
      if (window === undefined || window.endsAt <= now) {
        window = { endsAt: now + windowMs, count: 0 };
        windows.set(key, window);
      }
      window.count += 1;
      // Never more than the window, whatever the last bits of the sum say.
      return { count: window.count, endsInMs: Math.min(windowMs, window.endsAt - now) };
    },
    close: async () => windows.clear(),
  };
}
