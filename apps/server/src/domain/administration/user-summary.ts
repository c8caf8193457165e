/** A user as administrators see it, and as the audit trail keeps it. */
import type { SecondFactorMethod, UserSummary } from '@riskoptimizer/contracts';
import { maskEmail } from '../audit/ports.ts';
import type { FieldCipher } from '../cryptography/ports.ts';
import type { AdministeredUser } from './ports.ts';

export function emailOf({ id, account }: AdministeredUser, cipher: FieldCipher): string | null {
  if (account === null) return null;
  return cipher.open({ table: 'accounts', column: 'email_sealed', row: id }, account.emailSealed);
}

/** @param throttledUntil Until when attempts with the password are delayed. */
export function summaryOf(user: AdministeredUser, email: string | null, throttledUntil: Date | null): UserSummary {
  const { id, displayName, role, status, isDemo, sessionCount, apiKeyCount, shareCount, account } = user;
  const { delayedAt, tokenReplayedAt } = user;
  const lockedUntil = later(throttledUntil, account?.factorBlockedUntil ?? null);
  return {
    id,
    email,
    displayName,
    role,
    status,
    isDemo,
    factors: factorsOf(user),
    sessionCount,
    apiKeyCount,
    shareCount,
    lockedUntil: lockedUntil?.toISOString() ?? null,
    delayedAt: delayedAt?.toISOString() ?? null,
    tokenReplayedAt: tokenReplayedAt?.toISOString() ?? null,
    lastSignedInAt: account?.lastSignedInAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
  };
}

export function factorsOf({ account, passkeyCount, recoveryCodesLeft }: AdministeredUser): SecondFactorMethod[] {
  return [
    ...(account?.hasTotp === true ? (['totp'] as const) : []),
    ...(passkeyCount > 0 ? (['passkey'] as const) : []),
    ...(recoveryCodesLeft > 0 ? (['recovery-code'] as const) : []),
  ];
}

/** Whole, and without what is personal. */
export function auditOf(user: AdministeredUser, email: string | null) {
  const { displayName, role, status, isDemo } = user;
  return {
    displayName,
    role,
    status,
    isDemo,
    email: email === null ? null : maskEmail(email),
    factors: factorsOf(user),
  };
}

function later(left: Date | null, right: Date | null): Date | null {
  if (left === null || right === null) return left ?? right;
  return left > right ? left : right;
}
