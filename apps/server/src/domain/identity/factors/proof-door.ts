/**
 * The one door that codes and passkeys of an account are tried at, whoever asks for them: counted before they are looked at,
 * one after the other, and every refusal audited with the same answer for all reasons.
 */
import { ProblemError } from '../../../core/errors.ts';
import type { Transaction, Transactions } from '../../transactions/ports.ts';
import type { Attempts, ProofPlace, Try } from './attempts.ts';
import type { FactorAccount, FactorRepository } from './ports.ts';

/** Undoes what the transaction did so far. The reason is for the audit trail; the answer does not tell it. */
export class ProofRefused extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`The proof was refused: ${reason}.`);
    this.name = 'ProofRefused';
    this.reason = reason;
  }
}

export interface ProofAttempt {
  readonly userId: string;
  readonly place: ProofPlace;
  /** How the audit trail names a refusal here. */
  readonly refusedAction: string;
  /** Where a wrong proof is a wrong field of a form rather than a refused sign-in. */
  readonly refusal?: () => ProblemError;
}

export interface ProofDoor {
  /**
   * Runs the work in a transaction with the account locked. The work throws ProofRefused for a proof that is not good, and
   * gives the try back for one that is.
   *
   * @throws ProblemError `rate-limited` when too many were wrong before, `sign-in-refused` when this one is.
   */
  pass<Result>(
    attempt: ProofAttempt,
    work: (account: FactorAccount, transaction: Transaction, attempted: Try) => Promise<Result>,
  ): Promise<Result>;
  /** Audits a refusal that came before an account was known. */
  recordRefusal(action: string, reason: string, userId?: string): Promise<void>;
}

export function createProofDoor(parts: {
  readonly attempts: Attempts;
  readonly factors: FactorRepository;
  readonly transactions: Transactions;
}): ProofDoor {
  const { attempts, factors, transactions } = parts;

  const recordRefusal = (action: string, reason: string, userId?: string) =>
    transactions.apart(() =>
      transactions.asSystem(() =>
        transactions.run(async () => {
          transactions.record({
            action,
            entity: { type: 'account', id: userId ?? null },
            ...(userId === undefined ? {} : { ownerId: userId }),
            result: 'refused',
            reason,
          });
        }),
      ),
    );

  return {
    recordRefusal,
    async pass({ userId, place, refusedAction, refusal }, work) {
      let attempted: Try;
      try {
        attempted = await attempts.reserve(userId, place);
      } catch (error) {
        if (error instanceof ProblemError && error.code === 'rate-limited')
          await recordRefusal(refusedAction, 'too-many-failures', userId);
        throw error;
      }
      try {
        return await transactions.asSystem(() =>
          transactions.run(async (transaction) => {
            const account = await factors.lock(userId, transaction);
            if (account === null || !account.isActive) throw new ProofRefused('account-not-active');
            return work(account, transaction, attempted);
          }),
        );
      } catch (error) {
        if (!(error instanceof ProofRefused)) throw error;
        await recordRefusal(refusedAction, error.reason, userId);
        throw refusal === undefined ? proofRefused() : refusal();
      }
    },
  };
}

const refusedDetail =
  'This was not accepted: the code or passkey is not the right one, was used before, or came too late. Try again with a new one.';

/** The same words for a wrong code, a used one, a late one, a passkey of somebody else, and an account that was disabled. */
export function proofRefused(detail: string = refusedDetail): ProblemError {
  return new ProblemError('sign-in-refused', detail);
}
