/** The one sentence about the safety of an account: what is unusual first, then what is missing, then what is normal. */
import type { AuditEntrySummary, Factors } from '@riskoptimizer/contracts';
import { dateMedium, plural } from '../../platform/format.ts';
import { daysSince } from '../../platform/instants.ts';

export const unusualDays = 30;
/** A few mistyped passwords happen to everybody. */
const refusedMany = 5;
const recoveryCodesFew = 3;

const refusals: ReadonlySet<string> = new Set(['session.sign-in-refused', 'session.second-factor-refused']);

export function isRefusedSignIn({ action }: Pick<AuditEntrySummary, 'action'>): boolean {
  return refusals.has(action);
}

interface SecurityState {
  /** Newest first. */
  readonly activity: readonly AuditEntrySummary[];
  readonly factors: Factors;
  readonly sessionCount: number;
}

export function securityVerdict(state: SecurityState, nowMs: number): string {
  const recent = state.activity.filter(({ recordedAt }) => daysSince(recordedAt, nowMs) < unusualDays);
  const warnings = [...unusual(recent), ...lacking(state.factors)];
  const normal = usual(recent, state.sessionCount);
  return warnings.length === 0 ? `Nothing unusual in ${unusualDays} days: ${normal}.` : warnings.join(' ');
}

function unusual(recent: readonly AuditEntrySummary[]): string[] {
  const replayed = recent.find(({ action }) => action === 'session.token-replayed');
  const refused = recent.filter(isRefusedSignIn);
  const found: string[] = [];
  if (replayed) {
    found.push(
      `A copied sign-in token was used on ${dateMedium(replayed.recordedAt)}, and that session was ended. Change your password if that was not you.`,
    );
  }
  if (refused.length >= refusedMany) {
    found.push(`${plural(refused.length, 'sign-in')} as you were refused in ${unusualDays} days.`);
  }
  return found;
}

function lacking({ totp, passkeys, recoveryCodesLeft }: Factors): string[] {
  if (totp === null && passkeys.length === 0) {
    return ['You have no second factor: whoever finds out your password can sign in as you.'];
  }
  if (recoveryCodesLeft === 0) return ['You have no recovery codes left: a lost phone would lock you out.'];
  if (recoveryCodesLeft < recoveryCodesFew) return [`You have ${plural(recoveryCodesLeft, 'recovery code')} left.`];
  return [];
}

function usual(recent: readonly AuditEntrySummary[], sessionCount: number): string {
  const signIns = recent.filter(({ action, result }) => action === 'session.signed-in' && result === 'success');
  const addresses = new Set(signIns.flatMap(({ address }) => address ?? []));
  const refused = recent.filter(isRefusedSignIn).length;
  const from = addresses.size === 0 ? '' : ` from ${plural(addresses.size, 'address', 'addresses')}`;
  const refusedToo = refused === 0 ? '' : `, ${refused} refused`;
  return `${plural(signIns.length, 'sign-in')}${from}${refusedToo}, ${plural(sessionCount, 'session')} open now`;
}
