/** The deepest stretch below a former peak, read off a series of drawdowns. */
import type { DrawdownEpisode } from '@riskoptimizer/contracts';

/** Below this a return to the peak is only rounding. */
const atPeak = 1e-12;

/**
 * From the peak over the trough to the recovery.
 *
 * `drawdown` has one value a date as a share of the highest value so far, in either sign; null where nothing is known.
 * Nothing below a peak gives undefined.
 */
export function deepestDrawdown(
  dates: readonly string[],
  drawdown: readonly (number | null)[],
): DrawdownEpisode | undefined {
  const depths = drawdown.map((depth) => (depth === null ? null : Math.abs(depth)));
  let trough = -1;
  for (const [index, depth] of depths.entries()) {
    if (depth !== null && depth > (depths[trough] ?? atPeak)) trough = index;
  }
  if (trough < 0) return undefined;
  const isPeak = (depth: number | null) => depth !== null && depth <= atPeak;
  const peak = Math.max(
    0,
    depths.findLastIndex((depth, index) => index < trough && isPeak(depth)),
  );
  const recovery = depths.findIndex((depth, index) => index > trough && isPeak(depth));
  return {
    peakDate: dates[peak] ?? '',
    troughDate: dates[trough] ?? '',
    recoveryDate: recovery < 0 ? null : (dates[recovery] ?? null),
    depth: depths[trough] ?? 0,
    lengthPeriods: (recovery < 0 ? dates.length - 1 : recovery) - peak,
    recoveryPeriods: recovery < 0 ? null : recovery - trough,
  };
}
