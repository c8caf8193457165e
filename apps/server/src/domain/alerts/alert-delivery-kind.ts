/**
 * The job that sends one message about an alert. It is sent at least once: a worker that dies between sending and noting it has
 * it sent again, with the same id, by which whoever takes it knows that it is the same.
 */
import { identifier } from '@riskoptimizer/contracts';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { AccountRepository } from '../identity/accounts/ports.ts';
import type { MailPort } from '../identity/ports.ts';
import type { JobKind, JobRunOutcome } from '../jobs/job-kind.ts';
import type { Transactions } from '../transactions/ports.ts';
import { alertMail, webhookBody } from './delivery-message.ts';
import {
  type AlertDeliveryRepository,
  type AlertRepository,
  type AlertWebhookRepository,
  DeliveryFailure,
  type DeliveryRecord,
  type ShownAlert,
  type WebhookSender,
} from './ports.ts';

export interface AlertDeliveryParts {
  readonly deliveries: AlertDeliveryRepository;
  readonly alerts: Pick<AlertRepository, 'find'>;
  readonly webhooks: Pick<AlertWebhookRepository, 'find'>;
  readonly accounts: Pick<AccountRepository, 'find'>;
  readonly mail: MailPort;
  readonly sender: Pick<WebhookSender, 'post'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

const input = z.strictObject({ deliveryId: identifier });
type Input = z.infer<typeof input>;

/** With the pauses of jobs, which double from a second to a minute, that is about half an hour. */
const attemptsMax = 30;

export function alertDeliveryKind(parts: AlertDeliveryParts): JobKind<Input> {
  const { deliveries, clock } = parts;

  async function require(ownerId: string, { deliveryId }: Input): Promise<DeliveryRecord> {
    const found = await deliveries.find(ownerId, deliveryId);
    if (found === null) throw new ProblemError('not-found', `There is no message ${deliveryId} about an alert.`);
    return found;
  }

  return {
    name: 'alert-delivery',
    input,
    permissions: [],
    timeoutSeconds: 120,
    retries: attemptsMax,
    async authorize({ userId }, asked) {
      await require(userId, asked);
    },
    async run({ actor: { userId: ownerId }, signal }, asked) {
      const delivery = await require(ownerId, asked);
      if (delivery.state === 'sent') return outcomeOf(delivery.id, delivery.outcome ?? '');
      const attempt = await deliveries.begin(ownerId, delivery.id, clock.now());
      try {
        const said = await send(parts, ownerId, delivery, signal);
        const commit = () => deliveries.note(ownerId, delivery.id, 'sent', said);
        return { ...outcomeOf(delivery.id, said), commit };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof DeliveryFailure)) throw error;
        const isOver = !error.mayPass || attempt >= attemptsMax;
        await deliveries.note(ownerId, delivery.id, isOver ? 'failed' : 'waiting', error.message);
        throw new ProblemError(isOver ? 'state-conflict' : 'not-ready', error.message, { cause: error });
      }
    },
  };
}

/** @returns what is to be told of it. */
async function send(
  parts: AlertDeliveryParts,
  ownerId: string,
  delivery: DeliveryRecord,
  signal: AbortSignal,
): Promise<string> {
  const alert = await parts.alerts.find(ownerId, delivery.alertId);
  if (alert === null) throw new DeliveryFailure('The portfolio of the alert was deleted.', false);
  return delivery.channel === 'email'
    ? sendMail(parts, ownerId, delivery, alert)
    : post(parts, ownerId, delivery, alert, signal);
}

async function sendMail(
  { accounts, mail, transactions }: AlertDeliveryParts,
  ownerId: string,
  delivery: DeliveryRecord,
  alert: ShownAlert,
): Promise<string> {
  const account = await transactions.asSystem(() => accounts.find(ownerId));
  if (account === null) throw new DeliveryFailure('You have no e-mail address here: the demo has none.', false);
  try {
    await mail.send(alertMail(account.email, delivery, alert));
  } catch (error) {
    throw new DeliveryFailure('The mail server did not take it.', true, { cause: error });
  }
  return 'Handed to the mail server.';
}

async function post(
  { webhooks, sender, clock }: AlertDeliveryParts,
  ownerId: string,
  delivery: DeliveryRecord,
  alert: ShownAlert,
  signal: AbortSignal,
): Promise<string> {
  const webhook = await webhooks.find(ownerId, alert.ruleId);
  if (webhook === null) throw new DeliveryFailure('The rule has no webhook. Set its address first.', false);
  const timestamp = Math.floor(clock.now().getTime() / 1000);
  const message = { ...webhook, deliveryId: delivery.id, timestamp, body: webhookBody(delivery, alert) };
  const { status } = await sender.post(message, signal);
  return `Taken with ${status}.`;
}

function outcomeOf(deliveryId: string, said: string): JobRunOutcome {
  const json = JSON.stringify({ deliveryId, said });
  return { json, inputsHash: null, engineVersion: null, seed: null, window: null };
}
