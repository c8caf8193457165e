/** A new e-mail address: it counts once a link that was sent there is opened. The old address is told before and after. */
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import { maskEmail } from '../../audit/ports.ts';
import type { BlindIndex, RandomTokens } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { AccountRepository, OneTimeTokenRepository } from '../accounts/ports.ts';
import { emailIndexOf, normaliseEmail } from '../email-address.ts';
import { requireAccount } from '../factors/methods.ts';
import type { ThrottleRule } from '../throttling/rules.ts';
import type { Throttle } from '../throttling/throttle.ts';
import type { AccountNotices } from './account-notices.ts';
import type { EmailChangeRepository } from './ports.ts';

export interface EmailChangeService {
  /**
   * Sends the link. The answer is the same whether or not the address has an account.
   *
   * @throws ProblemError `state-conflict` when it is the present address, `rate-limited` after many in an hour
   */
  request(userId: string, email: string): Promise<void>;
  /** @throws ProblemError `sign-in-refused` for a link that does not work (any more). */
  confirm(token: string): Promise<void>;
}

export interface EmailChangeParts {
  readonly accounts: Pick<AccountRepository, 'find' | 'lock' | 'adoptShares' | 'dropChallenges'>;
  readonly emailChanges: EmailChangeRepository;
  readonly links: Pick<OneTimeTokenRepository, 'voidAll'>;
  readonly notices: AccountNotices;
  readonly throttle: Pick<Throttle, 'take'>;
  readonly index: BlindIndex;
  readonly tokens: RandomTokens;
  /** The address of the page that takes the token. */
  readonly linkOf: (token: string) => string;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

const tokenMs = 60 * 60_000;
/** Nobody changes addresses that often; whoever does sends mails to strangers. */
const perHour: ThrottleRule = { kind: 'window', max: 5, windowMs: 60 * 60_000 };

export function createEmailChangeService(parts: EmailChangeParts): EmailChangeService {
  return {
    request: (userId, email) => request(parts, userId, email),
    confirm: (token) => confirm(parts, token),
  };
}

async function request(parts: EmailChangeParts, userId: string, email: string): Promise<void> {
  const { accounts, emailChanges, notices, throttle, index, tokens, linkOf, transactions, clock } = parts;
  const account = requireAccount(await transactions.asSystem(() => accounts.find(userId)));
  if (normaliseEmail(account.email) === normaliseEmail(email))
    throw new ProblemError('state-conflict', 'This is the e-mail address of the account already.');
  if (!(await throttle.take('email-change', userId, perHour))) throw tooMany();
  const token = tokens.create();
  const isTaken = await transactions.asSystem(() =>
    transactions.run(async () => {
      const now = clock.now();
      await emailChanges.voidAll(userId, now);
      const change = { tokenHash: tokens.digest(token), userId, email };
      await emailChanges.insert({ ...change, createdAt: now, expiresAt: new Date(now.getTime() + tokenMs) });
      transactions.record({
        action: 'email.change-requested',
        entity: { type: 'account', id: userId },
        before: { email: maskEmail(account.email) },
        after: { email: maskEmail(email) },
      });
      return emailChanges.isTaken(emailIndexOf(index, email));
    }),
  );
  // Nobody who asks learns whose address it is; whoever reads its mails does.
  if (isTaken) notices.emailTaken(email);
  else notices.emailConfirmation(email, linkOf(token));
  notices.emailChangeRequested(account.email, email);
}

async function confirm(parts: EmailChangeParts, token: string): Promise<void> {
  const { accounts, emailChanges, links, notices, index, tokens, transactions, clock } = parts;
  const changed = await transactions.asSystem(() =>
    transactions.run(async () => {
      const now = clock.now();
      const change = await emailChanges.use(tokens.digest(token), now);
      const account = change === null ? null : await accounts.lock(change.userId);
      if (change === null || account === null || account.status !== 'active') return null;
      const { userId, email } = change;
      const emailIndex = emailIndexOf(index, email);
      if (!(await emailChanges.setEmail(userId, email, emailIndex))) return null;
      // A link that was sent to the old address opens nothing any more.
      await links.voidAll('password-reset', userId, now);
      await accounts.dropChallenges(userId);
      await accounts.adoptShares(userId, emailIndex);
      transactions.record({
        action: 'email.changed',
        entity: { type: 'account', id: userId },
        actorId: userId,
        ownerId: userId,
        before: { email: maskEmail(account.email) },
        after: { email: maskEmail(email) },
      });
      return { from: account.email, to: email };
    }),
  );
  if (changed === null) throw linkRefused();
  notices.emailChanged(changed.from, changed.to);
}

/** The same words for a link that is unknown, was used, is too old, and for an address that somebody else took meanwhile. */
function linkRefused(): ProblemError {
  return new ProblemError('sign-in-refused', 'This link does not work (any more). Ask for the change again.');
}

function tooMany(): ProblemError {
  const detail = 'The address was to be changed five times within an hour. Try again later.';
  return new ProblemError('rate-limited', detail, { retryAfterSeconds: 3600 });
}
