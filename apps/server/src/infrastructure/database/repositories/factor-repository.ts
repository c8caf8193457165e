import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { FactorAccount, FactorRepository } from '../../../domain/identity/factors/ports.ts';
import { accounts, passkeys, recoveryCodes, users } from '../schema/index.ts';
import { type Executor, executorOf } from '../transactions.ts';

export function createFactorRepository(orm: NodePgDatabase): FactorRepository {
  return {
    find: (userId) => readAccount(orm, userId),

    async lock(userId, transaction) {
      const executor = executorOf(orm, transaction);
      // Counted after the lock was got, so that what others stored while this one waited is seen.
      await executor
        .select({ userId: accounts.userId })
        .from(accounts)
        .where(eq(accounts.userId, userId))
        .for('update');
      return readAccount(executor, userId);
    },

    async lockAttempts(userId, transaction) {
      const [row] = await executorOf(orm, transaction)
        .select({ failures: accounts.factorFailures, blockedUntil: accounts.factorBlockedUntil })
        .from(accounts)
        .where(eq(accounts.userId, userId))
        .for('update');
      return row ?? null;
    },

    async setAttempts(userId, { failures, blockedUntil }, transaction) {
      await executorOf(orm, transaction)
        .update(accounts)
        .set({ factorFailures: failures, factorBlockedUntil: blockedUntil })
        .where(eq(accounts.userId, userId));
    },

    async storeTotpSecret(userId, secretSealed, transaction) {
      await executorOf(orm, transaction)
        .update(accounts)
        .set({ totpSecretSealed: secretSealed, totpConfirmedAt: null, totpLastStep: null })
        .where(eq(accounts.userId, userId));
    },

    async confirmTotp(userId, now, transaction) {
      await executorOf(orm, transaction)
        .update(accounts)
        .set({ totpConfirmedAt: now })
        .where(eq(accounts.userId, userId));
    },

    async removeTotp(userId, transaction) {
      await executorOf(orm, transaction)
        .update(accounts)
        .set({ totpSecretSealed: null, totpConfirmedAt: null, totpLastStep: null })
        .where(eq(accounts.userId, userId));
    },

    async takeTotpStep(userId, secretSealed, step, transaction) {
      const taken = await executorOf(orm, transaction)
        .update(accounts)
        .set({ totpLastStep: step })
        .where(
          and(
            eq(accounts.userId, userId),
            eq(accounts.totpSecretSealed, secretSealed),
            or(isNull(accounts.totpLastStep), lt(accounts.totpLastStep, step)),
          ),
        )
        .returning({ userId: accounts.userId });
      return taken.length > 0;
    },
  };
}

async function readAccount(executor: Executor, userId: string): Promise<FactorAccount | null> {
  const [row] = await executor
    .select({
      userId: accounts.userId,
      role: users.role,
      status: users.status,
      displayName: users.displayName,
      emailSealed: accounts.emailSealed,
      passwordStandsAlone: accounts.passwordStandsAlone,
      passwordChangedAt: accounts.passwordChangedAt,
      totpSecretSealed: accounts.totpSecretSealed,
      totpConfirmedAt: accounts.totpConfirmedAt,
      passkeyCount: sql<number>`(select count(*)::int from ${passkeys} where ${passkeys.userId} = ${accounts.userId})`,
      recoveryCodesLeft: sql<number>`(select count(*)::int from ${recoveryCodes} where ${recoveryCodes.userId} = ${accounts.userId} and ${recoveryCodes.usedAt} is null)`,
    })
    .from(accounts)
    .innerJoin(users, eq(users.id, accounts.userId))
    .where(eq(accounts.userId, userId));
  if (row === undefined) return null;
  const { status, totpSecretSealed, totpConfirmedAt, ...account } = row;
  return {
    ...account,
    isActive: status === 'active',
    totp: totpSecretSealed === null ? null : { secretSealed: totpSecretSealed, confirmedAt: totpConfirmedAt },
  };
}
