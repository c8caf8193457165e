/** The verdict for bounds that the server has not seen, in one sentence from the numbers of the engine. */
import type { LiveAnswer, LiveConflict, LiveFrontier } from '../../platform/engine-worker-protocol.ts';
import { percent } from '../../platform/format.ts';

/** A gain of expected return below this is no better mix but noise. */
const worthwhileGain = 0.0005;

export function liveVerdict(answer: LiveAnswer): string {
  return answer.status === 'infeasible' ? conflictVerdict(answer) : frontierVerdict(answer);
}

function frontierVerdict({ own, sameRisk, minimumVariance }: LiveFrontier): string {
  const ownRisk = percent(own.volatilityAnnual);
  if (sameRisk === null) {
    return `Within these bounds every mix swings more than yours: at least ${percent(minimumVariance.volatilityAnnual)} a year, against ${ownRisk}.`;
  }
  const gain = sameRisk.expectedReturnAnnual - own.expectedReturnAnnual;
  if (gain < -worthwhileGain) {
    return `Within these bounds no mix with your risk of ${ownRisk} a year earns what yours does: at most ${percent(sameRisk.expectedReturnAnnual)} is expected, against ${percent(own.expectedReturnAnnual)}.`;
  }
  if (gain < worthwhileGain) {
    return `Within these bounds your portfolio is already as good as any with its risk of ${ownRisk} a year.`;
  }
  return `Within these bounds another mix with no more risk than yours (${ownRisk} a year) would have earned ${percent(sameRisk.expectedReturnAnnual)} a year instead of ${percent(own.expectedReturnAnnual)}.`;
}

/** What the bounds allow, against what they would have to. */
export function conflictVerdict({ feasibleBudget, assets }: LiveConflict, budget = 1): string {
  if (feasibleBudget === null) {
    const bounds = assets.length === 1 ? 'one asset has' : `${assets.length} assets have`;
    return `No portfolio meets these bounds: ${bounds} a lowest weight above the highest.`;
  }
  const [least, most] = feasibleBudget;
  return least > budget
    ? `No portfolio meets these bounds: the lowest weights already add up to ${percent(least)}, and there is only ${percent(budget, 0)} to invest.`
    : `No portfolio meets these bounds: the highest weights add up to ${percent(most)}, and ${percent(budget, 0)} has to be invested.`;
}
