/** What the parts of the page share: the server's answer, the live frontier, and the point that is looked at. */
import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import { fileNameOf } from '../../platform/csv.ts';
import type { LiveAnswer, LiveFrontier, LivePoint } from '../../platform/engine-worker-protocol.ts';
import type { BoundsChoice } from './bounds.ts';
import type { Selection } from './selection.ts';
import type { CurvePointer } from './use-curve-pointer.ts';

export interface FrontierView {
  readonly frontier: PortfolioFrontier;
  readonly answer: LiveAnswer;
  /** Null while no portfolio meets the bounds. */
  readonly live: LiveFrontier | null;
  readonly riskFree: number;
  readonly bounds: BoundsChoice;
  /** The curve without bounds of one's own, as a shadow; null while the bounds are not changed. */
  readonly reference: readonly Pick<LivePoint, 'expectedReturnAnnual' | 'volatilityAnnual'>[] | null;
  readonly selection: Selection;
  /** The point under the pointer, or else the selected one. */
  readonly shown: LivePoint | null;
  readonly pointer: CurvePointer;
  readonly select: (selection: Selection) => void;
}

/** The server's curve, corners and sampled points in one order. */
export function referenceCurve({ frontier }: PortfolioFrontier): FrontierView['reference'] {
  if (frontier.status !== 'optimal') return null;
  return [...frontier.points, ...frontier.corners].sort((a, b) => a.expectedReturnAnnual - b.expectedReturnAnnual);
}

/** Name of a downloaded file: portfolio, part, last date. */
export function frontierFileName({ portfolioName, window }: PortfolioFrontier, part: string): string {
  return fileNameOf(portfolioName, part, window.to ?? '');
}
