import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PasskeyRepository, StoredPasskey } from '../../../domain/identity/factors/ports.ts';
import { passkeys } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

export function createPasskeyRepository(orm: NodePgDatabase): PasskeyRepository {
  return {
    async insert(passkey, transaction) {
      const inserted = await executorOf(orm, transaction)
        .insert(passkeys)
        .values({ ...passkey, publicKey: Buffer.from(passkey.publicKey) })
        .onConflictDoNothing()
        .returning({ id: passkeys.id });
      return inserted.length > 0;
    },

    async list(userId) {
      const rows = await orm
        .select()
        .from(passkeys)
        .where(eq(passkeys.userId, userId))
        .orderBy(asc(passkeys.createdAt), asc(passkeys.id));
      return rows;
    },

    async findByCredential(credentialId) {
      const [row] = await orm.select().from(passkeys).where(eq(passkeys.credentialId, credentialId));
      return row ?? null;
    },

    async delete(userId, passkeyId, transaction): Promise<StoredPasskey | null> {
      const [row] = await executorOf(orm, transaction)
        .delete(passkeys)
        .where(and(eq(passkeys.userId, userId), eq(passkeys.id, passkeyId)))
        .returning();
      return row ?? null;
    },

    async advanceCounter(passkeyId, { counter, backedUp, at }, transaction) {
      const doesNotCount = sql`(${passkeys.signatureCounter} = 0 and ${counter} = 0)`;
      const advanced = await executorOf(orm, transaction)
        .update(passkeys)
        .set({ signatureCounter: counter, backedUp, lastUsedAt: at })
        .where(and(eq(passkeys.id, passkeyId), sql`(${lt(passkeys.signatureCounter, counter)} or ${doesNotCount})`))
        .returning({ id: passkeys.id });
      return advanced.length > 0;
    },
  };
}
