/** Alerts and limits in the words of the live connection. */
import type { AlertOccasion, alertNews, limitNews } from '@riskoptimizer/contracts';
import type { z } from 'zod';
import { alertSentence } from './alert-sentence.ts';
import type { Evaluation } from './evaluate-rule.ts';
import type { AlertRuleRecord, ShownAlert } from './ports.ts';

/** From this share of it on a limit is nearly used up. */
const nearUtilisation = 0.8;
const textLengthMax = 500;

export function alertNewsOf(alert: ShownAlert, occasion: AlertOccasion, now: Date): z.infer<typeof alertNews> {
  const ofRaised = alert.rule.isLimit ? 'critical' : 'warning';
  return {
    alertId: alert.id,
    portfolioId: alert.portfolioId,
    severity: occasion === 'over' ? 'information' : ofRaised,
    text: `${alert.rule.name}: ${alertSentence(alert, occasion)}`.slice(0, textLengthMax),
    at: now.toISOString(),
  };
}

/** Null for what is no limit, has no data, or stays as it was. */
export function limitNewsOf(
  before: AlertRuleRecord,
  { utilisation, state }: Evaluation,
  now: Date,
): z.infer<typeof limitNews> | null {
  if (utilisation === null || (utilisation === before.utilisation && state === before.state)) return null;
  const kept = utilisation >= nearUtilisation ? 'near' : 'kept';
  return {
    portfolioId: before.portfolioId,
    limitId: before.id,
    utilisation,
    state: state === 'beyond' ? 'breached' : kept,
    at: now.toISOString(),
  };
}
