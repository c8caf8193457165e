import { and, desc, eq, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AlertRecord, AlertRepository, AlertRuleRecord, ShownAlert } from '../../../domain/alerts/ports.ts';
import { alertRules, alerts, assets, limitUtilisation, portfolios, users } from '../schema/index.ts';
import { type Executor, executorOf } from '../transactions.ts';

type Kept = Parameters<AlertRepository['keep']>[2];

export function createAlertRepository(orm: NodePgDatabase): AlertRepository {
  /** None of a deleted portfolio. */
  const select = (ownerId: string, which: SQL | undefined, limit: number) =>
    orm
      .select({
        alert: alerts,
        portfolioId: portfolios.id,
        portfolioName: portfolios.name,
        baseCurrency: portfolios.baseCurrency,
        asset: { symbol: assets.symbol, currency: assets.currency },
        by: users.displayName,
      })
      .from(alerts)
      .innerJoin(alertRules, eq(alertRules.id, alerts.ruleId))
      .innerJoin(portfolios, and(eq(portfolios.id, alertRules.portfolioId), isNull(portfolios.deletedAt)))
      // Of the rule as it was.
      .leftJoin(assets, eq(assets.id, sql`(${alerts.rule} -> 'subject' ->> 'assetId')::uuid`))
      .leftJoin(users, eq(users.id, alerts.acknowledgedBy))
      .where(and(eq(alerts.ownerId, ownerId), which))
      .orderBy(desc(alerts.id))
      .limit(limit);

  return {
    async page(ownerId, { portfolioId, isOpen, before, limit }) {
      const which = and(
        portfolioId === undefined ? undefined : eq(alertRules.portfolioId, portfolioId),
        isOpen === undefined ? undefined : isOpen ? isNull(alerts.overAt) : isNotNull(alerts.overAt),
        before === null ? undefined : lt(alerts.id, before),
      );
      return (await select(ownerId, which, limit)).map(toShown);
    },

    async find(ownerId, alertId) {
      const [row] = await select(ownerId, eq(alerts.id, alertId), 1);
      return row === undefined ? null : toShown(row);
    },

    async acknowledge(ownerId, alertId, { by, at, note }, transaction) {
      const changed = await executorOf(orm, transaction)
        .update(alerts)
        .set({ acknowledgedBy: by, acknowledgedAt: at, acknowledgedNote: note })
        .where(and(eq(alerts.ownerId, ownerId), eq(alerts.id, alertId), isNull(alerts.acknowledgedAt)))
        .returning({ id: alerts.id });
      return changed.length > 0;
    },

    async ofRule(ownerId, ruleId) {
      const rows = await orm
        .select()
        .from(alerts)
        .where(and(eq(alerts.ownerId, ownerId), eq(alerts.ruleId, ruleId)))
        .orderBy(desc(alerts.raisedAt), desc(alerts.id));
      return rows.map(toRecord);
    },

    async keep(ownerId, rule, evaluation, now, transaction) {
      const executor = executorOf(orm, transaction);
      const { state, reason, value, valueDate, utilisation } = evaluation;
      // Without data the last value stays, with its date.
      const measured = value === null ? {} : { value, valueDate, utilisation };
      await executor
        .update(alertRules)
        .set({ state, stateReason: reason, evaluatedAt: now, ...measured })
        .where(and(eq(alertRules.ownerId, ownerId), eq(alertRules.id, rule.id)));
      await keepAlert(executor, ownerId, rule, evaluation, now);
      if (rule.content.isLimit && differs(rule, evaluation, now))
        await executor
          .insert(limitUtilisation)
          .values({ ruleId: rule.id, ownerId, at: now, value, utilisation, reason })
          .onConflictDoNothing();
    },
  };
}

interface ShownRow extends Omit<ShownAlert, keyof AlertRecord | 'acknowledged'> {
  readonly alert: typeof alerts.$inferSelect;
  readonly by: string | null;
}

function toShown({ alert, by, ...shown }: ShownRow): ShownAlert {
  const { acknowledgedAt: at, acknowledgedNote: note } = alert;
  // Whoever is gone has left the fact.
  const acknowledged = at === null ? null : { by: by ?? 'a former user', at, note };
  return { ...toRecord(alert), ...shown, acknowledged };
}

function toRecord(row: typeof alerts.$inferSelect): AlertRecord {
  const { id, ruleId, rule, state, raisedValue, lastValue, raisedAt, lastSeenAt, overAt } = row;
  return { id, ruleId, rule, state, raisedValue, lastValue, raisedAt, lastSeenAt, overAt };
}

async function keepAlert(executor: Executor, ownerId: string, rule: AlertRuleRecord, kept: Kept, now: Date) {
  const { change, value, newAlertId } = kept;
  if (change === 'none' || value === null) return;
  if (change === 'raised') {
    const seen = { raisedValue: value, lastValue: value, raisedAt: now, lastSeenAt: now };
    await executor
      .insert(alerts)
      .values({ id: newAlertId, ruleId: rule.id, ownerId, rule: rule.content, state: 'raised', ...seen });
    return;
  }
  const ended = change === 'over' ? { overAt: now } : { lastSeenAt: now };
  await executor
    .update(alerts)
    .set({ state: change, lastValue: value, ...ended })
    .where(and(eq(alerts.ownerId, ownerId), eq(alerts.id, rule.openAlertId!)));
}

/** A point of the history is new when its value or its day is. */
function differs(rule: AlertRuleRecord, { state, value, reason }: Kept, now: Date): boolean {
  const dayOf = (moment: Date | null) => moment?.toISOString().slice(0, 10);
  if (dayOf(rule.evaluatedAt) !== dayOf(now) || rule.state !== state) return true;
  return state === 'no-data' ? rule.stateReason !== reason : rule.value !== value;
}
