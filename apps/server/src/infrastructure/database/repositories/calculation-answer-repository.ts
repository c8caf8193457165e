/** Numbers that jobs computed, kept in the database behind a faster memory: every worker and every later start has them. */
import { and, eq, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Clock } from '../../../core/clock.ts';
import { currentContext } from '../../../core/request-context.ts';
import type { AnswerMemory } from '../../../domain/calculation/ports.ts';
import { calculationAnswers } from '../schema/index.ts';

/** @param front what may forget at any time, such as Redis or the memory of the process. */
export function createAnswerStore(orm: NodePgDatabase, front: AnswerMemory, clock: Clock): AnswerMemory {
  return {
    async get(key) {
      const near = await front.get(key);
      if (near !== null) return near;
      const [row] = await orm
        .select({ answer: calculationAnswers.answer })
        .from(calculationAnswers)
        .where(and(eq(calculationAnswers.ownerId, ownerNow()), eq(calculationAnswers.key, key)));
      return row?.answer ?? null;
    },
    async set(key, value, ttlSeconds) {
      await front.set(key, value, ttlSeconds);
      const answer = Buffer.from(value);
      await orm
        .insert(calculationAnswers)
        .values({ ownerId: ownerNow(), key, answer, createdAt: clock.now() })
        // The same inputs gave the same numbers; the moment of the first stays.
        .onConflictDoUpdate({
          target: [calculationAnswers.ownerId, calculationAnswers.key],
          set: { createdAt: sql`excluded.created_at` },
        });
    },
  };
}

/** The key holds whoever asked as well; the column is what row security looks at. */
function ownerNow(): string {
  const { actor } = currentContext();
  if (!('userId' in actor)) throw new Error('Numbers are kept for a user only.');
  return actor.userId;
}
