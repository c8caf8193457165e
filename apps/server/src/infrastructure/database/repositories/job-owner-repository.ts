import { and, eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { JobOwners } from '../../../domain/jobs/ports.ts';
import { users } from '../schema/index.ts';

export function createJobOwnerRepository(orm: NodePgDatabase): JobOwners {
  return {
    async find(userId) {
      const [row] = await orm
        .select({ role: users.role, isDemo: users.isDemo })
        .from(users)
        .where(and(eq(users.id, userId), eq(users.status, 'active')));
      return row ?? null;
    },
  };
}
