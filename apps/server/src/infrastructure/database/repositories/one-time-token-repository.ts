import { and, eq, gt, isNull } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { FieldCipher } from '../../../domain/cryptography/ports.ts';
import type {
  InvitationAcceptance,
  OneTimeTokenRepository,
  TokenPurpose,
} from '../../../domain/identity/accounts/ports.ts';
import { invitations, oneTimeTokens } from '../schema/index.ts';

export function createOneTimeTokenRepository(orm: NodePgDatabase): OneTimeTokenRepository {
  const unused = (tokenHash: Buffer, purpose: TokenPurpose, now: Date) =>
    and(
      eq(oneTimeTokens.tokenHash, tokenHash),
      eq(oneTimeTokens.purpose, purpose),
      isNull(oneTimeTokens.usedAt),
      gt(oneTimeTokens.expiresAt, now),
    );
  return {
    async insert(token) {
      await orm.insert(oneTimeTokens).values(token);
    },
    async find(tokenHash, purpose, now) {
      const [found] = await orm
        .select({ userId: oneTimeTokens.userId })
        .from(oneTimeTokens)
        .where(unused(tokenHash, purpose, now));
      return found ?? null;
    },
    async use(tokenHash, purpose, now) {
      const [used] = await orm
        .update(oneTimeTokens)
        .set({ usedAt: now })
        .where(unused(tokenHash, purpose, now))
        .returning({ userId: oneTimeTokens.userId });
      return used ?? null;
    },
    async voidAll(purpose, userId, now) {
      const ofUser = userId === null ? isNull(oneTimeTokens.userId) : eq(oneTimeTokens.userId, userId);
      await orm
        .update(oneTimeTokens)
        .set({ usedAt: now })
        .where(and(eq(oneTimeTokens.purpose, purpose), ofUser, isNull(oneTimeTokens.usedAt)));
    },
  };
}

/** Where the sealed address of an invitation stands. */
const invitationPlace = (id: string) => ({ table: 'invitations', column: 'email_sealed', row: id });

export function createInvitationAcceptance(orm: NodePgDatabase, cipher: FieldCipher): InvitationAcceptance {
  const isOpen = (now: Date) =>
    and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, now));
  return {
    async findOpen(tokenHash, now) {
      const [found] = await orm
        .select()
        .from(invitations)
        .where(and(eq(invitations.tokenHash, tokenHash), isOpen(now)));
      if (found === undefined) return null;
      const email = cipher.open(invitationPlace(found.id), found.emailSealed);
      return { id: found.id, email, emailIndex: found.emailIndex, role: found.role };
    },
    async accept(id, now) {
      const accepted = await orm
        .update(invitations)
        .set({ acceptedAt: now })
        .where(and(eq(invitations.id, id), isOpen(now)))
        .returning({ id: invitations.id });
      return accepted.length > 0;
    },
  };
}
