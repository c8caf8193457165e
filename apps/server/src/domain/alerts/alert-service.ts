/** Alerts as their owner sees them: listed, read, acknowledged. */
import type {
  AcknowledgeAlertRequest,
  Alert,
  AlertDelivery,
  AlertList,
  AlertListQuery,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { alertNotFound, type ObjectAccess } from '../access/object-access.ts';
import { pageCursor } from '../portfolios/page-cursor.ts';
import type { Transactions } from '../transactions/ports.ts';
import { alertAcknowledged } from './alert-rule-events.ts';
import { alertSentence } from './alert-sentence.ts';
import type { AlertDeliveryRepository, AlertRepository, DeliveryRecord, ShownAlert } from './ports.ts';

export interface AlertService {
  /** The newest first. */
  list(actor: SignedInActor, query: AlertListQuery): Promise<AlertList>;
  get(actor: SignedInActor, alertId: string): Promise<Alert>;
  /** Once; it says that somebody has seen it and changes nothing else. */
  acknowledge(actor: SignedInActor, alertId: string, request: AcknowledgeAlertRequest): Promise<Alert>;
}

export interface AlertServiceParts {
  readonly access: Pick<ObjectAccess, 'alert'>;
  readonly alerts: AlertRepository;
  readonly deliveries: Pick<AlertDeliveryRepository, 'ofAlerts'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

const listCursor = pageCursor(
  z.strictObject({ before: z.uuid(), portfolioId: z.uuid().nullable(), open: z.string().nullable() }),
);

export function createAlertService(parts: AlertServiceParts): AlertService {
  const { access, alerts, deliveries, transactions, clock } = parts;

  async function present(ownerId: string, found: readonly ShownAlert[]): Promise<Alert[]> {
    const sent = await deliveries.ofAlerts(
      ownerId,
      found.map(({ id }) => id),
    );
    return found.map((alert) =>
      presentAlert(
        alert,
        sent.filter(({ alertId }) => alertId === alert.id),
      ),
    );
  }

  async function require(ownerId: string, alertId: string): Promise<Alert> {
    const found = await alerts.find(ownerId, alertId);
    if (found === null) throw alertNotFound(alertId);
    return (await present(ownerId, [found]))[0]!;
  }

  return {
    async list(actor, { portfolioId, open, limit, cursor }) {
      const asked = { portfolioId: portfolioId ?? null, open: open ?? null };
      const place = listCursor.read(
        cursor,
        (read) => read.portfolioId === asked.portfolioId && read.open === asked.open,
      );
      const found = await alerts.page(actor.userId, {
        portfolioId,
        isOpen: open === undefined ? undefined : open === 'true',
        before: place?.before ?? null,
        limit: limit + 1,
      });
      const items = await present(actor.userId, found.slice(0, limit));
      const last = found.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last === undefined ? null : listCursor.write({ before: last.id, ...asked }) };
    },

    async get(actor, alertId) {
      const { ownerId } = await access.alert(actor, alertId);
      return require(ownerId, alertId);
    },

    async acknowledge(actor, alertId, { note }) {
      const { ownerId } = await access.alert(actor, alertId);
      return transactions.run(async (transaction) => {
        const by = { by: actor.userId, at: clock.now(), note };
        const isFirst = await alerts.acknowledge(ownerId, alertId, by, transaction);
        const after = await require(ownerId, alertId);
        if (!isFirst) throw alreadySeen(after);
        transactions.record(alertAcknowledged(ownerId, alertId, note));
        return after;
      });
    },
  };
}

function alreadySeen({ acknowledged }: Alert): ProblemError {
  const who = acknowledged === null ? '' : ` by ${acknowledged.by} at ${acknowledged.at}`;
  return new ProblemError('state-conflict', `The alert was acknowledged${who} already.`);
}

function presentAlert(alert: ShownAlert, deliveries: readonly DeliveryRecord[]): Alert {
  const { id, ruleId, rule, portfolioId, portfolioName, state, raisedValue, lastValue, acknowledged } = alert;
  return {
    id,
    ruleId,
    ruleName: rule.name,
    portfolioId,
    portfolioName,
    subject: rule.subject,
    measure: rule.measure,
    comparison: rule.comparison,
    threshold: rule.threshold,
    state,
    sentence: alertSentence(alert, state === 'over' ? 'over' : 'raised'),
    raisedValue,
    lastValue,
    raisedAt: alert.raisedAt.toISOString(),
    lastSeenAt: alert.lastSeenAt.toISOString(),
    overAt: alert.overAt?.toISOString() ?? null,
    acknowledged: acknowledged === null ? null : { ...acknowledged, at: acknowledged.at.toISOString() },
    deliveries: deliveries.map(presentDelivery),
  };
}

function presentDelivery({ id, channel, occasion, state, attempts, outcome, ...times }: DeliveryRecord): AlertDelivery {
  const lastAttemptAt = times.lastAttemptAt?.toISOString() ?? null;
  return { id, channel, occasion, state, attempts, outcome, lastAttemptAt, createdAt: times.createdAt.toISOString() };
}
