/**
 * How long the next attempt has to wait. Delays double and end by themselves, so that nobody is locked out for good; attempts
 * that come too early are not counted, so that nobody can keep a delay going by hammering.
 */
import type { ThrottleRow } from './ports.ts';

export type ThrottleRule =
  /** The first `free` failures cost nothing; each further one doubles the delay, which begins with a second unless it says more. */
  | {
      readonly kind: 'growing';
      readonly free: number;
      readonly delayFirstMs?: number;
      readonly delayMaxMs: number;
      readonly forgetAfterMs: number;
    }
  /** So many in each window of time. */
  | { readonly kind: 'window'; readonly max: number; readonly windowMs: number };

const dayMs = 86_400_000;
const quarterOfAnHourMs = 15 * 60_000;

/** One account: from devices that it does not know, or on one that it knows. A day of guessing gives about a hundred tries. */
export const accountRule: ThrottleRule = {
  kind: 'growing',
  free: 4,
  delayMaxMs: quarterOfAnHourMs,
  forgetAfterMs: dayMs,
};

/** One address, whatever the account: a whole office may stand behind it. */
export const addressRule: ThrottleRule = {
  kind: 'growing',
  free: 19,
  delayMaxMs: quarterOfAnHourMs,
  forgetAfterMs: dayMs,
};

/** Codes of six digits in one place; a day of guessing gives about thirty tries. */
export const codeRule: Extract<ThrottleRule, { kind: 'growing' }> = {
  kind: 'growing',
  free: 4,
  delayFirstMs: 30_000,
  delayMaxMs: 3_600_000,
  forgetAfterMs: dayMs,
};

/** All attempts from unknown devices together: about what hashing keeps up with. */
export const globalRule: ThrottleRule = { kind: 'window', max: 120, windowMs: 60_000 };

/** The counter after one more attempt that counts as failed until it turns out right. */
export function afterAttempt(row: ThrottleRow, rule: ThrottleRule, now: Date): ThrottleRow {
  const sinceMs = now.getTime() - row.lastFailureAt.getTime();
  if (rule.kind === 'window') {
    const isNew = row.failures === 0 || sinceMs >= rule.windowMs || sinceMs < 0;
    const began = isNew ? now : row.lastFailureAt;
    const failures = isNew ? 1 : row.failures + 1;
    const end = new Date(began.getTime() + rule.windowMs);
    return { failures, blockedUntil: failures >= rule.max ? end : null, lastFailureAt: began };
  }
  const failures = (sinceMs >= rule.forgetAfterMs ? 0 : row.failures) + 1;
  const delayMs = delayAfter(failures, rule);
  return { failures, blockedUntil: delayMs === 0 ? null : new Date(now.getTime() + delayMs), lastFailureAt: now };
}

/** How long after so many failures in a row the next attempt has to wait. */
export function delayAfter(failures: number, rule: Extract<ThrottleRule, { kind: 'growing' }>): number {
  const { free, delayFirstMs = 1000, delayMaxMs } = rule;
  // Powers beyond 2^30 are far over every limit.
  return failures <= free ? 0 : Math.min(delayMaxMs, delayFirstMs * 2 ** Math.min(30, failures - free - 1));
}

/** The counter after an attempt that turned out right, or was not made after all. */
export function givenBack(row: ThrottleRow): ThrottleRow {
  return { ...row, failures: Math.max(0, row.failures - 1), blockedUntil: null };
}

/** Whether a success takes its attempt out of the counter. Not when others failed there so often that everybody waits. */
export function isForgiving(row: ThrottleRow, rule: ThrottleRule): boolean {
  return rule.kind === 'window' ? row.failures < rule.max : row.failures - 1 <= rule.free;
}
