import type { AlertChannel, AlertRuleInput } from '@riskoptimizer/contracts';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { assets } from './assets.ts';
import { portfolios } from './portfolios.ts';
import { users } from './users.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What is watched, and what was measured last. `version` counts changes of the rule, not measurements. */
export const alertRules = pgTable(
  'alert_rules',
  {
    id: uuid().primaryKey(),
    portfolioId: uuid('portfolio_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    /** Null for the whole portfolio. */
    assetId: uuid('asset_id'),
    name: text().notNull(),
    measure: text().$type<AlertRuleInput['measure']>().notNull(),
    comparison: text({ enum: ['above', 'below'] }).notNull(),
    threshold: numeric().notNull(),
    hysteresis: numeric().notNull(),
    window: text().$type<AlertRuleInput['window']>().notNull(),
    confidence: doublePrecision().notNull(),
    isLimit: boolean('is_limit').notNull(),
    channels: text().array().$type<AlertChannel[]>().notNull(),
    enabled: boolean().notNull(),
    version: integer().notNull().default(1),
    state: text({ enum: ['waiting', 'within', 'beyond', 'no-data'] })
      .notNull()
      .default('waiting'),
    stateReason: text('state_reason'),
    /** The last that was measured; it stays when there is no data afterwards. */
    value: numeric(),
    valueDate: date('value_date', { mode: 'string' }),
    utilisation: doublePrecision(),
    evaluatedAt: moment('evaluated_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    unique('alert_rules_owner').on(table.id, table.ownerId),
    foreignKey({
      name: 'alert_rules_portfolio',
      columns: [table.portfolioId, table.ownerId],
      foreignColumns: [portfolios.id, portfolios.ownerId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'alert_rules_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }).onDelete('cascade'),
    index('alert_rules_portfolio_id').on(table.portfolioId),
    index('alert_rules_asset_id').on(table.assetId),
    check('alert_rules_comparison', sql`${table.comparison} in ('above', 'below')`),
    check('alert_rules_hysteresis', sql`${table.hysteresis} >= 0`),
    check('alert_rules_state', sql`${table.state} in ('waiting', 'within', 'beyond', 'no-data')`),
    check('alert_rules_reason', sql`(${table.state} = 'no-data') = (${table.stateReason} is not null)`),
    check('alert_rules_limit', sql`not ${table.isLimit} or (${table.comparison} = 'above' and ${table.threshold} > 0)`),
  ],
);

/** How much of a limit was used, whenever that changed. */
export const limitUtilisation = pgTable(
  'limit_utilisation',
  {
    ruleId: uuid('rule_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    at: moment('at').notNull(),
    value: numeric(),
    utilisation: doublePrecision(),
    reason: text(),
  },
  (table) => [
    primaryKey({ name: 'limit_utilisation_pkey', columns: [table.ruleId, table.at] }),
    foreignKey({
      name: 'limit_utilisation_rule',
      columns: [table.ruleId, table.ownerId],
      foreignColumns: [alertRules.id, alertRules.ownerId],
    }).onDelete('cascade'),
    check('limit_utilisation_known', sql`(${table.value} is null) = (${table.reason} is not null)`),
  ],
);

/** That a rule was crossed, with the rule as it was; at most one that is not over for each rule. */
export const alerts = pgTable(
  'alerts',
  {
    id: uuid().primaryKey(),
    ruleId: uuid('rule_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    rule: jsonb().$type<AlertRuleInput>().notNull(),
    state: text({ enum: ['raised', 'still-true', 'over'] }).notNull(),
    raisedValue: numeric('raised_value').notNull(),
    lastValue: numeric('last_value').notNull(),
    raisedAt: moment('raised_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
    overAt: moment('over_at'),
    acknowledgedBy: uuid('acknowledged_by').references(() => users.id, { onDelete: 'set null' }),
    acknowledgedAt: moment('acknowledged_at'),
    acknowledgedNote: text('acknowledged_note'),
  },
  (table) => [
    unique('alerts_owner').on(table.id, table.ownerId),
    foreignKey({
      name: 'alerts_rule',
      columns: [table.ruleId, table.ownerId],
      foreignColumns: [alertRules.id, alertRules.ownerId],
    }).onDelete('cascade'),
    uniqueIndex('alerts_one_open').on(table.ruleId).where(sql`${table.overAt} is null`),
    index('alerts_owner_id').on(table.ownerId, table.id.desc()),
    check('alerts_state', sql`${table.state} in ('raised', 'still-true', 'over')`),
    check('alerts_over', sql`(${table.state} = 'over') = (${table.overAt} is not null)`),
  ],
);
