import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { IdempotencyRepository } from '../../../domain/idempotency/ports.ts';
import { idempotencyKeys } from '../schema/index.ts';

export function createIdempotencyRepository(orm: NodePgDatabase): IdempotencyRepository {
  return {
    async lock(userId, key) {
      const { rows } = await orm.execute<{ locked: boolean }>(
        sql`select pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${userId} ${key}`}, 0)) as locked`,
      );
      return rows[0]!.locked;
    },

    async find(userId, key, since) {
      const [row] = await orm
        .select()
        .from(idempotencyKeys)
        .where(and(isOne(userId, key), gt(idempotencyKeys.createdAt, since)));
      return row === undefined ? null : { ...row, bodySealed: row.body };
    },

    async keep(userId, key, { bodySealed, ...answer }) {
      await orm.delete(idempotencyKeys).where(isOne(userId, key));
      await orm.insert(idempotencyKeys).values({ ...answer, userId, key, body: bodySealed });
    },

    async forgetBefore(moment) {
      const forgotten = await orm
        .delete(idempotencyKeys)
        .where(lte(idempotencyKeys.createdAt, moment))
        .returning({ key: idempotencyKeys.key });
      return forgotten.length;
    },
  };
}

function isOne(userId: string, key: string) {
  return and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key));
}
