/** Work that goes on after the answer: so that its time tells nothing, and a slow mail server holds up nobody. */
import type { Logger } from '../../core/logging.ts';

export interface Background {
  /** A failure is logged; nobody waits for it. */
  run(what: string, work: () => Promise<void>): void;
  /** Resolves when nothing is under way, or after the limit. */
  settle(limitMs: number): Promise<void>;
}

/** More than a storm of requests should leave behind; what comes on top is dropped and logged. */
const underWayMax = 1000;

export function createBackground(log: Logger): Background {
  const underWay = new Set<Promise<void>>();
  return {
    run(what, work) {
      if (underWay.size >= underWayMax) {
        log.error({ what }, 'Too much goes on in the background; this was left out.');
        return;
      }
      const running = work()
        .catch((error: unknown) => log.error({ err: error, what }, 'Something in the background failed.'))
        .finally(() => underWay.delete(running));
      underWay.add(running);
    },
    async settle(limitMs) {
      const limit = AbortSignal.timeout(limitMs);
      const over = new Promise<void>((resolve) => limit.addEventListener('abort', () => resolve(), { once: true }));
      while (underWay.size > 0 && !limit.aborted) await Promise.race([Promise.allSettled(underWay), over]);
    },
  };
}
