import type { AlertOccasion } from '@riskoptimizer/contracts';
import { sql } from 'drizzle-orm';
import { check, foreignKey, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { alertRules, alerts } from './alerts.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Where alerts of a rule are posted. Addresses of webhooks often hold a token, so they are sealed as the secret is. */
export const alertWebhooks = pgTable(
  'alert_webhooks',
  {
    ruleId: uuid('rule_id').primaryKey(),
    ownerId: uuid('owner_id').notNull(),
    /** Of the address, to be shown. */
    host: text().notNull(),
    addressSealed: text('address_sealed').notNull(),
    /** The key of the signature. */
    secretSealed: text('secret_sealed').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    foreignKey({
      name: 'alert_webhooks_rule',
      columns: [table.ruleId, table.ownerId],
      foreignColumns: [alertRules.id, alertRules.ownerId],
    }).onDelete('cascade'),
  ],
);

/** Messages about alerts, by e-mail and webhook; in the app an alert is its own message. */
export const alertDeliveries = pgTable(
  'alert_deliveries',
  {
    id: uuid().primaryKey(),
    alertId: uuid('alert_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    channel: text({ enum: ['email', 'webhook'] }).notNull(),
    occasion: text().$type<AlertOccasion>().notNull(),
    state: text({ enum: ['waiting', 'sent', 'failed'] })
      .notNull()
      .default('waiting'),
    attempts: integer().notNull().default(0),
    /** Of the last attempt. */
    outcome: text(),
    lastAttemptAt: moment('last_attempt_at'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    unique('alert_deliveries_once').on(table.alertId, table.channel, table.occasion),
    foreignKey({
      name: 'alert_deliveries_alert',
      columns: [table.alertId, table.ownerId],
      foreignColumns: [alerts.id, alerts.ownerId],
    }).onDelete('cascade'),
    check('alert_deliveries_channel', sql`${table.channel} in ('email', 'webhook')`),
    check('alert_deliveries_occasion', sql`${table.occasion} in ('raised', 'over')`),
    check('alert_deliveries_state', sql`${table.state} in ('waiting', 'sent', 'failed')`),
  ],
);
