import { and, eq, isNull } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { RecoveryCodeRepository } from '../../../domain/identity/factors/ports.ts';
import { recoveryCodes } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

export function createRecoveryCodeRepository(orm: NodePgDatabase): RecoveryCodeRepository {
  return {
    async replace(userId, codes, transaction) {
      const executor = executorOf(orm, transaction);
      await executor.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
      await executor.insert(recoveryCodes).values(codes.map((code) => ({ ...code, userId })));
    },

    async use(userId, codeHash, now, transaction) {
      const used = await executorOf(orm, transaction)
        .update(recoveryCodes)
        .set({ usedAt: now })
        .where(
          and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash), isNull(recoveryCodes.usedAt)),
        )
        .returning({ id: recoveryCodes.id });
      return used.length > 0;
    },

    async deleteAll(userId, transaction) {
      await executorOf(orm, transaction).delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    },
  };
}
