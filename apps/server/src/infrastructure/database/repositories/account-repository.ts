import { and, count, eq, isNull } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { FieldCipher } from '../../../domain/cryptography/ports.ts';
import type { AccountRepository, StoredAccount } from '../../../domain/identity/accounts/ports.ts';
import { accounts, challenges, portfolioShares, users } from '../schema/index.ts';

/** Where the sealed address of an account stands. */
export const emailPlace = (userId: string) => ({ table: 'accounts', column: 'email_sealed', row: userId });

const columns = {
  userId: accounts.userId,
  emailSealed: accounts.emailSealed,
  emailIndex: accounts.emailIndex,
  displayName: users.displayName,
  role: users.role,
  status: users.status,
  passwordHash: accounts.passwordHash,
  passwordStandsAlone: accounts.passwordStandsAlone,
  passwordChangedAt: accounts.passwordChangedAt,
};

export function createAccountRepository(orm: NodePgDatabase, cipher: FieldCipher): AccountRepository {
  const selected = () => orm.select(columns).from(accounts).innerJoin(users, eq(users.id, accounts.userId));
  const opened = ([row]: Awaited<ReturnType<typeof selected>>): StoredAccount | null => {
    if (row === undefined) return null;
    const { emailSealed, ...account } = row;
    return { ...account, email: cipher.open(emailPlace(row.userId), emailSealed) };
  };
  return {
    findByEmailIndex: async (emailIndex) => opened(await selected().where(eq(accounts.emailIndex, emailIndex))),
    find: async (userId) => opened(await selected().where(eq(accounts.userId, userId))),
    async lock(userId) {
      await orm.select({ id: accounts.userId }).from(accounts).where(eq(accounts.userId, userId)).for('update');
      return opened(await selected().where(eq(accounts.userId, userId)));
    },
    async count() {
      const [found] = await orm.select({ count: count() }).from(accounts);
      return found?.count ?? 0;
    },
    async insertAccount({ email, ...account }) {
      const emailSealed = cipher.seal(emailPlace(account.userId), email);
      const inserted = await orm
        .insert(accounts)
        .values({ ...account, emailSealed })
        .onConflictDoNothing({ target: accounts.emailIndex })
        .returning({ userId: accounts.userId });
      return inserted.length > 0;
    },
    async setPassword(userId, password, changedAt) {
      await orm
        .update(accounts)
        .set({ ...password, passwordChangedAt: changedAt })
        .where(eq(accounts.userId, userId));
    },
    async rehash(userId, from, to) {
      await orm
        .update(accounts)
        .set({ passwordHash: to })
        .where(and(eq(accounts.userId, userId), eq(accounts.passwordHash, from)));
    },
    async noteSignIn(userId, at) {
      await orm.update(accounts).set({ lastSignedInAt: at }).where(eq(accounts.userId, userId));
    },
    async adoptShares(userId, emailIndex) {
      const adopted = await orm
        .update(portfolioShares)
        .set({ granteeId: userId })
        .where(
          and(
            eq(portfolioShares.emailIndex, emailIndex),
            isNull(portfolioShares.granteeId),
            isNull(portfolioShares.revokedAt),
          ),
        )
        .returning({ id: portfolioShares.id });
      return adopted.length;
    },
    async dropChallenges(userId) {
      await orm.delete(challenges).where(eq(challenges.userId, userId));
    },
    ...userRows(orm),
  };
}

function userRows(orm: NodePgDatabase): Pick<AccountRepository, 'insertUser' | 'promoteDemoUser' | 'setUser'> {
  return {
    async insertUser(user) {
      await orm.insert(users).values(user);
    },
    async promoteDemoUser(userId, change) {
      const promoted = await orm
        .update(users)
        .set({ ...change, isDemo: false, status: 'active' })
        .where(and(eq(users.id, userId), eq(users.isDemo, true)))
        .returning({ id: users.id });
      return promoted.length > 0;
    },
    async setUser(userId, change) {
      await orm.update(users).set(change).where(eq(users.id, userId));
    },
  };
}
