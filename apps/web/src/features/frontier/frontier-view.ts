/** What the parts of the page share: the server's answer, the live frontier, and the point that is looked at. */
import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import { fileNameOf } from '../../platform/csv.ts';
import type { FrontierBounds, LiveAnswer, LiveFrontier, LivePoint } from '../../platform/engine-worker-protocol.ts';
import type { Selection } from './selection.ts';
import type { CurvePointer } from './use-curve-pointer.ts';

export interface FrontierView {
  readonly frontier: PortfolioFrontier;
  readonly answer: LiveAnswer;
  /** Null while no portfolio meets the bounds. */
  readonly live: LiveFrontier | null;
  readonly riskFree: number;
  /** The bounds that `live` was computed with. */
  readonly bounds: FrontierBounds;
  /** The curve without bounds of one's own, as a shadow; null while the bounds are not changed. */
  readonly reference: readonly Pick<LivePoint, 'expectedReturnAnnual' | 'volatilityAnnual'>[] | null;
  readonly selection: Selection;
  /** Null when the frontier has no such portfolio. */
  readonly selected: LivePoint | null;
  /** The point under the pointer. */
  readonly pointed: LivePoint | null;
  readonly pointer: CurvePointer;
  readonly select: (selection: Selection) => void;
}

/** What the page speaks of: the point under the pointer, or else the selected one. */
export function shownPoint({ pointed, selected }: Pick<FrontierView, 'pointed' | 'selected'>): LivePoint | null {
  return pointed ?? selected;
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
