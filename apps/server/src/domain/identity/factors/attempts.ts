/**
 * Tries of codes and passkeys, counted before they are looked at. Where they are counted decides who can hold up whom: whoever
 * knows the password reaches only the counters of devices that the account does not know.
 */
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { Transaction, Transactions } from '../../transactions/ports.ts';
import type { KnownDevices } from '../devices/ports.ts';
import type { ClientFacts } from '../ports.ts';
import { addressRule, codeRule, delayAfter, type ThrottleRule } from '../throttling/rules.ts';
import { type Counter, networkOf, type Throttle } from '../throttling/throttle.ts';
import type { AttemptState, FactorRepository } from './ports.ts';

/** Where a proof is given. */
export type ProofPlace =
  /** By somebody who is signed in already: confirmation and enrolment. */
  | { readonly kind: 'session' }
  /** At the second step of a sign-in. A code of six digits can be guessed, a recovery code or a passkey cannot. */
  | {
      readonly kind: 'sign-in';
      readonly client: Pick<ClientFacts, 'address' | 'deviceToken'>;
      readonly isGuessable: boolean;
    };

/** A try that counts as wrong until it turns out right. */
export interface Try {
  /** It was right: its counter begins anew. Part of the transaction of what it was for. */
  giveBack(transaction: Transaction): Promise<void>;
}

export interface Attempts {
  /**
   * Counts a try as wrong before it is looked at, in a transaction of its own: of many at the same time only as many are
   * looked at as are allowed, and no crash gives one away. Never call it while the account is locked.
   *
   * @throws ProblemError `rate-limited` with the seconds to wait.
   */
  reserve(userId: string, place: ProofPlace): Promise<Try>;
}

/** How long after so many wrong codes in a row the next is not looked at: 30 s after the fifth, doubling up to an hour. */
export function delaySeconds(failures: number): number {
  return delayAfter(failures, codeRule) / 1000;
}

export interface AttemptParts {
  readonly factors: Pick<FactorRepository, 'lockAttempts' | 'setAttempts'>;
  readonly devices: Pick<KnownDevices, 'keyOf'>;
  readonly throttle: Pick<Throttle, 'claimIn' | 'settle'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export function createAttempts(parts: AttemptParts): Attempts {
  const { devices, throttle, transactions } = parts;

  const reserveIn = async (counter: Counter, rule: ThrottleRule, isOwn: boolean): Promise<Try> => {
    const claim = await throttle.claimIn(counter, rule, isOwn);
    return { giveBack: () => throttle.settle(claim) };
  };

  return {
    async reserve(userId, place) {
      if (place.kind === 'session') return reserveIn(sessionCounter(userId), codeRule, true);
      const { address, deviceToken } = place.client;
      const deviceKey = await transactions.asSystem(() => devices.keyOf(userId, deviceToken));
      if (deviceKey !== null) return reserveIn(deviceCounter(deviceKey), codeRule, true);
      if (place.isGuessable) return reserveOnAccount(parts, userId);
      return reserveIn({ kind: 'proof-address', subject: networkOf(address) }, addressRule, false);
    },
  };
}

/** What an administrator, or a new password, takes the delays from; the account has one of its own besides. */
export function proofCounters(userId: string, deviceKeys: readonly string[]): Counter[] {
  return [sessionCounter(userId), ...deviceKeys.map(deviceCounter)];
}

const sessionCounter = (userId: string): Counter => ({ kind: 'proof-session', subject: userId });
const deviceCounter = (deviceKey: string): Counter => ({ kind: 'proof-device', subject: deviceKey });

/** Codes from all devices that the account does not know, together: otherwise more devices would mean more tries. */
async function reserveOnAccount({ factors, transactions, clock }: AttemptParts, userId: string): Promise<Try> {
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
  return { giveBack: (transaction) => factors.setAttempts(userId, noFailures, transaction) };
}

const noFailures: AttemptState = { failures: 0, blockedUntil: null };

function afterFailure(state: AttemptState, now: Date): AttemptState {
  const isForgotten = now.getTime() - (state.blockedUntil?.getTime() ?? now.getTime()) >= codeRule.forgetAfterMs;
  const failures = (isForgotten ? 0 : state.failures) + 1;
  const delayMs = delayAfter(failures, codeRule);
  return { failures, blockedUntil: delayMs === 0 ? null : new Date(now.getTime() + delayMs) };
}

function remainingMs(state: AttemptState | null, now: Date): number {
  return state?.blockedUntil == null ? 0 : state.blockedUntil.getTime() - now.getTime();
}

function tooManyFailures(waitMs: number): ProblemError {
  const seconds = Math.ceil(waitMs / 1000);
  const detail = `Too many codes were wrong. The next one is looked at in ${seconds} s.`;
  return new ProblemError('rate-limited', detail, { retryAfterSeconds: seconds });
}
