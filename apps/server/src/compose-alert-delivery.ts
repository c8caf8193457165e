/** Puts together how messages about alerts are sent: for the API, which also runs jobs, and for workers. */
import { alertDeliveryKind } from './domain/alerts/alert-delivery-kind.ts';
import type { FieldCipher } from './domain/cryptography/ports.ts';
import type { Transactions } from './domain/transactions/ports.ts';
import { createAccountRepository } from './infrastructure/database/repositories/account-repository.ts';
import { createAlertDeliveryRepository } from './infrastructure/database/repositories/alert-delivery-repository.ts';
import { createAlertRepository } from './infrastructure/database/repositories/alert-repository.ts';
import { createAlertWebhookRepository } from './infrastructure/database/repositories/alert-webhook-repository.ts';
import { createEgress, type Egress } from './infrastructure/third-party/egress/egress.ts';
import { createWebhookSender } from './infrastructure/third-party/webhook-sender.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

export interface AlertDeliveryNeeds {
  readonly cipher: FieldCipher;
  readonly transactions: Transactions;
}

export function composeAlertDelivery(
  { database: { orm }, mail, clock }: ServerParts,
  { cipher, transactions }: AlertDeliveryNeeds,
  egress: Egress = createEgress(),
) {
  const sender = createWebhookSender(egress);
  const kind = alertDeliveryKind({
    deliveries: createAlertDeliveryRepository(orm),
    alerts: createAlertRepository(orm),
    webhooks: createAlertWebhookRepository(orm, cipher),
    accounts: createAccountRepository(orm, cipher),
    mail,
    sender,
    transactions,
    clock,
  });
  return { kind, sender, close: () => egress.close() };
}
