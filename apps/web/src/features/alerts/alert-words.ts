/** What is said of rules and alerts. */
import type { Alert, AlertChannel, AlertDelivery, AlertRule } from '@riskoptimizer/contracts';
import { confidencePercent, count, plural } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { amountText, type Currencies, measures } from './measures.ts';

export const channelNames: Readonly<Record<AlertChannel, string>> = {
  'in-app': 'in the app',
  email: 'e-mail',
  webhook: 'webhook',
};

/** From this share of it on a limit is nearly used up: the server tells so with the same figure. */
const nearUtilisation = 0.8;

export type RuleTone = 'beyond' | 'near' | 'within' | 'none';

export function toneOf({
  state,
  utilisation,
  enabled,
}: Pick<AlertRule, 'state' | 'utilisation' | 'enabled'>): RuleTone {
  if (!enabled || state === 'waiting' || state === 'no-data') return 'none';
  if (state === 'beyond') return 'beyond';
  return utilisation !== null && utilisation >= nearUtilisation ? 'near' : 'within';
}

export function stateWord(rule: Pick<AlertRule, 'state' | 'utilisation' | 'enabled'>): string {
  if (!rule.enabled) return 'off';
  if (rule.state === 'waiting') return 'being measured';
  if (rule.state === 'no-data') return 'no data';
  return toneOf(rule) === 'near' ? 'within, nearly used up' : rule.state;
}

/** `above 25 %`. */
export function thresholdText(rule: AlertRule, currencies: Currencies): string {
  return `${rule.comparison} ${amountText(rule, rule.threshold, currencies)}`;
}

/** `CVaR (95 %, 1y)`. */
export function measureText({ measure, confidence, window }: AlertRule): string {
  const { name, hasConfidence, hasWindow } = measures[measure];
  const facts = [...(hasConfidence ? [confidencePercent(confidence)] : []), ...(hasWindow ? [window] : [])];
  return facts.length === 0 ? name : `${name} (${facts.join(', ')})`;
}

/** The one sentence: how many alerts are open, and how the rules of this portfolio stand. */
export function alertsVerdict(
  open: readonly Pick<Alert, 'acknowledged' | 'portfolioId'>[],
  rules: readonly Pick<AlertRule, 'state' | 'enabled' | 'utilisation'>[],
): string {
  const unseen = open.filter(({ acknowledged }) => acknowledged === null).length;
  const first =
    open.length === 0
      ? 'No alert is open'
      : `${plural(open.length, 'alert')} ${open.length === 1 ? 'is' : 'are'} open, ${unseen === 0 ? 'all seen' : `${count(unseen)} not seen yet`}`;
  return `${first}; ${rulesWords(rules)}.`;
}

function rulesWords(rules: Parameters<typeof alertsVerdict>[1]): string {
  if (rules.length === 0) return 'this portfolio has no rules yet';
  const on = rules.filter(({ enabled }) => enabled);
  const counted = (tone: (rule: (typeof on)[number]) => boolean, word: string) => {
    const found = on.filter(tone).length;
    return found === 0 ? [] : [`${count(found)} ${word}`];
  };
  const parts = [
    ...counted((rule) => toneOf(rule) === 'beyond', 'beyond'),
    ...counted((rule) => toneOf(rule) === 'near', 'nearly used up'),
    ...counted(({ state }) => state === 'no-data', 'without data'),
    ...counted(({ state }) => state === 'waiting', 'being measured'),
  ];
  const of = `of ${plural(rules.length, 'rule')} of this portfolio`;
  if (on.length === 0) return `${of} none is on`;
  return parts.length === 0 ? `${of} none is crossed` : `${of} ${parts.join(', ')}`;
}

/** `e-mail sent after 2 attempts`, with what came back. */
export function deliveryText({ channel, occasion, state, attempts, outcome, lastAttemptAt }: AlertDelivery): string {
  const tries = attempts > 1 ? ` after ${plural(attempts, 'attempt')}` : '';
  const what = `${channelNames[channel]}${occasion === 'over' ? ' of its end' : ''}`;
  const words = { waiting: `waiting${tries}`, sent: `sent${tries}`, failed: `given up${tries}` };
  const when = lastAttemptAt === null ? '' : `, ${instant(lastAttemptAt)}`;
  return `${what} ${words[state]}${when}${outcome === null ? '' : `: ${outcome}`}`;
}
