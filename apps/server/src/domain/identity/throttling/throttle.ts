/**
 * Counts attempts before they are made: of many at the same time only those that are still free get through. An attempt is
 * claimed (and counts as failed), made, and settled.
 */
import { isIPv6 } from 'node:net';
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { BlindIndex } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { ThrottleRepository } from './ports.ts';
import {
  accountRule,
  addressRule,
  afterAttempt,
  givenBack,
  globalRule,
  isForgiving,
  type ThrottleRule,
} from './rules.ts';

export interface AttemptOrigin {
  /** What the account is found by, whether it exists or not. */
  readonly emailIndex: string;
  /** Of a device that the account knows; then nothing that happens elsewhere delays the attempt. */
  readonly deviceKey: string | null;
  readonly address: string | null;
}

/** What attempts of one kind are counted for: a device, a network, a user. */
export interface Counter {
  readonly kind: string;
  readonly subject: string;
}

export interface Claim {
  readonly keys: readonly { readonly key: string; readonly rule: ThrottleRule; readonly isOwn: boolean }[];
  /** Until when the next attempt has to wait, if this one was wrong. */
  readonly delayedUntil: Date | null;
}

export interface Throttle {
  /** @throws ProblemError `rate-limited` with the time to wait; the attempt is not counted then. */
  claim(origin: AttemptOrigin): Promise<Claim>;
  /**
   * The same in a single counter.
   *
   * @param isOwn Whether nobody else's attempts are in it.
   */
  claimIn(counter: Counter, rule: ThrottleRule, isOwn: boolean): Promise<Claim>;
  /** It was right: the counters of the account begin anew. */
  succeed(claim: Claim): Promise<void>;
  /** The same as part of the running transaction: undone with it. */
  settle(claim: Claim): Promise<void>;
  /** It was not made. */
  withdraw(claim: Claim): Promise<void>;
  /** Until when attempts from unknown devices are delayed, null when they are not. */
  delayedUntil(emailIndex: string): Promise<Date | null>;
  /** Forgets what was counted for an account, on all its devices. */
  clear(emailIndex: string, deviceKeys: readonly string[]): Promise<void>;
  clearCounters(counters: readonly Counter[]): Promise<void>;
  /** One of few things that may be asked for, such as mails to one address. @returns whether it is still one of them. */
  take(purpose: string, subject: string, rule: ThrottleRule): Promise<boolean>;
}

export interface ThrottleParts {
  readonly throttles: ThrottleRepository;
  readonly index: BlindIndex;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export function createThrottle({ throttles, index, transactions, clock }: ThrottleParts): Throttle {
  // Apart from any running transaction: what was tried stays tried when the request fails.
  const inSystem = <Result>(work: () => Promise<Result>): Promise<Result> =>
    transactions.apart(() => transactions.asSystem(() => transactions.run(work)));
  const keyOf = (kind: string, subject: string) => index.of('throttle', `${kind} ${subject}`);

  const keysFor = ({ emailIndex, deviceKey, address }: AttemptOrigin): Claim['keys'] =>
    deviceKey === null
      ? [
          { key: keyOf('account', emailIndex), rule: accountRule, isOwn: true },
          { key: keyOf('address', networkOf(address)), rule: addressRule, isOwn: false },
          { key: keyOf('all', ''), rule: globalRule, isOwn: false },
        ]
      : [{ key: keyOf('device', deviceKey), rule: accountRule, isOwn: true }];

  const claimKeys = async (keys: Claim['keys']): Promise<Claim> => {
    const now = clock.now();
    const outcome = await inSystem(async () => {
      const rows = await throttles.lock(
        keys.map(({ key }) => key),
        now,
      );
      const blocked = latest(keys.map(({ key }) => rows.get(key)!.blockedUntil));
      if (blocked !== null && blocked > now) return { blocked, delayedUntil: null };
      const after = keys.map(({ key, rule }) => ({ key, row: afterAttempt(rows.get(key)!, rule, now) }));
      for (const { key, row } of after) await throttles.put(key, row);
      return { blocked: null, delayedUntil: latest(after.map(({ row }) => row.blockedUntil)) };
    });
    if (outcome.blocked !== null) throw tooMany(outcome.blocked, now);
    return { keys, delayedUntil: outcome.delayedUntil };
  };

  const settle: Throttle['settle'] = async ({ keys }) => {
    const rows = await throttles.lock(
      keys.map(({ key }) => key),
      clock.now(),
    );
    await throttles.remove(keys.filter(({ isOwn }) => isOwn).map(({ key }) => key));
    for (const { key, rule, isOwn } of keys) {
      const row = rows.get(key)!;
      if (!isOwn && isForgiving(row, rule)) await throttles.put(key, givenBack(row));
    }
  };

  return {
    claim: (origin) => claimKeys(keysFor(origin)),
    claimIn: ({ kind, subject }, rule, isOwn) => claimKeys([{ key: keyOf(kind, subject), rule, isOwn }]),
    succeed: (claim) => inSystem(() => settle(claim)),
    settle,

    async withdraw({ keys }) {
      await inSystem(async () => {
        const rows = await throttles.lock(
          keys.map(({ key }) => key),
          clock.now(),
        );
        for (const { key } of keys) await throttles.put(key, givenBack(rows.get(key)!));
      });
    },

    async delayedUntil(emailIndex) {
      const until = await transactions.asSystem(() => throttles.blockedUntil([keyOf('account', emailIndex)]));
      return until !== null && until > clock.now() ? until : null;
    },

    async clear(emailIndex, deviceKeys) {
      const keys = [keyOf('account', emailIndex), ...deviceKeys.map((deviceKey) => keyOf('device', deviceKey))];
      await transactions.asSystem(() => transactions.run(() => throttles.remove(keys)));
    },

    async clearCounters(counters) {
      await transactions.asSystem(() => throttles.remove(counters.map(({ kind, subject }) => keyOf(kind, subject))));
    },

    async take(purpose, subject, rule) {
      const key = keyOf(purpose, subject);
      const now = clock.now();
      return inSystem(async () => {
        const row = (await throttles.lock([key], now)).get(key)!;
        if (row.blockedUntil !== null && row.blockedUntil > now) return false;
        await throttles.put(key, afterAttempt(row, rule, now));
        return true;
      });
    },
  };
}

/** An IPv6 customer has a whole network of addresses: the first 64 bits count. */
export function networkOf(address: string | null): string {
  if (address === null || !isIPv6(address)) return address ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const headGroups = head === '' ? [] : head.split(':');
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - headGroups.length - tailGroups.length) }, () => '0');
  const groups = [...headGroups, ...(tail === undefined ? [] : zeros), ...tailGroups];
  return groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((last, time) => (last === null || (time !== null && time > last) ? time : last), null);
}

function tooMany(until: Date, now: Date): ProblemError {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  return new ProblemError('rate-limited', `Too many attempts failed. Try again in ${inWords(seconds)}.`, {
    retryAfterSeconds: seconds,
  });
}

function inWords(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}
