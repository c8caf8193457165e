/**
 * A new password for somebody who lost it, by a link to the mailbox of the account. It replaces the password and nothing else:
 * the second factor is asked for as ever, and every session ends.
 */
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { BlindIndex, RandomTokens } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { AccountRepository, OneTimeTokenRepository, StoredAccount } from '../accounts/ports.ts';
import type { ApiKeyRevocation } from '../api-keys/api-key-revocation.ts';
import type { KnownDevices } from '../devices/ports.ts';
import { emailIndexOf } from '../email-address.ts';
import type { Links } from '../mail/links.ts';
import { passwordChangedMail, passwordResetMail } from '../mail/messages.ts';
import type { Mail, PasswordDoor, SecondFactors, SessionService } from '../ports.ts';
import type { ThrottleRule } from '../throttling/rules.ts';
import type { Throttle } from '../throttling/throttle.ts';

export interface PasswordResetService {
  /** Answers at once and does the rest later, so that neither the answer nor its time tells whether there is an account. */
  request(email: string): void;
  /** A link for a person that an administrator stands beside. @returns null when there is no such active account. */
  createLink(email: string): Promise<string | null>;
  /** @throws ProblemError `sign-in-refused` for a token that does not work, `password-refused`. */
  complete(token: string, password: string): Promise<void>;
}

export interface PasswordResetParts {
  readonly accounts: AccountRepository;
  readonly links: OneTimeTokenRepository;
  readonly devices: Pick<KnownDevices, 'keysOf'>;
  readonly sessions: Pick<SessionService, 'endSessions'>;
  readonly apiKeyRevocation: ApiKeyRevocation;
  readonly factors: Pick<SecondFactors, 'methodsOf'>;
  readonly door: Pick<PasswordDoor, 'prepare'>;
  readonly throttle: Pick<Throttle, 'take' | 'clear'>;
  readonly tokens: RandomTokens;
  readonly index: BlindIndex;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly linkTo: Links;
  readonly inBackground: (what: string, work: () => Promise<void>) => void;
  readonly sendMail: (mail: Mail) => Promise<void>;
}

const tokenLifeMs = 30 * 60_000;
/** Mails to one address that anybody may cause. */
const mailRule: ThrottleRule = { kind: 'window', max: 3, windowMs: 3_600_000 };

export function createPasswordResetService(parts: PasswordResetParts): PasswordResetService {
  const { accounts, links, door, tokens, index, transactions, clock } = parts;

  const createLinkFor = async (account: StoredAccount): Promise<string> => {
    const token = tokens.create();
    const now = clock.now();
    await transactions.asSystem(() =>
      transactions.run(async () => {
        const expiresAt = new Date(now.getTime() + tokenLifeMs);
        const tokenHash = tokens.digest(token);
        await links.insert({ tokenHash, purpose: 'password-reset', userId: account.userId, createdAt: now, expiresAt });
        transactions.record({
          action: 'password.reset-requested',
          entity: { type: 'account', id: account.userId },
          ownerId: account.userId,
        });
      }),
    );
    return parts.linkTo.resetPassword(token);
  };

  const findActive = async (emailIndex: string) => {
    const account = await transactions.asSystem(() => accounts.findByEmailIndex(emailIndex));
    return account?.status === 'active' ? account : null;
  };

  return {
    request(email) {
      parts.inBackground('password reset', async () => {
        const emailIndex = emailIndexOf(index, email);
        if (!(await parts.throttle.take('reset-mail', emailIndex, mailRule))) return;
        const account = await findActive(emailIndex);
        if (account === null) return;
        await parts.sendMail(passwordResetMail(account.email, await createLinkFor(account)));
      });
    },

    async createLink(email) {
      const account = await findActive(emailIndexOf(index, email));
      return account === null ? null : createLinkFor(account);
    },

    async complete(token, password) {
      const tokenHash = tokens.digest(token);
      const account = await transactions.asSystem(async () => {
        const found = await links.find(tokenHash, 'password-reset', clock.now());
        return found?.userId == null ? null : accounts.find(found.userId);
      });
      if (account === null || account.status !== 'active') throw linkRefused();
      const { email, displayName, userId } = account;
      const hasSecondFactor = (await parts.factors.methodsOf(userId)).length > 0;
      const prepared = await door.prepare(password, { email, displayName, hasSecondFactor });
      const revokedApiKeys = await replacePassword(parts, tokenHash, userId, prepared);
      const letter = passwordChangedMail(email, { endedSessions: true, revokedApiKeys });
      parts.inBackground('mail about a changed password', () => parts.sendMail(letter));
    },
  };
}

async function replacePassword(
  parts: PasswordResetParts,
  tokenHash: Buffer,
  userId: string,
  password: Awaited<ReturnType<PasswordDoor['prepare']>>,
): Promise<number> {
  const { accounts, links, devices, sessions, apiKeyRevocation, throttle, transactions, clock } = parts;
  return transactions.asSystem(() =>
    transactions.run(async () => {
      const now = clock.now();
      if ((await links.use(tokenHash, 'password-reset', now)) === null) throw linkRefused();
      const account = await accounts.lock(userId);
      if (account === null || account.status !== 'active') throw linkRefused();
      await links.voidAll('password-reset', userId, now);
      await accounts.setPassword(userId, password, now);
      await accounts.dropChallenges(userId);
      await sessions.endSessions(userId, 'password-changed');
      await throttle.clear(account.emailIndex, await devices.keysOf(userId));
      transactions.record({
        action: 'password.changed',
        entity: { type: 'account', id: userId },
        actorId: userId,
        ownerId: userId,
        reason: 'reset',
      });
      // Whoever has the mailbox back wants everybody else out, scripts too.
      return apiKeyRevocation.revokeAll(userId, 'password-reset');
    }),
  );
}

function linkRefused(): ProblemError {
  const detail = 'This link does not work (any more): it is good for half an hour, and once. Ask for a new one.';
  return new ProblemError('sign-in-refused', detail);
}
