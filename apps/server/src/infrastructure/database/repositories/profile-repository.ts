import { eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { FieldCipher } from '../../../domain/cryptography/ports.ts';
import type { ProfileRepository, StoredProfile } from '../../../domain/identity/account/ports.ts';
import { accounts, users } from '../schema/index.ts';
import { emailPlace } from './account-repository.ts';

const walletPlace = (userId: string) => ({ table: 'accounts', column: 'wallet_address_sealed', row: userId });

export function createProfileRepository(orm: NodePgDatabase, cipher: FieldCipher): ProfileRepository {
  const find = async (userId: string): Promise<StoredProfile | null> => {
    const [row] = await orm
      .select({ user: users, account: accounts })
      .from(users)
      .leftJoin(accounts, eq(accounts.userId, users.id))
      .where(eq(users.id, userId));
    return row === undefined ? null : toProfile(row, cipher);
  };
  return {
    find,
    async lock(userId) {
      await orm.select({ id: accounts.userId }).from(accounts).where(eq(accounts.userId, userId)).for('update');
      return find(userId);
    },
    async setDisplayName(userId, displayName) {
      await orm.update(users).set({ displayName }).where(eq(users.id, userId));
    },
    async setWalletAddress(userId, walletAddress) {
      const walletAddressSealed = walletAddress === null ? null : cipher.seal(walletPlace(userId), walletAddress);
      await orm.update(accounts).set({ walletAddressSealed }).where(eq(accounts.userId, userId));
    },
  };
}

interface Row {
  readonly user: typeof users.$inferSelect;
  readonly account: typeof accounts.$inferSelect | null;
}

function toProfile({ user, account }: Row, cipher: FieldCipher): StoredProfile {
  const { id: userId, displayName, role, isDemo, demoSeededAt, createdAt } = user;
  const sealedWallet = account?.walletAddressSealed ?? null;
  return {
    userId,
    displayName,
    role,
    isDemo,
    hasDemo: demoSeededAt !== null,
    createdAt,
    account:
      account === null
        ? null
        : {
            email: cipher.open(emailPlace(userId), account.emailSealed),
            walletAddress: sealedWallet === null ? null : cipher.open(walletPlace(userId), sealedWallet),
            passwordChangedAt: account.passwordChangedAt,
          },
  };
}
