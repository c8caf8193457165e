/** Accepting an invitation: the link proves the e-mail address, and the invitation says the role. */
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import { maskEmail } from '../../audit/ports.ts';
import type { RandomTokens } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { AccountRepository, InvitationAcceptance, OpenInvitation } from '../accounts/ports.ts';
import type {
  ClientFacts,
  PasswordDoor,
  PreparedPassword,
  SessionService,
  SettingsService,
  StartedSession,
} from '../ports.ts';
import { assuranceOf } from '../sign-in/assurance.ts';

export interface AcceptInvitationRequest {
  readonly token: string;
  readonly displayName: string;
  readonly password: string;
}

export interface AcceptInvitation {
  /** @throws ProblemError `sign-in-refused` for a token that does not work, `password-refused`, `already-exists`. */
  (request: AcceptInvitationRequest, client: ClientFacts): Promise<StartedSession>;
}

export interface AcceptInvitationParts {
  readonly accounts: AccountRepository;
  readonly invitations: InvitationAcceptance;
  readonly sessions: Pick<SessionService, 'start'>;
  readonly settings: SettingsService;
  readonly door: Pick<PasswordDoor, 'prepare'>;
  readonly tokens: RandomTokens;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
}

export function createAcceptInvitation(parts: AcceptInvitationParts): AcceptInvitation {
  const { accounts, invitations, sessions, settings, door, tokens, transactions, clock } = parts;
  return async ({ token, displayName, password }, client) => {
    const tokenHash = tokens.digest(token);
    const invitation = await transactions.asSystem(() => invitations.findOpen(tokenHash, clock.now()));
    if (invitation === null) throw linkRefused();
    const prepared = await door.prepare(password, { email: invitation.email, displayName, hasSecondFactor: false });
    return transactions.asSystem(() =>
      transactions.run(async () => {
        if (!(await invitations.accept(invitation.id, clock.now()))) throw linkRefused();
        const userId = await makeUser(parts, invitation, displayName, prepared);
        const assurance = assuranceOf({ role: invitation.role, ...prepared }, [], await settings.get());
        await accounts.adoptShares(userId, invitation.emailIndex);
        return sessions.start({ ...client, userId, assurance, confirmed: true });
      }),
    );
  };
}

async function makeUser(
  { accounts, transactions, clock, createId }: AcceptInvitationParts,
  { id, email, emailIndex, role }: OpenInvitation,
  displayName: string,
  password: PreparedPassword,
): Promise<string> {
  const passwordChangedAt = clock.now();
  const present = await accounts.findByEmailIndex(emailIndex);
  const userId = present?.userId ?? createId();
  if (present === null) {
    await accounts.insertUser({ id: userId, displayName, role, status: 'active' });
    const inserted = await accounts.insertAccount({ userId, email, emailIndex, passwordChangedAt, ...password });
    if (!inserted) throw hasAccount();
  } else {
    // Somebody registered with the address and never confirmed it: whoever has the mailbox counts.
    if (present.status !== 'pending') throw hasAccount();
    await accounts.setUser(userId, { status: 'active', displayName, role });
    await accounts.setPassword(userId, password, passwordChangedAt);
  }
  transactions.record({
    action: 'invitation.accepted',
    entity: { type: 'invitation', id },
    actorId: userId,
    ownerId: userId,
    after: { userId, displayName, email: maskEmail(email), role, status: 'active' },
  });
  return userId;
}

function linkRefused(): ProblemError {
  const detail = 'This invitation does not work (any more). Ask an administrator for a new one.';
  return new ProblemError('sign-in-refused', detail);
}

function hasAccount(): ProblemError {
  return new ProblemError('already-exists', 'This e-mail address has an account already. Sign in with it.');
}
