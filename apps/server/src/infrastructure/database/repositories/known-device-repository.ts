import { and, eq, gt } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Clock } from '../../../core/clock.ts';
import type { RandomTokens } from '../../../domain/cryptography/ports.ts';
import type { KnownDevices } from '../../../domain/identity/devices/ports.ts';
import { knownDevices } from '../schema/index.ts';

/** As long as its cookie. */
export const deviceKnownMs = 365 * 86_400_000;

export function createKnownDeviceRepository(orm: NodePgDatabase, tokens: RandomTokens, clock: Clock): KnownDevices {
  // Several people may use one device, each with a row of their own: the user is part of what is hashed.
  const hashOf = (userId: string, token: string) => tokens.digest(`${userId} ${token}`);
  const living = () => gt(knownDevices.lastUsedAt, new Date(clock.now().getTime() - deviceKnownMs));
  const find = async (userId: string, token: string) => {
    const [found] = await orm
      .select({ tokenHash: knownDevices.tokenHash })
      .from(knownDevices)
      .where(and(eq(knownDevices.tokenHash, hashOf(userId, token)), eq(knownDevices.userId, userId), living()));
    return found ?? null;
  };
  return {
    async keyOf(userId, deviceToken) {
      const found = deviceToken === null ? null : await find(userId, deviceToken);
      return found === null ? null : found.tokenHash.toString('hex');
    },
    async keysOf(userId) {
      const found = await orm
        .select({ tokenHash: knownDevices.tokenHash })
        .from(knownDevices)
        .where(eq(knownDevices.userId, userId));
      return found.map(({ tokenHash }) => tokenHash.toString('hex'));
    },
    async remember(userId, deviceToken, now) {
      const token = deviceToken ?? tokens.create();
      await orm
        .insert(knownDevices)
        .values({ tokenHash: hashOf(userId, token), userId, createdAt: now, lastUsedAt: now })
        .onConflictDoUpdate({ target: knownDevices.tokenHash, set: { lastUsedAt: now } });
      return deviceToken === null ? token : null;
    },
  };
}
