/** The verdict on a frontier: what was reachable at the risk of the portfolio as it is, in one sentence. */
import type { FrontierCurve, FrontierPoint } from '@riskoptimizer/contracts';
import { percent, points } from '../wording/numbers-in-words.ts';

export interface FrontierVerdictInput {
  readonly own: FrontierPoint;
  readonly curve: FrontierCurve;
  /** The frontier at the volatility of the portfolio; null when it does not reach there. */
  readonly atOwnRisk: FrontierPoint | null;
}

/** Half a tenth of a point a year: what the sentence would show as 0.0. */
const sameReturn = 0.0005;

const caveat = 'measured on the past, not a promise';

export function frontierVerdict({ own, curve, atOwnRisk }: FrontierVerdictInput): string {
  if (curve.status === 'infeasible') return `No mix meets these bounds. ${curve.conflict.message}`;
  const risk = percent(own.volatilityAnnual, 1);
  if (atOwnRisk === null) return beyondTheFrontier(own, curve);
  const more = atOwnRisk.expectedReturnAnnual - own.expectedReturnAnnual;
  if (more > sameReturn) {
    return `At the same risk, ${risk} a year, a mix within the bounds earned ${points(more)} more a year, ${caveat}.`;
  }
  if (more >= -sameReturn) {
    return `No mix within the bounds earned more at the risk of this portfolio, ${risk} a year: it lies on the frontier, ${caveat}.`;
  }
  return `The portfolio earned ${points(-more)} more a year than any mix within the bounds at its risk, ${risk} a year, because it does not keep to them.`;
}

function beyondTheFrontier(own: FrontierPoint, curve: Extract<FrontierCurve, { status: 'optimal' }>): string {
  const risk = percent(own.volatilityAnnual, 1);
  const least = curve.minimumVariance;
  if (own.volatilityAnnual < least.volatilityAnnual) {
    return `No mix within the bounds is as calm as this portfolio: the calmest varies by ${percent(least.volatilityAnnual, 1)} a year, the portfolio by ${risk}.`;
  }
  const most = curve.corners[0]!;
  const more = most.expectedReturnAnnual - own.expectedReturnAnnual;
  const calmer = `varied by ${percent(most.volatilityAnnual, 1)} a year instead of ${risk}`;
  if (more < -sameReturn) {
    return `The mix of highest return within the bounds ${calmer} and earned ${points(-more)} less a year, ${caveat}.`;
  }
  const earned = more > sameReturn ? `earned ${points(more)} more a year` : 'earned as much';
  return `The mix of highest return within the bounds ${calmer} and ${earned}, ${caveat}.`;
}
