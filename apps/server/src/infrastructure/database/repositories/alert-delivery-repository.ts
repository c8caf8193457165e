import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AlertDeliveryRepository, DeliveryRecord } from '../../../domain/alerts/ports.ts';
import { alertDeliveries } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

export function createAlertDeliveryRepository(orm: NodePgDatabase): AlertDeliveryRepository {
  const isOne = (ownerId: string, deliveryId: string) =>
    and(eq(alertDeliveries.ownerId, ownerId), eq(alertDeliveries.id, deliveryId));
  return {
    async insert(ownerId, delivery, transaction) {
      await executorOf(orm, transaction)
        .insert(alertDeliveries)
        .values({ ...delivery, ownerId });
    },

    async find(ownerId, deliveryId) {
      const [row] = await orm.select().from(alertDeliveries).where(isOne(ownerId, deliveryId));
      return row === undefined ? null : toRecord(row);
    },

    async ofAlerts(ownerId, alertIds) {
      if (alertIds.length === 0) return [];
      const rows = await orm
        .select()
        .from(alertDeliveries)
        .where(and(eq(alertDeliveries.ownerId, ownerId), inArray(alertDeliveries.alertId, [...alertIds])))
        .orderBy(desc(alertDeliveries.createdAt), desc(alertDeliveries.id));
      return rows.map(toRecord);
    },

    async begin(ownerId, deliveryId, now) {
      const [row] = await orm
        .update(alertDeliveries)
        .set({ attempts: sql`${alertDeliveries.attempts} + 1`, lastAttemptAt: now })
        .where(isOne(ownerId, deliveryId))
        .returning({ attempts: alertDeliveries.attempts });
      if (row === undefined) throw new Error(`The alert delivery ${deliveryId} is gone.`);
      return row.attempts;
    },

    async note(ownerId, deliveryId, state, outcome) {
      await orm.update(alertDeliveries).set({ state, outcome }).where(isOne(ownerId, deliveryId));
    },
  };
}

function toRecord(row: typeof alertDeliveries.$inferSelect): DeliveryRecord {
  const { id, alertId, channel, occasion, state, attempts, outcome, lastAttemptAt, createdAt } = row;
  return { id, alertId, channel, occasion, state, attempts, outcome, lastAttemptAt, createdAt };
}
