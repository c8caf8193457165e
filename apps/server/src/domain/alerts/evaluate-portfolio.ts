/** Measures the rules of a portfolio, keeps what came of it, and tells of what began or ended. */
import type { AlertOccasion } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { asServer, runInContext, type SignedInActor } from '../../core/request-context.ts';
import type { JobOwners } from '../jobs/ports.ts';
import type { SendJob } from '../jobs/send-job.ts';
import type { LiveEvent } from '../live/event-board.ts';
import type { Transactions } from '../transactions/ports.ts';
import { alertNewsOf, limitNewsOf } from './alert-news.ts';
import { type Evaluation, evaluateRule } from './evaluate-rule.ts';
import { type Measured, type MeasuringParts, measuring } from './measure-rules.ts';
import type {
  AlertDeliveryRepository,
  AlertRepository,
  AlertRuleRecord,
  AlertRuleRepository,
  WatchedPortfolio,
} from './ports.ts';

export interface EvaluatingParts extends MeasuringParts {
  readonly rules: AlertRuleRepository;
  readonly alerts: AlertRepository;
  readonly deliveries: Pick<AlertDeliveryRepository, 'insert'>;
  readonly owners: JobOwners;
  readonly sendJob: SendJob;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
  readonly publish: (events: readonly LiveEvent[]) => void;
}

/** What an evaluation has made of a rule. */
interface Kept {
  /** As it was. */
  readonly before: AlertRuleRecord;
  readonly evaluation: Evaluation;
  readonly alertId: string | null;
}

/** Done for the owner, who sees what is theirs and nothing else; rules of those who may not sign in any more rest. */
export async function evaluatePortfolio(
  parts: EvaluatingParts,
  { ownerId, portfolioId }: WatchedPortfolio,
): Promise<void> {
  const owner = await asServer(() => parts.owners.find(ownerId));
  if (owner === null) return;
  const actor: SignedInActor = {
    kind: 'user',
    userId: ownerId,
    ...owner,
    sessionId: parts.createId(),
    client: 'app',
    assurance: 'full',
    tokenId: parts.createId(),
    confirmedUntil: null,
  };
  await runInContext({ requestId: null, address: null, actor }, async () => {
    const rules = (await parts.rules.list(ownerId, portfolioId)).filter(({ content }) => content.enabled);
    const measure = measuring(parts, actor, portfolioId);
    for (const rule of rules) {
      const kept = await keep(parts, ownerId, rule, await measure(rule.content));
      if (kept !== null) await tell(parts, ownerId, kept);
    }
  });
}

/** Null when the rule was changed or deleted while it was measured: it is measured again, as that was announced. */
function keep(
  parts: EvaluatingParts,
  ownerId: string,
  seen: AlertRuleRecord,
  { measurement, valueDate }: Measured,
): Promise<Kept | null> {
  const { rules, alerts, transactions, clock, createId } = parts;
  return transactions.run(async (transaction) => {
    const before = await rules.lock(ownerId, seen.portfolioId, seen.id, transaction);
    if (before === null || before.version !== seen.version) return null;
    const evaluation = evaluateRule(before.content, before.openAlertId !== null, measurement);
    const newAlertId = createId();
    await alerts.keep(ownerId, before, { ...evaluation, valueDate, newAlertId }, clock.now(), transaction);
    const alertId = evaluation.change === 'raised' ? newAlertId : before.openAlertId;
    if (alertId !== null && (evaluation.change === 'raised' || evaluation.change === 'over'))
      await deliver(parts, ownerId, before, { alertId, occasion: evaluation.change });
    return { before, evaluation, alertId };
  });
}

/** In the transaction of the alert: it is never without its messages, and no message without its alert. */
async function deliver(
  { deliveries, sendJob, transactions, clock, createId }: EvaluatingParts,
  ownerId: string,
  { content }: AlertRuleRecord,
  about: { readonly alertId: string; readonly occasion: AlertOccasion },
): Promise<void> {
  for (const channel of content.channels) {
    if (channel === 'in-app') continue;
    const id = createId();
    await transactions.run((transaction) =>
      deliveries.insert(ownerId, { id, ...about, channel, createdAt: clock.now() }, transaction),
    );
    await sendJob(ownerId, 'alert-delivery', { deliveryId: id });
  }
}

/** After the transaction: what is told cannot be taken back. */
async function tell(
  { alerts, publish, clock }: EvaluatingParts,
  ownerId: string,
  { before, evaluation, alertId }: Kept,
): Promise<void> {
  const limit = limitNewsOf(before, evaluation, clock.now());
  if (limit !== null) publish([{ type: 'limit', news: limit }]);
  if (alertId === null || (evaluation.change !== 'raised' && evaluation.change !== 'over')) return;
  const alert = await alerts.find(ownerId, alertId);
  if (alert === null) return;
  publish([{ type: 'alert', userId: ownerId, news: alertNewsOf(alert, evaluation.change, clock.now()) }]);
}
