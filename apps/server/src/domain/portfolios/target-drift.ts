/**
 * How far holdings are from their targets.
 *
 * drift = weight − target. The band is the narrower of the absolute one and of relative × target: with 5 points and 25 %, a
 * target of 40 % may move by 5 points and one of 8 % by 2 (the 5/25 rule). A target of 0 has no relative band.
 */
import type { TargetDrift, TargetsInput } from '@riskoptimizer/contracts';
import { type GroupedHolding, groupOf } from './group-holdings.ts';

/** Weights are sums of doubles: an edge that is met to the last digits is not left. */
export const bandTolerance = 1e-12;

export interface Drifts {
  readonly items: TargetDrift[];
  readonly targetSum: number;
  /** What the targets leave, and what is held of which no target speaks. */
  readonly rest: { readonly target: number; readonly weight: number };
  readonly outsideCount: number;
}

/**
 * @param symbols of assets that have a target, held or not; the id stands in for one that is not there.
 */
export function targetDrifts(
  targets: TargetsInput,
  holdings: readonly GroupedHolding[],
  symbols: ReadonlyMap<string, string>,
): Drifts {
  const weights = new Map<string, number>();
  for (const holding of holdings) {
    const key = targets.kind === 'assets' ? holding.assetId : groupOf(holding, targets.by);
    if (key !== null) weights.set(key, (weights.get(key) ?? 0) + holding.weight);
  }
  const items =
    targets.kind === 'assets'
      ? targets.items.map(({ assetId, ...target }) =>
          driftOf(target, weights.get(assetId) ?? 0, { assetId, group: null, label: symbols.get(assetId) ?? assetId }),
        )
      : targets.items.map(({ group, ...target }) =>
          driftOf(target, weights.get(group) ?? 0, { assetId: null, group, label: group }),
        );
  const targetSum = items.reduce((sum, { target }) => sum + target, 0);
  const held = holdings.reduce((sum, { weight }) => sum + weight, 0);
  const aimedAt = items.reduce((sum, { weight }) => sum + weight, 0);
  return {
    items,
    targetSum,
    rest: { target: Math.max(0, 1 - targetSum), weight: held - aimedAt },
    outsideCount: items.filter(({ isWithinBand }) => isWithinBand === false).length,
  };
}

interface Target {
  readonly weight: number;
  readonly bandAbsolute: number | null;
  readonly bandRelative: number | null;
}

function driftOf(
  { weight: target, bandAbsolute, bandRelative }: Target,
  weight: number,
  about: Pick<TargetDrift, 'assetId' | 'group' | 'label'>,
): TargetDrift {
  const band = bandOf(target, bandAbsolute, bandRelative);
  const drift = weight - target;
  return {
    ...about,
    target,
    bandAbsolute,
    bandRelative,
    weight,
    drift,
    lowest: band === null ? null : target - band,
    highest: band === null ? null : target + band,
    isWithinBand: band === null ? null : Math.abs(drift) <= band + bandTolerance,
  };
}

function bandOf(target: number, absolute: number | null, relative: number | null): number | null {
  const ofTarget = relative === null || target === 0 ? null : relative * target;
  if (absolute === null || ofTarget === null) return absolute ?? ofTarget;
  return Math.min(absolute, ofTarget);
}
