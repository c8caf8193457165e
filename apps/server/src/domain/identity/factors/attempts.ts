/**
 * Tries of codes, counted on the account whatever way they come: sign-in, confirmation, enrolment. A new sign-in does not
 * start the count anew; only a right code does.
 */
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { AttemptState, FactorRepository } from './ports.ts';

/** Wrong codes that cost no time: people mistype. */
const freeFailures = 4;
const firstDelaySeconds = 30;
const delaySecondsMax = 3600;

/** How long after so many wrong codes in a row the next is not looked at: 30 s after the fifth, doubling up to an hour. */
export function delaySeconds(failures: number): number {
  if (failures <= freeFailures) return 0;
  return Math.min(delaySecondsMax, firstDelaySeconds * 2 ** (failures - freeFailures - 1));
}

export interface Attempts {
  /**
   * Counts a try as wrong before it is looked at, in a transaction of its own: of many at the same time only as many are
   * looked at as are allowed, and no crash gives one away. Never call it while the account is locked.
   *
   * @throws ProblemError `rate-limited` with the seconds to wait.
   */
  reserve(userId: string): Promise<void>;
}

export function createAttempts(parts: {
  readonly factors: FactorRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
}): Attempts {
  const { factors, transactions, clock } = parts;
  return {
    async reserve(userId) {
      const waitMs = await transactions.apart(() =>
        transactions.asSystem(() =>
          transactions.run(async (transaction) => {
            const state = await factors.lockAttempts(userId, transaction);
            const now = clock.now();
            const blockedMs = remainingMs(state, now);
            if (state === null || blockedMs > 0) return blockedMs;
            await factors.setAttempts(userId, afterFailure(state, now), transaction);
            return 0;
          }),
        ),
      );
      if (waitMs > 0) throw tooManyFailures(waitMs);
    },
  };
}

/** What a right code leaves behind. */
export const noFailures: AttemptState = { failures: 0, blockedUntil: null };

function afterFailure({ failures }: AttemptState, now: Date): AttemptState {
  const seconds = delaySeconds(failures + 1);
  return { failures: failures + 1, blockedUntil: seconds === 0 ? null : new Date(now.getTime() + seconds * 1000) };
}

function remainingMs(state: AttemptState | null, now: Date): number {
  return state?.blockedUntil == null ? 0 : state.blockedUntil.getTime() - now.getTime();
}

function tooManyFailures(waitMs: number): ProblemError {
  const seconds = Math.ceil(waitMs / 1000);
  const detail = `Too many codes were wrong. The next one is looked at in ${seconds} s.`;
  return new ProblemError('rate-limited', detail, { retryAfterSeconds: seconds });
}
