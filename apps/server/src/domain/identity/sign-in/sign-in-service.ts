/** Signing in with an e-mail address and a password. What was wrong is told to the audit trail only. */
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/logging.ts';
import { maskEmail } from '../../audit/ports.ts';
import type { BlindIndex, PasswordHasher } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { AccountRepository, StoredAccount } from '../accounts/ports.ts';
import { emailIndexOf } from '../email-address.ts';
import type { Attempt, SignInDoor } from '../passwords/password-door.ts';
import type {
  ClientFacts,
  SecondFactorChallenge,
  SecondFactors,
  SessionService,
  SettingsService,
  StartedSession,
} from '../ports.ts';
import { assuranceOf } from './assurance.ts';

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly started: StartedSession }
  | { readonly kind: 'second-factor'; readonly challenge: SecondFactorChallenge };

export interface SignInService {
  /** @throws ProblemError `sign-in-refused` for whatever is wrong, `rate-limited` after too many of those. */
  signIn(credentials: { email: string; password: string }, client: ClientFacts): Promise<SignInOutcome>;
}

export interface SignInParts {
  readonly accounts: AccountRepository;
  readonly sessions: Pick<SessionService, 'start'>;
  readonly factors: SecondFactors;
  readonly settings: SettingsService;
  readonly door: SignInDoor;
  readonly hasher: PasswordHasher;
  readonly index: BlindIndex;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createSignInService(parts: SignInParts): SignInService {
  const { accounts, door, index, transactions } = parts;
  return {
    async signIn({ email, password }, client) {
      const emailIndex = emailIndexOf(index, email);
      const account = await transactions.asSystem(() => accounts.findByEmailIndex(emailIndex));
      const attempt = await door.attempt(account, emailIndex, password, client);
      if (account === null || !attempt.matches) {
        await recordRefusal(parts, email, account, attempt);
        throw signInRefused();
      }
      if (attempt.needsRehash) await rehash(parts, account, password);
      return goOn(parts, account, client);
    },
  };
}

/** The account may have changed since its password was checked: it is held until the session or the challenge stands. */
async function goOn(parts: SignInParts, checked: StoredAccount, client: ClientFacts): Promise<SignInOutcome> {
  const { accounts, sessions, factors, settings, transactions } = parts;
  return transactions.asSystem(() =>
    transactions.run(async () => {
      const account = await accounts.lock(checked.userId);
      const isSame = account?.passwordChangedAt.getTime() === checked.passwordChangedAt.getTime();
      if (account === null || account.status !== 'active' || !isSame) throw signInRefused();
      const { userId } = account;
      const methods = await factors.methodsOf(userId);
      if (methods.length > 0) return { kind: 'second-factor', challenge: await factors.beginSecondFactor(userId) };
      const assurance = assuranceOf(account, methods, await settings.get());
      return { kind: 'signed-in', started: await sessions.start({ ...client, userId, assurance, confirmed: true }) };
    }),
  );
}

/** A sign-in goes on without it: the next one tries again. */
async function rehash({ accounts, hasher, transactions, log }: SignInParts, account: StoredAccount, password: string) {
  try {
    const renewed = await hasher.hash(password);
    await transactions.asSystem(() => accounts.rehash(account.userId, account.passwordHash, renewed));
  } catch (error) {
    log.warn({ err: error }, 'A password could not be hashed anew.');
  }
}

async function recordRefusal(
  { transactions, clock }: SignInParts,
  email: string,
  account: StoredAccount | null,
  { delayedUntil }: Attempt,
): Promise<void> {
  const isDelayed = delayedUntil !== null && delayedUntil > clock.now();
  await transactions.asSystem(() =>
    transactions.run(async () => {
      transactions.record({
        action: 'session.sign-in-refused',
        entity: { type: 'account', id: account?.userId ?? null },
        ...(account === null ? {} : { ownerId: account.userId }),
        after: { email: maskEmail(email), delayedUntil: isDelayed ? delayedUntil.toISOString() : null },
        result: 'failed',
        reason: reasonOf(account),
      });
    }),
  );
}

function reasonOf(account: StoredAccount | null): string {
  if (account === null) return 'account-unknown';
  return account.status === 'active' ? 'password-wrong' : `account-${account.status}`;
}

/** The same words whatever was wrong. */
function signInRefused(): ProblemError {
  const detail = 'The e-mail address or the password is not right. Check both, or reset the password.';
  return new ProblemError('sign-in-refused', detail);
}
