/** Where each holding should be: its target, the edge of its band, or where it is. */
import type { RebalancingRequest, TargetDrift, TargetsInput } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import { type GroupedHolding, groupOf } from '../portfolios/group-holdings.ts';
import { targetDrifts } from '../portfolios/target-drift.ts';

export interface Aim {
  readonly assetId: string;
  /** Weight that is aimed at in the end; null when no target speaks of it. */
  readonly target: number | null;
  /** Weight to trade to now; null: left as it is. */
  readonly desired: number | null;
}

type Manner = Pick<RebalancingRequest, 'targets' | 'trigger' | 'rebalanceTo'>;

/**
 * One aim for each asset that is held or has a target, those that are held first. A target of a group is shared among what is held
 * of it as it is now.
 *
 * @param saved Targets of the portfolio; null when it has none.
 * @throws ProblemError `state-conflict` without saved targets, or when nothing is held of a group with a target;
 * `request-invalid` for bands where there are none.
 */
export function aimsOf(manner: Manner, holdings: readonly GroupedHolding[], saved: TargetsInput | null): Aim[] {
  if (manner.targets.kind === 'weights') {
    requireNoBands(manner);
    const targets = new Map(manner.targets.items.map(({ assetId, weight }) => [assetId, weight]));
    const held = holdings.map(({ assetId }) => assetId);
    return [...new Set([...held, ...targets.keys()])].map((assetId) => {
      const target = targets.get(assetId) ?? 0;
      return { assetId, target, desired: target };
    });
  }
  if (saved === null) throw noTargets();
  const { items } = targetDrifts(saved, holdings, new Map());
  return saved.kind === 'assets' ? ofAssets(manner, holdings, items) : ofGroups(manner, holdings, items, saved.by);
}

function ofAssets(manner: Manner, holdings: readonly GroupedHolding[], drifts: readonly TargetDrift[]): Aim[] {
  const byAsset = new Map(drifts.map((drift) => [drift.assetId!, drift]));
  const ids = [...new Set([...holdings.map(({ assetId }) => assetId), ...byAsset.keys()])];
  return ids.map((assetId) => {
    const drift = byAsset.get(assetId);
    return drift === undefined
      ? { assetId, target: null, desired: null }
      : { assetId, target: drift.target, desired: desiredWeight(manner, drift) };
  });
}

function ofGroups(
  manner: Manner,
  holdings: readonly GroupedHolding[],
  drifts: readonly TargetDrift[],
  by: string,
): Aim[] {
  const byGroup = new Map(drifts.map((drift) => [drift.group!, drift]));
  const empty = drifts.find(({ target, weight }) => target > 0 && weight <= 0);
  if (empty !== undefined) throw nothingHeld(empty.label);
  return holdings.map((holding) => {
    const drift = byGroup.get(groupOf(holding, by) ?? '');
    if (drift === undefined) return { assetId: holding.assetId, target: null, desired: null };
    const share = drift.weight === 0 ? 0 : holding.weight / drift.weight;
    const desired = desiredWeight(manner, drift);
    return {
      assetId: holding.assetId,
      target: drift.target * share,
      desired: desired === null ? null : desired * share,
    };
  });
}

function desiredWeight({ trigger, rebalanceTo }: Manner, drift: TargetDrift): number | null {
  const { target, weight, lowest, highest, isWithinBand } = drift;
  if (trigger === 'outside-band' && isWithinBand === true) return null;
  if (rebalanceTo === 'target' || lowest === null || highest === null) return target;
  if (isWithinBand === true) return null;
  return weight < lowest ? lowest : highest;
}

function requireNoBands({ trigger, rebalanceTo }: Manner): void {
  if (trigger === 'always' && rebalanceTo === 'target') return;
  const field = trigger === 'always' ? '/rebalanceTo' : '/trigger';
  throw new ProblemError('request-invalid', 'Weights have no bands. Save targets with bands, and rebalance to those.', {
    errors: [{ field, message: 'expected targets of the kind "saved"', remedy: 'Save targets with bands first.' }],
  });
}

function noTargets(): ProblemError {
  const detail = 'The portfolio has no targets yet. Save some, or give weights to rebalance to.';
  return new ProblemError('state-conflict', detail);
}

function nothingHeld(group: string): ProblemError {
  const detail =
    `Nothing is held of "${group}", so it is not known what to buy for it. Set targets for assets, or buy something of ` +
    'that group first.';
  return new ProblemError('state-conflict', detail);
}
