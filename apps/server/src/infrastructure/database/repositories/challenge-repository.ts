import { and, eq, gt, isNull } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { ChallengePurpose, ChallengeRepository } from '../../../domain/identity/factors/ports.ts';
import { challenges } from '../schema/index.ts';

export function createChallengeRepository(orm: NodePgDatabase): ChallengeRepository {
  return {
    async insert(challenge) {
      await orm.insert(challenges).values(challenge);
    },

    async find(tokenHash, purpose, now) {
      const [row] = await orm
        .select()
        .from(challenges)
        .where(isLiving(tokenHash, purpose, now));
      return row ?? null;
    },

    async use(tokenHash, purpose, now) {
      const [row] = await orm
        .update(challenges)
        .set({ usedAt: now })
        .where(isLiving(tokenHash, purpose, now))
        .returning();
      return row ?? null;
    },
  };
}

function isLiving(tokenHash: Buffer, purpose: ChallengePurpose, now: Date) {
  return and(
    eq(challenges.tokenHash, tokenHash),
    eq(challenges.purpose, purpose),
    isNull(challenges.usedAt),
    gt(challenges.expiresAt, now),
  );
}
