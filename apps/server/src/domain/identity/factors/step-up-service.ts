/** Proving once more who it is, before a sensitive change. Counts for minutes, for this session. */
import type { Transactions } from '../../transactions/ports.ts';
import type { ClientFacts, PasswordDoor, SessionService } from '../ports.ts';
import { factorCount, requireAccount } from './methods.ts';
import type { PasskeyChallenges } from './passkey-challenges.ts';
import type { FactorRepository, PasskeyResponse } from './ports.ts';
import { type ProofDoor, proofRefused } from './proof-door.ts';
import type { Proof, Proofs } from './proofs.ts';

export type StepUpProof =
  | { readonly method: 'password'; readonly password: string }
  | { readonly method: 'totp' | 'recovery-code'; readonly code: string }
  | { readonly method: 'passkey'; readonly challengeId: string; readonly response: PasskeyResponse };

export interface StepUpService {
  /**
   * A password is enough only where there is no second factor: whoever stole a session may have the password as well.
   *
   * @returns until when sensitive changes need nothing more.
   * @throws ProblemError `sign-in-refused`, `rate-limited`, `permission-denied` for the demo user
   */
  confirm(
    actor: { readonly userId: string; readonly sessionId: string },
    proof: StepUpProof,
    client: ClientFacts,
  ): Promise<Date>;
}

export interface StepUpParts {
  readonly factors: FactorRepository;
  readonly passkeyChallenges: PasskeyChallenges;
  readonly passwords: Pick<PasswordDoor, 'matches'>;
  readonly sessions: Pick<SessionService, 'confirm'>;
  readonly door: ProofDoor;
  readonly proofs: Proofs;
  readonly transactions: Transactions;
}

const refusedAction = 'session.confirmation-refused';
const needsFactor = 'This account has a second factor: confirm with it, or with a recovery code.';

export function createStepUpService(parts: StepUpParts): StepUpService {
  const { factors, passwords, door, proofs, passkeyChallenges, sessions, transactions } = parts;

  const confirmed = (userId: string, sessionId: string, method: string): Promise<Date> => {
    transactions.record({
      action: 'session.confirmed',
      entity: { type: 'session', id: sessionId },
      ownerId: userId,
      after: { method },
    });
    return sessions.confirm(sessionId);
  };

  const proofOf = async (proof: Exclude<StepUpProof, { method: 'password' }>): Promise<Proof> => {
    if (proof.method !== 'passkey') return proof;
    const taken = await passkeyChallenges.take('passkey-sign-in', proof.challengeId);
    // One for the second step of a sign-in is for that sign-in.
    const isOurs = taken !== null && taken.secondFactor === null;
    return { method: 'passkey', answer: isOurs ? await passkeyChallenges.answerOf(taken, proof.response) : null };
  };

  const refuse = async (userId: string, reason: string, detail: string): Promise<never> => {
    await door.recordRefusal(refusedAction, reason, userId);
    throw proofRefused(detail);
  };

  return {
    async confirm({ userId, sessionId }, proof, client) {
      const account = requireAccount(await transactions.asSystem(() => factors.find(userId)));
      if (proof.method !== 'password') {
        const checked = await proofOf(proof);
        return door.pass(
          { userId, place: { kind: 'session' }, refusedAction },
          async (locked, transaction, attempted) => {
            await proofs.take(locked, checked, transaction);
            await attempted.giveBack(transaction);
            return confirmed(userId, sessionId, proof.method);
          },
        );
      }
      if (factorCount(account) > 0) return refuse(userId, 'password-is-not-enough', needsFactor);
      if (!(await passwords.matches(userId, proof.password, client)))
        return refuse(userId, 'password-wrong', 'This is not the password of the account. Capitals and spaces count.');
      const until = await transactions.asSystem(() =>
        transactions.run(async (transaction) => {
          const locked = requireAccount(await factors.lock(userId, transaction));
          return factorCount(locked) > 0 ? null : confirmed(userId, sessionId, proof.method);
        }),
      );
      // Somebody added a factor while the password was checked.
      return until ?? refuse(userId, 'password-is-not-enough', needsFactor);
    },
  };
}
