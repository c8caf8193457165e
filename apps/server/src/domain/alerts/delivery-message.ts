/** What is written about an alert: the same words at every attempt, as they are of the moment it tells of. */
import type { AlertOccasion } from '@riskoptimizer/contracts';
import type { Mail } from '../identity/ports.ts';
import { alertSentence } from './alert-sentence.ts';
import type { DeliveryRecord, ShownAlert } from './ports.ts';

/** The alert as it was then: a value that came later is another message. */
function atThatTime(alert: ShownAlert, occasion: AlertOccasion): ShownAlert {
  return { ...alert, lastValue: occasion === 'raised' ? alert.raisedValue : alert.lastValue };
}

/** Plain text, without a link: where the server is reached its reader knows. */
export function alertMail(to: string, { id, occasion }: DeliveryRecord, alert: ShownAlert): Mail {
  const beginning = occasion === 'raised' ? 'Alert' : 'Over';
  return {
    to,
    subject: `${beginning}: ${alert.rule.name}`,
    text: `${alertSentence(atThatTime(alert, occasion), occasion)}

Portfolio: ${alert.portfolioName}
Since: ${alert.raisedAt.toISOString()}
${occasion === 'over' && alert.overAt !== null ? `Over: ${alert.overAt.toISOString()}\n` : ''}
The page Alerts of RiskOptimizer has the rule; it can be acknowledged, changed or switched off there.

Message ${id}

RiskOptimizer
`,
  };
}

/** JSON; the signature is of these very bytes. */
export function webhookBody({ id, occasion, createdAt }: DeliveryRecord, alert: ShownAlert): string {
  const then = atThatTime(alert, occasion);
  const { rule, ruleId, portfolioId, portfolioName } = alert;
  return JSON.stringify({
    id,
    occasion,
    at: createdAt.toISOString(),
    alert: {
      id: alert.id,
      ruleId,
      ruleName: rule.name,
      portfolioId,
      portfolioName,
      subject: rule.subject,
      measure: rule.measure,
      comparison: rule.comparison,
      threshold: rule.threshold,
      value: then.lastValue,
      sentence: alertSentence(then, occasion),
      raisedAt: alert.raisedAt.toISOString(),
      overAt: occasion === 'over' ? (alert.overAt?.toISOString() ?? null) : null,
    },
  });
}
