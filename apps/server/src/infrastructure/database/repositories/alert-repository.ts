import { and, desc, eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AlertRecord, AlertRepository, AlertRuleRecord } from '../../../domain/alerts/ports.ts';
import { alertRules, alerts, limitUtilisation } from '../schema/index.ts';
import { type Executor, executorOf } from '../transactions.ts';

type Kept = Parameters<AlertRepository['keep']>[2];

export function createAlertRepository(orm: NodePgDatabase): AlertRepository {
  return {
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
