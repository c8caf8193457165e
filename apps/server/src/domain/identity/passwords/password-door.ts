/** The one door that passwords are tried at: counted before they are hashed, whoever asks. */
import { ProblemError } from '../../../core/errors.ts';
import type { PasswordHasher, PasswordVerdict } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { AccountRepository, StoredAccount } from '../accounts/ports.ts';
import type { KnownDevices } from '../devices/ports.ts';
import { passwordCharactersMin, passwordRefusals } from '../password-policy.ts';
import type { ClientFacts, PasswordDoor } from '../ports.ts';
import type { Claim, Throttle } from '../throttling/throttle.ts';

export interface Attempt extends PasswordVerdict {
  /** Until when the next attempt from such a device has to wait; null for a right one. */
  readonly delayedUntil: Date | null;
}

export interface SignInDoor extends PasswordDoor {
  /**
   * Tries a password on an account, or on none at all, which takes as long.
   *
   * @throws ProblemError `rate-limited` before anything is hashed.
   */
  attempt(
    account: StoredAccount | null,
    emailIndex: string,
    password: string,
    client: Pick<ClientFacts, 'address' | 'deviceToken'>,
  ): Promise<Attempt>;
}

export interface PasswordDoorParts {
  readonly accounts: Pick<AccountRepository, 'find'>;
  readonly devices: Pick<KnownDevices, 'keyOf'>;
  readonly throttle: Throttle;
  readonly hasher: PasswordHasher;
  readonly transactions: Transactions;
}

const nobody = '00000000-0000-0000-0000-000000000000';

export function createPasswordDoor(parts: PasswordDoorParts): SignInDoor {
  const { accounts, devices, throttle, hasher, transactions } = parts;

  const attempt: SignInDoor['attempt'] = async (account, emailIndex, password, { address, deviceToken }) => {
    // Asked for nobody as well, so that time does not tell the two apart.
    const deviceKey = await transactions.asSystem(() => devices.keyOf(account?.userId ?? nobody, deviceToken));
    const claim = await throttle.claim({ emailIndex, deviceKey, address });
    const verdict = await verify(account, password, claim);
    if (!verdict.matches) return { ...verdict, delayedUntil: claim.delayedUntil };
    await throttle.succeed(claim);
    return { ...verdict, delayedUntil: null };
  };

  const verify = async (account: StoredAccount | null, password: string, claim: Claim): Promise<PasswordVerdict> => {
    try {
      // An account that is not active answers like one that does not exist, its password right or wrong.
      if (account !== null && account.status === 'active') return await hasher.verify(password, account.passwordHash);
      await hasher.verifyNothing(password);
      return { matches: false, needsRehash: false };
    } catch (error) {
      // The queue of passwords to hash is full: nothing was tried.
      await throttle.withdraw(claim);
      throw error;
    }
  };

  return {
    attempt,
    async matches(userId, password, client) {
      const account = await transactions.asSystem(() => accounts.find(userId));
      if (account === null) return false;
      return (await attempt(account, account.emailIndex, password, client)).matches;
    },
    async prepare(password, { email, displayName, hasSecondFactor }) {
      const refusals = await passwordRefusals(password, { secondFactor: hasSecondFactor, email, displayName });
      if (refusals.length > 0) throw passwordRefused(refusals);
      const passwordStandsAlone = [...password.normalize('NFKC')].length >= passwordCharactersMin.alone;
      return { passwordHash: await hasher.hash(password), passwordStandsAlone };
    },
  };
}

function passwordRefused(refusals: readonly string[]): ProblemError {
  return new ProblemError('password-refused', `This password cannot be used. ${refusals.join(' ')}`, {
    errors: refusals.map((message) => ({ field: '/password', message })),
  });
}
