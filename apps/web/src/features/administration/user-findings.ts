/** What an administrator should know about the users: said in a sentence, and marked in the table. */
import type { UserSummary } from '@riskoptimizer/contracts';
import { count, plural } from '../../platform/format.ts';
import { daysSince } from '../../platform/instants.ts';

export const dormantDays = 90;

export const findings = ['no-factor', 'replayed', 'locked', 'delayed', 'dormant', 'disabled', 'pending'] as const;
export type Finding = (typeof findings)[number];

export const findingWords: Record<Finding, string> = {
  'no-factor': 'administrator without a second factor',
  replayed: 'a copy of a sign-in token was used in the last days',
  locked: 'sign-in is delayed',
  delayed: 'sign-in was delayed in the last days',
  dormant: `no sign-in for ${dormantDays} days`,
  disabled: 'disabled',
  pending: 'e-mail address not confirmed',
};

export function findingsOf(user: UserSummary, nowMs: number): readonly Finding[] {
  const { role, status, isDemo, lockedUntil, delayedAt, tokenReplayedAt, lastSignedInAt, createdAt } = user;
  const isActive = status === 'active' && !isDemo;
  const found: Finding[] = [];
  if (isActive && role === 'admin' && !hasSecondFactor(user)) found.push('no-factor');
  if (tokenReplayedAt !== null) found.push('replayed');
  if (lockedUntil !== null && Date.parse(lockedUntil) > nowMs) found.push('locked');
  else if (delayedAt !== null) found.push('delayed');
  if (isActive && daysSince(lastSignedInAt ?? createdAt, nowMs) > dormantDays) found.push('dormant');
  if (status !== 'active') found.push(status);
  return found;
}

/** Recovery codes alone are none: they are what is left when the factor is lost. */
export function hasSecondFactor({ factors }: Pick<UserSummary, 'factors'>): boolean {
  return factors.includes('totp') || factors.includes('passkey');
}

const sayings: readonly [finding: Finding, one: string, many: string][] = [
  ['no-factor', 'administrator has no second factor', 'administrators have no second factor'],
  ['replayed', 'user had a copy of a sign-in token used', 'users had copies of sign-in tokens used'],
  ['locked', 'user is locked out by failed sign-ins', 'users are locked out by failed sign-ins'],
  [
    'delayed',
    'user was locked out by failed sign-ins in the last days',
    'users were locked out by failed sign-ins in the last days',
  ],
  ['dormant', `has not signed in for ${dormantDays} days`, `have not signed in for ${dormantDays} days`],
];

const factorWords = { totp: 'authenticator app', passkey: 'passkey', 'recovery-code': 'recovery codes' } as const;

/** The second factors of a user in words; `none` where there are at best recovery codes. */
export function factorsInWords(user: Pick<UserSummary, 'factors'>): string {
  return hasSecondFactor(user) ? user.factors.map((factor) => factorWords[factor]).join(', ') : 'none';
}

/** What needs an administrator first; when there is nothing, how many may do what. */
export function administrationVerdict(users: readonly UserSummary[], nowMs: number): string {
  const all = users.flatMap((user) => findingsOf(user, nowMs));
  const warnings = sayings.flatMap(([finding, one, many]) => {
    const number = all.filter((found) => found === finding).length;
    return number === 0 ? [] : `${numberWord(number)} ${number === 1 ? one : many}`;
  });
  const people = users.filter(({ isDemo }) => !isDemo);
  if (warnings.length > 0) return `${capital(warnings.join(', '))}.`;
  const administrators = people.filter(({ role, status }) => role === 'admin' && status === 'active').length;
  return `Nothing needs you: ${plural(people.length, 'user')}, ${plural(administrators, 'administrator')}, every one of them with a second factor.`;
}

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

function numberWord(value: number): string {
  return small[value] ?? count(value);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
