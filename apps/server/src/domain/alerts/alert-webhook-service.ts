/** Where alerts of a rule are posted: set by the owner of the portfolio, with a secret that is shown once. */
import type { AlertWebhook, AlertWebhookInput } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { ObjectAccess } from '../access/object-access.ts';
import type { RandomTokens } from '../cryptography/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import { alertWebhookRemoved, alertWebhookSet } from './alert-rule-events.ts';
import { requireRule } from './alert-rule-service.ts';
import type { AlertRuleRepository, AlertWebhookRepository, WebhookSender } from './ports.ts';

export interface AlertWebhookService {
  /** Makes a new secret each time; the one before signs nothing any more. */
  put(actor: SignedInActor, portfolioId: string, ruleId: string, input: AlertWebhookInput): Promise<AlertWebhook>;
  remove(actor: SignedInActor, portfolioId: string, ruleId: string): Promise<void>;
}

export interface AlertWebhookServiceParts {
  readonly access: Pick<ObjectAccess, 'portfolio'>;
  readonly rules: AlertRuleRepository;
  readonly webhooks: AlertWebhookRepository;
  readonly sender: Pick<WebhookSender, 'hostOf'>;
  readonly tokens: RandomTokens;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export function createAlertWebhookService(parts: AlertWebhookServiceParts): AlertWebhookService {
  const { access, rules, webhooks, sender, tokens, transactions, clock } = parts;
  return {
    async put(actor, portfolioId, ruleId, { address }) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      return transactions.run(async (transaction) => {
        const rule = requireRule(await rules.lock(ownerId, portfolioId, ruleId, transaction), ruleId, 'any');
        const host = sender.hostOf(address);
        const [secret, createdAt] = [tokens.create(), clock.now()];
        await webhooks.put(ownerId, ruleId, { host, address, secret, createdAt }, transaction);
        transactions.record(alertWebhookSet(ownerId, rule, host));
        return { host, secret, createdAt: createdAt.toISOString() };
      });
    },
    async remove(actor, portfolioId, ruleId) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      await transactions.run(async (transaction) => {
        const rule = requireRule(await rules.lock(ownerId, portfolioId, ruleId, transaction), ruleId, 'any');
        if (rule.webhook === null) throw new ProblemError('not-found', `The alert rule ${ruleId} has no webhook.`);
        await webhooks.remove(ownerId, ruleId, transaction);
        transactions.record(alertWebhookRemoved(ownerId, rule, rule.webhook.host));
      });
    },
  };
}
