import { and, eq, isNull, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { UserRepository } from '../../../domain/users/ports.ts';
import { users } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

export function createUserRepository(orm: NodePgDatabase): UserRepository {
  return {
    async requireUser(userId, displayName, transaction) {
      const executor = executorOf(orm, transaction);
      await executor.insert(users).values({ id: userId, displayName, isDemo: true }).onConflictDoNothing();
      await executor.select().from(users).where(eq(users.id, userId)).for('update');
    },

    async claimDemo(userId, transaction) {
      const claimed = await executorOf(orm, transaction)
        .update(users)
        .set({ demoSeededAt: sql`now()` })
        .where(and(eq(users.id, userId), isNull(users.demoSeededAt)))
        .returning({ id: users.id });
      return claimed.length > 0;
    },
  };
}
