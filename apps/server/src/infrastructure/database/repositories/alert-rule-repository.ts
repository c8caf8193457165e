import type { AlertRuleInput } from '@riskoptimizer/contracts';
import { and, asc, desc, eq, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AlertRuleRecord, AlertRuleRepository } from '../../../domain/alerts/ports.ts';
import { alertRules, alerts, alertWebhooks, limitUtilisation, portfolios } from '../schema/index.ts';
import { type Executor, executorOf } from '../transactions.ts';

export function createAlertRuleRepository(orm: NodePgDatabase): AlertRuleRepository {
  const select = (executor: Executor, which: SQL | undefined) =>
    executor
      .select({
        rule: alertRules,
        openAlertId: alerts.id,
        webhook: { host: alertWebhooks.host, createdAt: alertWebhooks.createdAt },
      })
      .from(alertRules)
      .leftJoin(alertWebhooks, eq(alertWebhooks.ruleId, alertRules.id))
      .leftJoin(alerts, and(eq(alerts.ruleId, alertRules.id), isNull(alerts.overAt)))
      .where(which);

  return {
    async list(ownerId, portfolioId) {
      const rows = await select(
        orm,
        and(eq(alertRules.ownerId, ownerId), eq(alertRules.portfolioId, portfolioId)),
      ).orderBy(asc(alertRules.name), asc(alertRules.id));
      return rows.map(toRecord);
    },

    async find(ownerId, portfolioId, ruleId) {
      const [row] = await select(orm, isOne(ownerId, portfolioId, ruleId));
      return row === undefined ? null : toRecord(row);
    },

    async lock(ownerId, portfolioId, ruleId, transaction) {
      const executor = executorOf(orm, transaction);
      // First the lock, then the reading: the alert of a transaction that was waited for is seen.
      await executor
        .select({ id: alertRules.id })
        .from(alertRules)
        .where(isOne(ownerId, portfolioId, ruleId))
        .for('update');
      const [row] = await select(executor, isOne(ownerId, portfolioId, ruleId));
      return row === undefined ? null : toRecord(row);
    },

    async insert(ownerId, portfolioId, id, content, now, transaction) {
      await executorOf(orm, transaction)
        .insert(alertRules)
        .values({ ...columnsOf(content), id, ownerId, portfolioId, createdAt: now, updatedAt: now });
    },

    async replace(ownerId, ruleId, content, now, transaction) {
      const executor = executorOf(orm, transaction);
      await executor
        .update(alerts)
        .set({ state: 'over', overAt: now })
        .where(and(eq(alerts.ownerId, ownerId), eq(alerts.ruleId, ruleId), isNull(alerts.overAt)));
      await executor
        .update(alertRules)
        .set({ ...columnsOf(content), ...unmeasured, version: sql`${alertRules.version} + 1`, updatedAt: now })
        .where(and(eq(alertRules.ownerId, ownerId), eq(alertRules.id, ruleId)));
    },

    async utilisation(ownerId, ruleId, { before, limit }) {
      const { at, value, utilisation, reason } = limitUtilisation;
      return orm
        .select({ at, value, utilisation, reason })
        .from(limitUtilisation)
        .where(
          and(
            eq(limitUtilisation.ownerId, ownerId),
            eq(limitUtilisation.ruleId, ruleId),
            before === null ? undefined : lt(at, before),
          ),
        )
        .orderBy(desc(at))
        .limit(limit);
    },

    async watched(ownerId) {
      return orm
        .selectDistinct({ ownerId: alertRules.ownerId, portfolioId: alertRules.portfolioId })
        .from(alertRules)
        .innerJoin(portfolios, eq(portfolios.id, alertRules.portfolioId))
        .where(
          and(
            eq(alertRules.enabled, true),
            isNull(portfolios.deletedAt),
            isNull(portfolios.archivedAt),
            ownerId === null ? undefined : eq(alertRules.ownerId, ownerId),
          ),
        );
    },

    async remove(ownerId, ruleId, transaction) {
      await executorOf(orm, transaction)
        .delete(alertRules)
        .where(and(eq(alertRules.ownerId, ownerId), eq(alertRules.id, ruleId)));
    },
  };
}

const unmeasured = {
  state: 'waiting' as const,
  stateReason: null,
  value: null,
  valueDate: null,
  utilisation: null,
  evaluatedAt: null,
};

function isOne(ownerId: string, portfolioId: string, ruleId: string) {
  return and(eq(alertRules.ownerId, ownerId), eq(alertRules.portfolioId, portfolioId), eq(alertRules.id, ruleId));
}

function columnsOf({ subject, ...content }: AlertRuleInput) {
  return { ...content, assetId: subject.kind === 'asset' ? subject.assetId : null };
}

interface RuleRow {
  readonly rule: typeof alertRules.$inferSelect;
  readonly openAlertId: string | null;
  readonly webhook: { readonly host: string; readonly createdAt: Date } | null;
}

function toRecord({ rule, openAlertId, webhook }: RuleRow): AlertRuleRecord {
  const { ownerId: _, id, portfolioId, version, state, stateReason, value, valueDate, utilisation, ...rest } = rule;
  const { evaluatedAt, createdAt, updatedAt, assetId, ...content } = rest;
  const subject = assetId === null ? { kind: 'portfolio' as const } : { kind: 'asset' as const, assetId };
  const measured = { state, stateReason, value, valueDate, utilisation, evaluatedAt };
  return {
    id,
    portfolioId,
    content: { ...content, subject },
    version,
    ...measured,
    openAlertId,
    webhook,
    createdAt,
    updatedAt,
  };
}
