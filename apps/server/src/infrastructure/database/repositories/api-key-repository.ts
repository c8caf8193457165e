import type { ApiKeyScope } from '@riskoptimizer/contracts';
import { and, desc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { ApiKeyRepository, StoredApiKey } from '../../../domain/identity/api-keys/ports.ts';
import { apiKeys, users } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

export function createApiKeyRepository(orm: NodePgDatabase): ApiKeyRepository {
  return {
    async insert(key, transaction) {
      await executorOf(orm, transaction).insert(apiKeys).values(key);
    },

    async list(userId) {
      const rows = await orm
        .select()
        .from(apiKeys)
        .where(eq(apiKeys.userId, userId))
        .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
      return rows.map(toKey);
    },

    async countLiving(userId, now, transaction) {
      const executor = executorOf(orm, transaction);
      // Of keys made at the same time, each counts those before it.
      await executor.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
      const rows = await executor
        .select({ id: apiKeys.id })
        .from(apiKeys)
        .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt), gt(apiKeys.expiresAt, now)));
      return rows.length;
    },

    async findByHash(keyHash) {
      const [row] = await orm
        .select({ key: apiKeys, role: users.role, status: users.status })
        .from(apiKeys)
        .innerJoin(users, eq(users.id, apiKeys.userId))
        .where(eq(apiKeys.keyHash, keyHash));
      if (row === undefined) return null;
      return { ...toKey(row.key), owner: { role: row.role, isActive: row.status === 'active' } };
    },

    async revoke(userId, apiKeyId, now, transaction) {
      const [row] = await executorOf(orm, transaction)
        .update(apiKeys)
        .set({ revokedAt: now })
        .where(and(eq(apiKeys.userId, userId), eq(apiKeys.id, apiKeyId), isNull(apiKeys.revokedAt)))
        .returning();
      return row === undefined ? null : { ...toKey(row), revokedAt: null };
    },

    async revokeAll(userId, now, transaction) {
      const rows = await executorOf(orm, transaction)
        .update(apiKeys)
        .set({ revokedAt: now })
        .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt), gt(apiKeys.expiresAt, now)))
        .returning();
      return rows.map((row) => ({ ...toKey(row), revokedAt: null }));
    },

    async touch(apiKeyId, now, notBefore) {
      await orm
        .update(apiKeys)
        .set({ lastUsedAt: now })
        .where(and(eq(apiKeys.id, apiKeyId), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, notBefore))));
    },
  };
}

/** All but the hash, which nobody has to see. */
function toKey(row: typeof apiKeys.$inferSelect): StoredApiKey {
  const { id, userId, name, prefix, createdAt, expiresAt, lastUsedAt, revokedAt } = row;
  const scopes = row.scopes as readonly ApiKeyScope[];
  return { id, userId, name, prefix, scopes, createdAt, expiresAt, lastUsedAt, revokedAt };
}
