import { and, desc, eq, isNull } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { InvitationRepository } from '../../../domain/administration/ports.ts';
import { accounts, invitations } from '../schema/index.ts';

const columns = {
  id: invitations.id,
  emailSealed: invitations.emailSealed,
  role: invitations.role,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
  acceptedAt: invitations.acceptedAt,
};

export function createInvitationRepository(orm: NodePgDatabase): InvitationRepository {
  return {
    list: () =>
      orm
        .select(columns)
        .from(invitations)
        .where(isNull(invitations.revokedAt))
        .orderBy(desc(invitations.createdAt), desc(invitations.id)),
    async insert(invitation) {
      await orm.insert(invitations).values(invitation);
    },
    async lock(invitationId) {
      const [found] = await orm
        .select(columns)
        .from(invitations)
        .where(and(eq(invitations.id, invitationId), isNull(invitations.revokedAt)))
        .for('update');
      return found ?? null;
    },
    async revokeOpen(emailIndex, now) {
      const revoked = await orm
        .update(invitations)
        .set({ revokedAt: now })
        .where(
          and(eq(invitations.emailIndex, emailIndex), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)),
        )
        .returning({ id: invitations.id });
      return revoked.map(({ id }) => id);
    },
    async revoke(invitationId, now) {
      await orm.update(invitations).set({ revokedAt: now }).where(eq(invitations.id, invitationId));
    },
    async hasAccount(emailIndex) {
      const found = await orm
        .select({ userId: accounts.userId })
        .from(accounts)
        .where(eq(accounts.emailIndex, emailIndex));
      return found.length > 0;
    },
  };
}
