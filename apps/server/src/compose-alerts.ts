/** Puts alerts together: rules and what they measure, alerts, and when they are measured. */
import type { IdentityFoundation } from './compose-identity.ts';
import type { Live } from './compose-live.ts';
import type { Repositories } from './compose-repositories.ts';
import { createId } from './core/ids.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import { createAlertRuleService } from './domain/alerts/alert-rule-service.ts';
import { createAlertService } from './domain/alerts/alert-service.ts';
import { AlertWatch } from './domain/alerts/alert-watch.ts';
import { createAlertWebhookService } from './domain/alerts/alert-webhook-service.ts';
import { evaluatePortfolio } from './domain/alerts/evaluate-portfolio.ts';
import type { WebhookSender } from './domain/alerts/ports.ts';
import type { SendJob } from './domain/jobs/send-job.ts';
import type { PortfolioService } from './domain/portfolios/portfolio-service.ts';
import type { TargetService } from './domain/portfolios/target-service.ts';
import type { RiskService } from './domain/risk/risk-service.ts';
import { createAlertDeliveryRepository } from './infrastructure/database/repositories/alert-delivery-repository.ts';
import { createAlertRepository } from './infrastructure/database/repositories/alert-repository.ts';
import { createAlertRuleRepository } from './infrastructure/database/repositories/alert-rule-repository.ts';
import { createAlertWebhookRepository } from './infrastructure/database/repositories/alert-webhook-repository.ts';
import { createJobOwnerRepository } from './infrastructure/database/repositories/job-owner-repository.ts';

export interface AlertNeeds {
  readonly repositories: Repositories;
  readonly access: ObjectAccess;
  readonly sender: WebhookSender;
  readonly sendJob: SendJob;
  /** What is measured. */
  readonly measured: {
    readonly portfolios: PortfolioService;
    readonly targets: TargetService;
    readonly risk: RiskService;
  };
  readonly live: Pick<Live, 'events' | 'news' | 'leadership'>;
}

export function composeAlerts(
  { orm, cipher, tokens, clock, log }: IdentityFoundation,
  { repositories, access, sender, sendJob, measured, live }: AlertNeeds,
) {
  const parts = {
    assets: repositories.assets,
    transactions: repositories.transactions,
    access,
    rules: createAlertRuleRepository(orm),
    alerts: createAlertRepository(orm),
    webhooks: createAlertWebhookRepository(orm, cipher),
    deliveries: createAlertDeliveryRepository(orm),
    sender,
    tokens,
    clock,
    createId,
  };
  // One by one: what else is handed in with them has names of its own.
  const { portfolios, targets, risk } = measured;
  const evaluating = {
    ...parts,
    portfolios,
    targets,
    risk,
    owners: createJobOwnerRepository(orm),
    sendJob,
    publish: live.events.publish.bind(live.events),
  };
  const watch = new AlertWatch({
    news: live.news,
    leadership: live.leadership,
    rules: parts.rules,
    evaluate: (portfolio) => evaluatePortfolio(evaluating, portfolio),
    log,
  });
  return {
    services: {
      alertRules: createAlertRuleService(parts),
      alertWebhooks: createAlertWebhookService(parts),
      alerts: createAlertService(parts),
    },
    /** What is being measured ends first. */
    close: () => watch.close(),
  };
}
