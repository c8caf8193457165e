/** What the second factors are stored in, and what checks a passkey. */
import type { Role } from '@riskoptimizer/contracts';
import type { Transaction } from '../../transactions/ports.ts';

/** An account as far as its factors go, with the state of its user. */
export interface FactorAccount {
  readonly userId: string;
  readonly role: Role;
  readonly displayName: string;
  readonly isActive: boolean;
  readonly emailSealed: string;
  readonly passwordStandsAlone: boolean;
  readonly passwordChangedAt: Date;
  /** `confirmedAt` is null while the secret waits for its first code. */
  readonly totp: { readonly secretSealed: string; readonly confirmedAt: Date | null } | null;
  readonly passkeyCount: number;
  readonly recoveryCodesLeft: number;
}

export interface AttemptState {
  readonly failures: number;
  readonly blockedUntil: Date | null;
}

export interface FactorRepository {
  /** Null for the demo user, who has no account. */
  find(userId: string): Promise<FactorAccount | null>;
  /** The same, with the account locked until the transaction ends: what depends on its factors happens one after the other. */
  lock(userId: string, transaction: Transaction): Promise<FactorAccount | null>;
  lockAttempts(userId: string, transaction: Transaction): Promise<AttemptState | null>;
  setAttempts(userId: string, state: AttemptState, transaction: Transaction): Promise<void>;
  /** Puts a secret that waits for its first code in the place of another such one. */
  storeTotpSecret(userId: string, secretSealed: string, transaction: Transaction): Promise<void>;
  confirmTotp(userId: string, now: Date, transaction: Transaction): Promise<void>;
  removeTotp(userId: string, transaction: Transaction): Promise<void>;
  /**
   * Uses up the step of a code, and all before it, in one statement: of codes that come at the same time one is taken.
   *
   * @returns whether this one was. False also when the secret is another one by now.
   */
  takeTotpStep(userId: string, secretSealed: string, step: number, transaction: Transaction): Promise<boolean>;
}

export interface RecoveryCodeRepository {
  /** In the place of all that there were. */
  replace(userId: string, codes: readonly { id: string; codeHash: string }[], transaction: Transaction): Promise<void>;
  /** Uses the code up, in one statement. @returns whether it was there and unused. */
  use(userId: string, codeHash: string, now: Date, transaction: Transaction): Promise<boolean>;
  deleteAll(userId: string, transaction: Transaction): Promise<void>;
}

export interface StoredPasskey {
  readonly id: string;
  readonly userId: string;
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly signatureCounter: number;
  readonly transports: readonly string[];
  readonly backedUp: boolean;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface PasskeyRepository {
  /** @returns false when the credential is stored already, whoever it belongs to. */
  insert(passkey: StoredPasskey, transaction: Transaction): Promise<boolean>;
  list(userId: string): Promise<readonly StoredPasskey[]>;
  findByCredential(credentialId: string): Promise<StoredPasskey | null>;
  /** @returns the passkey as it was, or null when the user has none of that id. */
  delete(userId: string, passkeyId: string, transaction: Transaction): Promise<StoredPasskey | null>;
  /**
   * Writes the counter of a use, in one statement, if it moved forward; authenticators that do not count always say 0.
   *
   * @returns false when it did not: the passkey was copied, or the answer was used before.
   */
  advanceCounter(
    passkeyId: string,
    use: { readonly counter: number; readonly backedUp: boolean; readonly at: Date },
    transaction: Transaction,
  ): Promise<boolean>;
}

export type ChallengePurpose = 'second-factor' | 'passkey-sign-in' | 'passkey-registration';

export interface StoredChallenge {
  readonly tokenHash: Buffer;
  readonly purpose: ChallengePurpose;
  /** Null when a passkey will say who it is. */
  readonly userId: string | null;
  readonly content: unknown;
  readonly expiresAt: Date;
}

export interface ChallengeRepository {
  insert(challenge: StoredChallenge): Promise<void>;
  /** Neither used nor expired. */
  find(tokenHash: Buffer, purpose: ChallengePurpose, now: Date): Promise<StoredChallenge | null>;
  /** Uses it up, in one statement. @returns null when it is unknown, used or expired. */
  use(tokenHash: Buffer, purpose: ChallengePurpose, now: Date): Promise<StoredChallenge | null>;
}

/** Where a passkey is used: the page's origin, and the domain that the passkey is bound to. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** What a browser hands over from an authenticator, as JSON; nothing of it is believed before it was checked. */
export type PasskeyResponse = Readonly<Record<string, unknown>>;

export interface NewPasskey {
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly signatureCounter: number;
  readonly transports: readonly string[];
  readonly backedUp: boolean;
}

export interface PasskeyUse {
  readonly counter: number;
  readonly backedUp: boolean;
}

export type PasskeyOptions = Readonly<Record<string, unknown>>;

/** WebAuthn level 3: makes the options for `navigator.credentials` and checks what comes back. */
export interface PasskeyProtocol {
  registrationOptions(
    party: RelyingParty,
    user: { readonly id: string; readonly name: string; readonly displayName: string },
    present: readonly StoredPasskey[],
    challenge: string,
  ): Promise<PasskeyOptions>;
  /** @returns null for everything that is not a passkey made for this challenge, here, by a person. */
  verifyRegistration(response: PasskeyResponse, party: RelyingParty, challenge: string): Promise<NewPasskey | null>;
  /** @param allowed Empty lets any passkey of this domain answer. */
  signInOptions(party: RelyingParty, allowed: readonly StoredPasskey[], challenge: string): Promise<PasskeyOptions>;
  /** @returns null for everything that was not signed by this passkey for this challenge, here, by a person. */
  verifyUse(
    response: PasskeyResponse,
    party: RelyingParty,
    challenge: string,
    passkey: StoredPasskey,
  ): Promise<PasskeyUse | null>;
}
