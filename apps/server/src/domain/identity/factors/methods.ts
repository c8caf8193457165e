/** Which factors an account has, and what follows from it. */
import type { SecondFactorMethod } from '@riskoptimizer/contracts';
import { ProblemError } from '../../../core/errors.ts';
import type { FactorAccount } from './ports.ts';

/** Recovery codes stand in for a factor, they are none: without one they open nothing. */
export function methodsOf(account: FactorAccount | null): SecondFactorMethod[] {
  if (account === null || factorCount(account) === 0) return [];
  return [
    ...(account.totp?.confirmedAt == null ? [] : (['totp'] as const)),
    ...(account.passkeyCount === 0 ? [] : (['passkey'] as const)),
    ...(account.recoveryCodesLeft === 0 ? [] : (['recovery-code'] as const)),
  ];
}

/** The authenticator app, and each passkey. */
export function factorCount({ totp, passkeyCount }: FactorAccount): number {
  return (totp?.confirmedAt == null ? 0 : 1) + passkeyCount;
}

/** @throws ProblemError `permission-denied` for the demo user, who signs in with nothing. */
export function requireAccount<Account>(account: Account | null): Account {
  if (account !== null) return account;
  const detail =
    'The demo user has no account: no password, no e-mail address, nothing to protect. Make an account first.';
  throw new ProblemError('permission-denied', detail);
}
