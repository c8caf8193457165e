/** What adding a factor does besides: the first one brings recovery codes, and gives a session that waited for it its rights. */

import { ProblemError } from '../../../core/errors.ts';
import type { UserActor } from '../../../core/request-context.ts';
import type { BlindIndex } from '../../cryptography/ports.ts';
import type { Transaction } from '../../transactions/ports.ts';
import type { SessionService } from '../ports.ts';
import { factorCount, requireAccount } from './methods.ts';
import type { FactorAccount, RecoveryCodeRepository } from './ports.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';

export type FactorActor = Pick<UserActor, 'userId' | 'sessionId' | 'assurance'>;

export interface RecoveryParts {
  readonly recoveryCodes: RecoveryCodeRepository;
  readonly blindIndex: BlindIndex;
  readonly createId: () => string;
}

/** New codes in the place of the old. */
export async function renewRecoveryCodes(
  { recoveryCodes, blindIndex, createId }: RecoveryParts,
  userId: string,
  transaction: Transaction,
): Promise<string[]> {
  const codes = newRecoveryCodes();
  const stored = codes.map((code) => ({ id: createId(), codeHash: recoveryCodeHash(blindIndex, userId, code) }));
  await recoveryCodes.replace(userId, stored, transaction);
  return codes;
}

/**
 * After a factor was stored; `before` is the account without it.
 *
 * @returns the recovery codes, which are shown this once; empty when the account had a factor already.
 */
export async function afterFactorAdded(
  parts: RecoveryParts & { readonly sessions: Pick<SessionService, 'raiseAssurance'> },
  actor: FactorActor,
  before: FactorAccount,
  transaction: Transaction,
): Promise<string[]> {
  if (factorCount(before) > 0) return [];
  const codes = await renewRecoveryCodes(parts, actor.userId, transaction);
  if (actor.assurance === 'enrolment') await parts.sessions.raiseAssurance(actor.sessionId);
  return codes;
}

/**
 * A session that was opened by the password alone sets up the first factor and nothing after it: otherwise a stolen password
 * would add a factor of its own beside the owner's.
 */
export function requireMayEnrol(actor: FactorActor, found: FactorAccount | null): FactorAccount {
  const account = requireAccount(found);
  if (actor.assurance === 'full' || factorCount(account) === 0) return account;
  const detail = 'This account has got a second factor since this session began. Sign in again, with that factor.';
  throw new ProblemError('state-conflict', detail);
}

/** @throws ProblemError `state-conflict` when this is the last factor and the account may not be without one. */
export function requireMayRemove(account: FactorAccount, roleNeedsFactor: boolean): void {
  if (factorCount(account) > 1) return;
  if (roleNeedsFactor) {
    const detail = `The role ${account.role} needs a second factor, and this is the last one. Add another one first.`;
    throw new ProblemError('state-conflict', detail);
  }
  if (account.passwordStandsAlone) return;
  const detail =
    'Without a second factor the password needs at least 15 characters, and yours is shorter. Change the password first, or add another factor.';
  throw new ProblemError('state-conflict', detail);
}
