/**
 * Making an account of one's own, where the administrators allow it. The answer is the same whether the address has an account:
 * what to do next comes by mail.
 */
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import { maskEmail } from '../../audit/ports.ts';
import type { BlindIndex, RandomTokens } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { AccountRepository, OneTimeTokenRepository, StoredAccount } from '../accounts/ports.ts';
import { emailIndexOf } from '../email-address.ts';
import type { Links } from '../mail/links.ts';
import { accountExistsMail, confirmationMail } from '../mail/messages.ts';
import type { Mail, PasswordDoor, PreparedPassword, SettingsService } from '../ports.ts';
import type { ThrottleRule } from '../throttling/rules.ts';
import type { Throttle } from '../throttling/throttle.ts';

export interface RegistrationRequest {
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
}

export interface RegistrationService {
  /** @throws ProblemError `state-conflict` when registration is closed, `password-refused`. */
  register(request: RegistrationRequest): Promise<void>;
  /** @throws ProblemError `sign-in-refused` for a token that does not work. */
  confirm(token: string): Promise<void>;
}

export interface RegistrationParts {
  readonly accounts: AccountRepository;
  readonly links: OneTimeTokenRepository;
  readonly settings: SettingsService;
  readonly door: Pick<PasswordDoor, 'prepare'>;
  readonly throttle: Pick<Throttle, 'take'>;
  readonly tokens: RandomTokens;
  readonly index: BlindIndex;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
  readonly linkTo: Links;
  /** Does it after the answer, so that time tells nothing. */
  readonly inBackground: (what: string, work: () => Promise<void>) => void;
  readonly sendMail: (mail: Mail) => Promise<void>;
}

const tokenLifeMs = 86_400_000;
/** Mails to one address that anybody may cause. */
const mailRule: ThrottleRule = { kind: 'window', max: 3, windowMs: 3_600_000 };
const newRole = 'analyst';

export function createRegistrationService(parts: RegistrationParts): RegistrationService {
  const { accounts, links, settings, door, tokens, transactions, clock } = parts;
  return {
    async register(request) {
      if ((await settings.get()).registration !== 'open') throw registrationClosed();
      const { email, displayName } = request;
      const password = await door.prepare(request.password, { email, displayName, hasSecondFactor: false });
      parts.inBackground('registration', () => goOn(parts, request, password));
    },

    async confirm(token) {
      const tokenHash = tokens.digest(token);
      await transactions.asSystem(() =>
        transactions.run(async () => {
          const used = await links.use(tokenHash, 'registration', clock.now());
          const account = used?.userId == null ? null : await accounts.lock(used.userId);
          if (account === null || account.status !== 'pending') throw linkRefused();
          await accounts.setUser(account.userId, { status: 'active' });
          await accounts.adoptShares(account.userId, account.emailIndex);
          transactions.record({
            action: 'account.confirmed',
            entity: { type: 'account', id: account.userId },
            actorId: account.userId,
            ownerId: account.userId,
            before: { status: 'pending' },
            after: { status: 'active' },
          });
        }),
      );
    },
  };
}

async function goOn(parts: RegistrationParts, request: RegistrationRequest, password: PreparedPassword): Promise<void> {
  const emailIndex = emailIndexOf(parts.index, request.email);
  if (!(await parts.throttle.take('registration-mail', emailIndex, mailRule))) return;
  const token = await parts.transactions.asSystem(() =>
    parts.transactions.run(async () => {
      const present = await parts.accounts.findByEmailIndex(emailIndex);
      if (present !== null && present.status !== 'pending') return null;
      const userId = await storePending(parts, request, emailIndex, password, present);
      return userId === null ? null : newToken(parts, userId);
    }),
  );
  const { linkTo } = parts;
  const mail =
    token === null
      ? accountExistsMail(request.email, linkTo.signIn())
      : confirmationMail(request.email, linkTo.confirmRegistration(token));
  await parts.sendMail(mail);
}

/** Of several registrations that wait for the same mailbox the latest counts. @returns null when somebody was faster. */
async function storePending(
  { accounts, transactions, clock, createId }: RegistrationParts,
  { email, displayName }: RegistrationRequest,
  emailIndex: string,
  password: PreparedPassword,
  present: StoredAccount | null,
): Promise<string | null> {
  const userId = present?.userId ?? createId();
  const now = clock.now();
  if (present === null) {
    await accounts.insertUser({ id: userId, displayName, role: newRole, status: 'pending' });
    const inserted = await accounts.insertAccount({ userId, email, emailIndex, passwordChangedAt: now, ...password });
    if (!inserted) throw new Error('Two registrations of one address came at once; the other one counts.');
  } else {
    await accounts.lock(userId);
    await accounts.setUser(userId, { displayName });
    await accounts.setPassword(userId, password, now);
  }
  transactions.record({
    action: 'account.registered',
    entity: { type: 'account', id: userId },
    ownerId: userId,
    after: { displayName, email: maskEmail(email), role: newRole, status: 'pending' },
  });
  return userId;
}

async function newToken({ links, tokens, clock }: RegistrationParts, userId: string): Promise<string> {
  const token = tokens.create();
  const now = clock.now();
  await links.voidAll('registration', userId, now);
  const expiresAt = new Date(now.getTime() + tokenLifeMs);
  await links.insert({ tokenHash: tokens.digest(token), purpose: 'registration', userId, createdAt: now, expiresAt });
  return token;
}

function registrationClosed(): ProblemError {
  const detail = 'Accounts are made by invitation here. Ask an administrator for one.';
  return new ProblemError('state-conflict', detail);
}

function linkRefused(): ProblemError {
  return new ProblemError(
    'sign-in-refused',
    'This link does not work (any more). Register once more to get a new one.',
  );
}
