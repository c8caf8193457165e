import { inArray, max, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { ThrottleRepository } from '../../../domain/identity/throttling/ports.ts';
import { signInThrottles } from '../schema/index.ts';

export function createThrottleRepository(orm: NodePgDatabase): ThrottleRepository {
  return {
    async lock(keys, now) {
      // Always in the same order, or two attempts could wait for each other.
      const ordered = [...keys].sort();
      const rows = await orm
        .insert(signInThrottles)
        .values(ordered.map((key) => ({ key, failures: 0, lastFailureAt: now })))
        // Changes nothing, but holds the row and gives it back.
        .onConflictDoUpdate({ target: signInThrottles.key, set: { key: sql`excluded.key` } })
        .returning();
      return new Map(rows.map(({ key, ...row }) => [key, row]));
    },
    async put(key, row) {
      await orm
        .insert(signInThrottles)
        .values({ key, ...row })
        .onConflictDoUpdate({ target: signInThrottles.key, set: row });
    },
    async remove(keys) {
      if (keys.length > 0) await orm.delete(signInThrottles).where(inArray(signInThrottles.key, [...keys]));
    },
    async blockedUntil(keys) {
      const [found] = await orm
        .select({ until: max(signInThrottles.blockedUntil) })
        .from(signInThrottles)
        .where(inArray(signInThrottles.key, [...keys]));
      return found?.until ?? null;
    },
  };
}
