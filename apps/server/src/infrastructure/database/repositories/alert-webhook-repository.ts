import { and, eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AlertWebhookRepository } from '../../../domain/alerts/ports.ts';
import type { FieldCipher } from '../../../domain/cryptography/ports.ts';
import { alertWebhooks } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

const placeOf = (column: 'address_sealed' | 'secret_sealed', row: string) => ({ table: 'alert_webhooks', column, row });

export function createAlertWebhookRepository(orm: NodePgDatabase, cipher: FieldCipher): AlertWebhookRepository {
  const isOne = (ownerId: string, ruleId: string) =>
    and(eq(alertWebhooks.ownerId, ownerId), eq(alertWebhooks.ruleId, ruleId));
  return {
    async put(ownerId, ruleId, { host, address, secret, createdAt }, transaction) {
      const webhook = {
        host,
        addressSealed: cipher.seal(placeOf('address_sealed', ruleId), address),
        secretSealed: cipher.seal(placeOf('secret_sealed', ruleId), secret),
        createdAt,
      };
      await executorOf(orm, transaction)
        .insert(alertWebhooks)
        .values({ ruleId, ownerId, ...webhook })
        .onConflictDoUpdate({ target: alertWebhooks.ruleId, set: webhook });
    },

    async remove(ownerId, ruleId, transaction) {
      const gone = await executorOf(orm, transaction)
        .delete(alertWebhooks)
        .where(isOne(ownerId, ruleId))
        .returning({ ruleId: alertWebhooks.ruleId });
      return gone.length > 0;
    },

    async find(ownerId, ruleId) {
      const [row] = await orm.select().from(alertWebhooks).where(isOne(ownerId, ruleId));
      if (row === undefined) return null;
      return {
        address: cipher.open(placeOf('address_sealed', ruleId), row.addressSealed),
        secret: cipher.open(placeOf('secret_sealed', ruleId), row.secretSealed),
      };
    },
  };
}
