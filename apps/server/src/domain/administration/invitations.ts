/** Invitations: a link for one person, by which an account with a given role can be made. */
import type { Invitation, Role } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import { maskEmail } from '../audit/ports.ts';
import type { BlindIndex, FieldCipher, RandomTokens } from '../cryptography/ports.ts';
import { emailIndexOf } from '../identity/email-address.ts';
import type { MailPort } from '../identity/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { InvitationRepository, StoredInvitation } from './ports.ts';

const invitationMs = 7 * 86_400_000;

export interface InvitationParts {
  readonly invitations: InvitationRepository;
  readonly mail: MailPort;
  /** The address of the page that takes the token. */
  readonly invitationLink: (token: string) => string;
  /** Told of a mail that could not be sent; the link was shown all the same. */
  readonly mailFailed: (error: unknown) => void;
  readonly cipher: FieldCipher;
  readonly index: BlindIndex;
  readonly tokens: RandomTokens;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
}

export interface InvitationService {
  list(): Promise<Invitation[]>;
  /** @returns the link as well, once: for the case that no mail can be sent. */
  create(actorId: string, wanted: { readonly email: string; readonly role: Role }): Promise<NewInvitation>;
  revoke(invitationId: string): Promise<void>;
}

export interface NewInvitation {
  readonly invitation: Invitation;
  readonly link: string;
}

export function createInvitationService(parts: InvitationParts): InvitationService {
  const { invitations, cipher, transactions, clock } = parts;
  const inSystem = <Result>(work: () => Promise<Result>): Promise<Result> =>
    transactions.asSystem(() => transactions.run(work));
  const open = (stored: StoredInvitation) => invitationOf(stored, cipher.open(placeOf(stored.id), stored.emailSealed));

  return {
    list: () => transactions.asSystem(async () => (await invitations.list()).map(open)),

    async create(actorId, { email, role }) {
      const token = parts.tokens.create();
      const emailIndex = emailIndexOf(parts.index, email);
      const now = clock.now();
      const id = parts.createId();
      const stored = {
        id,
        emailSealed: cipher.seal(placeOf(id), email),
        role,
        createdAt: now,
        expiresAt: new Date(now.getTime() + invitationMs),
        acceptedAt: null,
      };
      await inSystem(async () => {
        if (await invitations.hasAccount(emailIndex))
          throw new ProblemError('already-exists', 'Somebody with this e-mail address has an account already.');
        // A second invitation is sent because the first was lost; only the last link works.
        for (const replaced of await invitations.revokeOpen(emailIndex, now)) recordRevoked(transactions, replaced);
        await invitations.insert({
          ...stored,
          emailIndex,
          tokenHash: parts.tokens.digest(token),
          invitedBy: actorId,
        });
        const after = { email: maskEmail(email), role, expiresAt: stored.expiresAt.toISOString() };
        transactions.record({ action: 'invitation.created', entity: { type: 'invitation', id }, after });
      });
      const link = parts.invitationLink(token);
      await parts.mail.send({ to: email, ...invitationMail(link) }).catch(parts.mailFailed);
      return { invitation: invitationOf(stored, email), link };
    },

    revoke: (invitationId) =>
      inSystem(async () => {
        const stored = await invitations.lock(invitationId);
        if (stored === null) throw new ProblemError('not-found', 'There is no such invitation.');
        if (stored.acceptedAt !== null) {
          const detail = 'This invitation was accepted. Disable the account instead.';
          throw new ProblemError('state-conflict', detail);
        }
        await invitations.revoke(invitationId, clock.now());
        const { email, role, expiresAt } = open(stored);
        recordRevoked(transactions, invitationId, { email: maskEmail(email), role, expiresAt });
      }),
  };
}

const placeOf = (id: string) => ({ table: 'invitations', column: 'email_sealed', row: id });

function recordRevoked(
  transactions: Transactions,
  id: string,
  before?: { readonly email: string; readonly role: string; readonly expiresAt: string },
): void {
  transactions.record({
    action: 'invitation.revoked',
    entity: { type: 'invitation', id },
    ...(before === undefined ? { reason: 'replaced' } : { before }),
  });
}

function invitationOf(stored: StoredInvitation, email: string): Invitation {
  return {
    id: stored.id,
    email,
    role: stored.role,
    createdAt: stored.createdAt.toISOString(),
    expiresAt: stored.expiresAt.toISOString(),
    acceptedAt: stored.acceptedAt?.toISOString() ?? null,
  };
}

function invitationMail(link: string) {
  return {
    subject: 'You are invited to RiskOptimizer',
    text: [
      'You are invited to an account on RiskOptimizer. Open this link within seven days; it works once:',
      '',
      link,
      '',
      'If you do not know what this is about, do nothing.',
    ].join('\n'),
  };
}
