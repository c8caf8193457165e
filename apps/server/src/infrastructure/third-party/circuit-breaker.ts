/** Leaves a provider alone that fails again and again, and asks once before it trusts it again. */
import type { Clock } from '../../core/clock.ts';

export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failuresMax: number;
  /** How long it stays open at first; twice as long after each probe that fails, up to `openMsMax`. */
  readonly openMs: number;
  readonly openMsMax: number;
}

export const defaultBreaker: BreakerSettings = { failuresMax: 4, openMs: 30_000, openMsMax: 15 * 60_000 };

export interface CircuitBreaker {
  /** To look at, without asking: the moment until which it is open. */
  state(): { readonly openUntil: Date | null };
  /** Null when a request may go; otherwise the moment from which one may. */
  openUntil(): Date | null;
  succeeded(): void;
  failed(): void;
  /** The request said nothing of the health of the provider. */
  undecided(): void;
}

export function createCircuitBreaker(clock: Clock, settings: BreakerSettings = defaultBreaker): CircuitBreaker {
  let failures = 0;
  let openings = 0;
  let until = 0;
  let isProbing = false;
  const wait = (): number => Math.min(settings.openMs * 2 ** (openings - 1), settings.openMsMax);
  return {
    state: () => ({ openUntil: openings > 0 && clock.now().getTime() < until ? new Date(until) : null }),
    openUntil: () => {
      if (openings === 0) return null;
      const present = clock.now().getTime();
      if (present < until) return new Date(until);
      // One at a time finds out; the others wait for it.
      if (isProbing) return new Date(present + settings.openMs);
      isProbing = true;
      return null;
    },
    succeeded: () => {
      failures = 0;
      openings = 0;
      isProbing = false;
    },
    failed: () => {
      failures += 1;
      isProbing = false;
      if (openings === 0 && failures < settings.failuresMax) return;
      openings += 1;
      until = clock.now().getTime() + wait();
    },
    undecided: () => {
      isProbing = false;
    },
  };
}
