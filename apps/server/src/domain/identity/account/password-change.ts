/** A new password for one's own account. Every token of before is void after it, also that of the session that asks. */
import type { SessionEndReason } from '@riskoptimizer/contracts';
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { UserActor } from '../../../core/request-context.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { AccountRepository, OneTimeTokenRepository, StoredAccount } from '../accounts/ports.ts';
import type { ApiKeyRevocation } from '../api-keys/api-key-revocation.ts';
import { requireAccount } from '../factors/methods.ts';
import type {
  ClientFacts,
  PasswordDoor,
  PreparedPassword,
  SecondFactors,
  SessionService,
  StartedSession,
} from '../ports.ts';
import type { AccountNotices } from './account-notices.ts';
import type { EmailChangeRepository } from './ports.ts';

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly endOtherSessions: boolean;
  readonly alsoRevokeApiKeys: boolean;
}

export interface PasswordChangeService {
  /**
   * @returns a new session for the device that asked, in the place of its old one.
   * @throws ProblemError `sign-in-refused`, `rate-limited`, `password-refused`, `permission-denied` for the demo user
   */
  change(actor: UserActor, change: PasswordChange, client: ClientFacts): Promise<StartedSession>;
}

export interface PasswordChangeParts {
  readonly accounts: Pick<AccountRepository, 'find' | 'lock' | 'setPassword' | 'dropChallenges'>;
  readonly links: Pick<OneTimeTokenRepository, 'voidAll'>;
  readonly emailChanges: Pick<EmailChangeRepository, 'voidAll'>;
  readonly factors: Pick<SecondFactors, 'methodsOf'>;
  readonly passwords: PasswordDoor;
  readonly sessions: Pick<SessionService, 'start' | 'endSession' | 'endSessions'>;
  readonly apiKeyRevocation: ApiKeyRevocation;
  readonly notices: AccountNotices;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

const reason = 'password-changed' satisfies SessionEndReason;

export function createPasswordChangeService(parts: PasswordChangeParts): PasswordChangeService {
  const { accounts, factors, notices, transactions } = parts;
  return {
    async change(actor, change, client) {
      const checked = requireAccount(await transactions.asSystem(() => accounts.find(actor.userId)));
      await checkCurrent(parts, actor, change.currentPassword, client);
      if (change.newPassword.normalize('NFKC') === change.currentPassword.normalize('NFKC')) throw samePassword();
      const methods = await factors.methodsOf(actor.userId);
      const prepared = await prepare(parts, checked, change.newPassword, methods.length > 0);
      const { started, revokedApiKeys } = await transactions.asSystem(() =>
        transactions.run(() => store(parts, actor, checked, prepared, change, client)),
      );
      notices.passwordChanged(checked.email, { endedSessions: change.endOtherSessions, revokedApiKeys });
      return started;
    },
  };
}

async function checkCurrent(
  { passwords, transactions }: PasswordChangeParts,
  { userId }: UserActor,
  password: string,
  client: ClientFacts,
): Promise<void> {
  if (await passwords.matches(userId, password, client)) return;
  await transactions.asSystem(() =>
    transactions.run(async () =>
      transactions.record({
        action: 'password.change-refused',
        entity: { type: 'account', id: userId },
        result: 'refused',
        reason: 'password-wrong',
      }),
    ),
  );
  const message = 'This is not the present password of the account. Type it again; capitals and spaces count.';
  throw new ProblemError('sign-in-refused', message, { errors: [{ field: '/currentPassword', message }] });
}

/** The policy names the field as it is called elsewhere. */
async function prepare(
  { passwords }: PasswordChangeParts,
  { email, displayName }: StoredAccount,
  password: string,
  hasSecondFactor: boolean,
): Promise<PreparedPassword> {
  try {
    return await passwords.prepare(password, { email, displayName, hasSecondFactor });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'password-refused') throw error;
    const errors = (error.errors ?? []).map((each) => ({ ...each, field: '/newPassword' }));
    throw new ProblemError('password-refused', error.detail, { errors });
  }
}

async function store(
  parts: PasswordChangeParts,
  actor: UserActor,
  checked: StoredAccount,
  prepared: PreparedPassword,
  { endOtherSessions, alsoRevokeApiKeys }: PasswordChange,
  client: ClientFacts,
): Promise<{ started: StartedSession; revokedApiKeys: number }> {
  const { accounts, links, emailChanges, factors, sessions, transactions, clock } = parts;
  const { userId } = actor;
  const now = clock.now();
  const locked = requireAccount(await accounts.lock(userId));
  const methods = await factors.methodsOf(userId);
  const isStale = locked.passwordChangedAt.getTime() !== checked.passwordChangedAt.getTime();
  // The last factor may have been removed while the new password was hashed, and a short one does not stand alone.
  if (isStale || (!prepared.passwordStandsAlone && methods.length === 0)) throw changedMeanwhile();
  await accounts.setPassword(userId, prepared, now);
  await accounts.dropChallenges(userId);
  await links.voidAll('password-reset', userId, now);
  await emailChanges.voidAll(userId, now);
  transactions.record({
    action: 'password.changed',
    entity: { type: 'account', id: userId },
    before: { passwordChangedAt: locked.passwordChangedAt.toISOString() },
    after: { passwordChangedAt: now.toISOString(), endOtherSessions, alsoRevokeApiKeys },
  });
  if (endOtherSessions) await sessions.endSessions(userId, reason);
  else await sessions.endSession(actor.sessionId, reason);
  const revokedApiKeys = alsoRevokeApiKeys ? await parts.apiKeyRevocation.revokeAll(userId, reason) : 0;
  // A password does not confirm sensitive changes where there is a second factor, whichever door it is given at.
  const confirmed = methods.length === 0;
  return {
    started: await sessions.start({ ...client, userId, assurance: actor.assurance, confirmed }),
    revokedApiKeys,
  };
}

function samePassword(): ProblemError {
  const message = 'The new password is the present one. Choose another.';
  return new ProblemError('password-refused', message, { errors: [{ field: '/newPassword', message }] });
}

function changedMeanwhile(): ProblemError {
  const detail = 'The account was changed in another place at the same moment. Load the page again and try once more.';
  return new ProblemError('state-conflict', detail);
}
