import { and, eq, isNull } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { FieldCipher } from '../../../domain/cryptography/ports.ts';
import { type ProviderName, providerNames } from '../../../domain/market-data/provider-port.ts';
import type { ProviderSetting } from '../../../domain/market-data/provider-settings.ts';
import type { ProviderSettingRepository } from '../../../domain/market-data/provider-settings-service.ts';
import { providerSettings } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

const placeOf = (row: string) => ({ table: 'provider_settings', column: 'key_sealed', row });

export function createProviderSettingRepository(
  orm: NodePgDatabase,
  cipher: FieldCipher,
  createId: () => string,
): ProviderSettingRepository {
  const isOf = (ownerId: string | null) =>
    ownerId === null ? isNull(providerSettings.ownerId) : eq(providerSettings.ownerId, ownerId);
  const isOne = (ownerId: string | null, provider: ProviderName) =>
    and(isOf(ownerId), eq(providerSettings.provider, provider));
  const toSetting = (row: typeof providerSettings.$inferSelect): ProviderSetting[] => {
    const provider = providerNames.find((name) => name === row.provider);
    // One that a later version knew is left alone.
    if (provider === undefined) return [];
    const key = row.keySealed === null ? null : cipher.open(placeOf(row.id), row.keySealed);
    return [{ provider, enabled: row.enabled, position: row.position, key }];
  };
  return {
    async list(ownerId) {
      return (await orm.select().from(providerSettings).where(isOf(ownerId))).flatMap(toSetting);
    },

    async lock(ownerId, provider, transaction) {
      const rows = await executorOf(orm, transaction)
        .select()
        .from(providerSettings)
        .where(isOne(ownerId, provider))
        .for('update');
      return rows.flatMap(toSetting)[0] ?? null;
    },

    async put(ownerId, { provider, enabled, position, key }, transaction) {
      const executor = executorOf(orm, transaction);
      // The key is sealed for its row, which has to be known before.
      const [row] = await executor
        .insert(providerSettings)
        .values({ id: createId(), ownerId, provider, enabled, position, updatedAt: new Date() })
        .onConflictDoUpdate({
          target: [providerSettings.ownerId, providerSettings.provider],
          set: { enabled, position, updatedAt: new Date() },
        })
        .returning({ id: providerSettings.id });
      const id = row!.id;
      const keySealed = key === null ? null : cipher.seal(placeOf(id), key);
      await executor.update(providerSettings).set({ keySealed }).where(eq(providerSettings.id, id));
    },

    async remove(ownerId, provider, transaction) {
      await executorOf(orm, transaction).delete(providerSettings).where(isOne(ownerId, provider));
    },
  };
}
