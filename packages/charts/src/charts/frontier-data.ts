/** What the frontier chart is drawn from. */
import type { FrontierPoint, PortfolioFrontier } from '@riskoptimizer/contracts';

/** A point in the plane; the weights behind it are the page's business. */
export type PlanePoint = Pick<FrontierPoint, 'expectedReturnAnnual' | 'volatilityAnnual'>;

export interface EfficientFrontierData {
  readonly assets: readonly Pick<
    PortfolioFrontier['assets'][number],
    'symbol' | 'assetClass' | 'expectedReturnAnnual' | 'volatilityAnnual'
  >[];
  /** Points of the curve in its order, corners among them; null while no portfolio meets the bounds. */
  readonly curve: readonly PlanePoint[] | null;
  readonly corners: readonly PlanePoint[];
  readonly own: PlanePoint;
  readonly minimumVariance: PlanePoint | null;
  readonly maximumSharpe: PlanePoint | null;
  /** Annual. */
  readonly riskFree: number;
  /** The point that is looked at. */
  readonly selected?: PlanePoint | null;
  /** The curve before the bounds were changed, as a shadow. */
  readonly reference?: readonly PlanePoint[] | null;
  /** What the axes show: every asset, or the surroundings of the curve. */
  readonly extent: 'assets' | 'curve';
}
