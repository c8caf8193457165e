/** The ways to prove who it is besides the password, each used up by being taken. */
import type { Clock } from '../../../core/clock.ts';
import type { BlindIndex, FieldCipher, Totp } from '../../cryptography/ports.ts';
import type { Transaction, Transactions } from '../../transactions/ports.ts';
import type {
  FactorAccount,
  FactorRepository,
  PasskeyRepository,
  PasskeyUse,
  RecoveryCodeRepository,
  StoredPasskey,
} from './ports.ts';
import { ProofRefused } from './proof-door.ts';
import { recoveryCodeHash } from './recovery-codes.ts';

/** A passkey's answer to a challenge: signed, but not yet known to be of this account or to be new. */
export interface PasskeyAnswer {
  readonly passkey: StoredPasskey;
  readonly use: PasskeyUse;
}

export type Proof =
  | { readonly method: 'totp'; readonly code: string }
  | { readonly method: 'recovery-code'; readonly code: string }
  | { readonly method: 'passkey'; readonly answer: PasskeyAnswer | null };

export interface Proofs {
  /**
   * Uses the proof up. Inside of the transaction of what it is for.
   *
   * @throws ProofRefused
   */
  take(account: FactorAccount, proof: Proof, transaction: Transaction): Promise<void>;
}

export interface ProofParts {
  readonly factors: FactorRepository;
  readonly recoveryCodes: RecoveryCodeRepository;
  readonly passkeys: PasskeyRepository;
  readonly transactions: Transactions;
  readonly cipher: FieldCipher;
  readonly blindIndex: BlindIndex;
  readonly totp: Totp;
  readonly clock: Clock;
}

export function createProofs(parts: ProofParts): Proofs {
  return {
    async take(account, proof, transaction) {
      if (proof.method === 'totp') await takeTotp(parts, account, proof.code, transaction);
      else if (proof.method === 'recovery-code') await takeRecoveryCode(parts, account, proof.code, transaction);
      else await takePasskey(parts, account, proof.answer, transaction);
    },
  };
}

export const totpSecretPlace = (userId: string) =>
  ({ table: 'accounts', column: 'totp_secret_sealed', row: userId }) as const;

async function takeTotp(
  { factors, cipher, totp, clock }: ProofParts,
  { userId, totp: stored }: FactorAccount,
  code: string,
  transaction: Transaction,
): Promise<void> {
  if (stored?.confirmedAt == null) throw new ProofRefused('totp-not-set-up');
  const step = totp.matchingStep(cipher.open(totpSecretPlace(userId), stored.secretSealed), code, clock.now());
  if (step === null) throw new ProofRefused('code-wrong');
  if (!(await factors.takeTotpStep(userId, stored.secretSealed, step, transaction)))
    throw new ProofRefused('code-used');
}

async function takeRecoveryCode(
  { recoveryCodes, blindIndex, clock, transactions }: ProofParts,
  { userId, recoveryCodesLeft }: FactorAccount,
  code: string,
  transaction: Transaction,
): Promise<void> {
  const hash = recoveryCodeHash(blindIndex, userId, code);
  if (!(await recoveryCodes.use(userId, hash, clock.now(), transaction))) throw new ProofRefused('code-wrong');
  transactions.record({
    action: 'recovery-code.used',
    entity: { type: 'account', id: userId },
    actorId: userId,
    ownerId: userId,
    before: { recoveryCodesLeft },
    after: { recoveryCodesLeft: recoveryCodesLeft - 1 },
  });
}

async function takePasskey(
  { passkeys, clock }: ProofParts,
  { userId }: FactorAccount,
  answer: PasskeyAnswer | null,
  transaction: Transaction,
): Promise<void> {
  if (answer === null || answer.passkey.userId !== userId) throw new ProofRefused('passkey-refused');
  const use = { ...answer.use, at: clock.now() };
  const isNew = await passkeys.advanceCounter(answer.passkey.id, use, transaction);
  if (!isNew) throw new ProofRefused('passkey-counter-regressed');
}
