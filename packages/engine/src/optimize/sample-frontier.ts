/** Points along the frontier for tables and curves. The points are exact; only their choice is a sample. */
import { requireInteger } from '../validate/numbers.ts';
import type { OptimalFrontier } from './efficient-frontier.ts';
import { type FrontierPortfolio, frontierPoint, pointOfCorner } from './frontier-point.ts';

/**
 * `count` portfolios from minimum variance to the first corner, evenly spaced in expected return, both ends included.
 *
 * A frontier that is one point gives that point once.
 */
export function sampleFrontier(frontier: OptimalFrontier, count: number): FrontierPortfolio[] {
  requireInteger(count, 2, 'count');
  const { corners } = frontier;
  const least = corners[corners.length - 1];
  const most = corners[0];
  const range = most.expectedReturn - least.expectedReturn;
  if (!(range > 0)) return [pointOfCorner(least, 0)];
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return pointOfCorner(least, 0);
    if (index === count - 1) return pointOfCorner(most);
    const atReturn = least.expectedReturn + (range * index) / (count - 1);
    return frontierPoint(frontier, { atReturn }) ?? pointOfCorner(most);
  });
}
