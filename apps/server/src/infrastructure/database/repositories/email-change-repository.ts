import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { FieldCipher } from '../../../domain/cryptography/ports.ts';
import type { EmailChangeRepository } from '../../../domain/identity/account/ports.ts';
import { isUniqueViolation } from '../postgres-error.ts';
import { accounts, oneTimeTokens } from '../schema/index.ts';
import { emailPlace } from './account-repository.ts';

const purpose = 'email-change';
const payloadPlace = (tokenHash: Buffer) => ({
  table: 'one_time_tokens',
  column: 'payload_sealed',
  row: tokenHash.toString('hex'),
});

export function createEmailChangeRepository(orm: NodePgDatabase, cipher: FieldCipher): EmailChangeRepository {
  const isWaiting = (now: Date) =>
    and(eq(oneTimeTokens.purpose, purpose), isNull(oneTimeTokens.usedAt), gt(oneTimeTokens.expiresAt, now));
  const opened = ({ tokenHash, payloadSealed }: typeof oneTimeTokens.$inferSelect) =>
    payloadSealed === null ? null : cipher.open(payloadPlace(tokenHash), payloadSealed);
  return {
    async insert({ email, ...token }) {
      const payloadSealed = cipher.seal(payloadPlace(token.tokenHash), email);
      await orm.insert(oneTimeTokens).values({ ...token, purpose, payloadSealed });
    },
    async pendingEmail(userId, now) {
      const [row] = await orm
        .select()
        .from(oneTimeTokens)
        .where(and(eq(oneTimeTokens.userId, userId), isWaiting(now)))
        .orderBy(desc(oneTimeTokens.createdAt))
        .limit(1);
      return row === undefined ? null : opened(row);
    },
    async use(tokenHash, now) {
      const [row] = await orm
        .update(oneTimeTokens)
        .set({ usedAt: now })
        .where(and(eq(oneTimeTokens.tokenHash, tokenHash), isWaiting(now)))
        .returning();
      const email = row === undefined ? null : opened(row);
      return row?.userId == null || email === null ? null : { userId: row.userId, email };
    },
    async voidAll(userId, now) {
      await orm
        .update(oneTimeTokens)
        .set({ usedAt: now })
        .where(and(eq(oneTimeTokens.userId, userId), isWaiting(now)));
    },
    async isTaken(emailIndex) {
      const found = await orm
        .select({ userId: accounts.userId })
        .from(accounts)
        .where(eq(accounts.emailIndex, emailIndex));
      return found.length > 0;
    },
    async setEmail(userId, email, emailIndex) {
      const change = { emailSealed: cipher.seal(emailPlace(userId), email), emailIndex };
      try {
        // A savepoint: PostgreSQL takes nothing more from a transaction after an error.
        await orm.transaction((inner) => inner.update(accounts).set(change).where(eq(accounts.userId, userId)));
        return true;
      } catch (error) {
        if (isUniqueViolation(error, 'accounts_email_index')) return false;
        throw error;
      }
    },
  };
}
