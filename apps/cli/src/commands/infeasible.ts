import type { Moments } from '../input/moments.ts';
import { byAsset } from '../output/answer.ts';
import { figure, formatTable, percent } from '../output/text-table.ts';

/** What the engine says when no portfolio meets the constraints, or when there is no best one. */
export interface Refusal {
  readonly status: 'infeasible' | 'unbounded' | 'iteration-limit';
  readonly message: string;
  /** The constraints in conflict. */
  readonly constraints: readonly string[];
  readonly feasibleRange: { readonly of: string; readonly minimum: number; readonly maximum: number } | null;
  /** The feasible weights that come nearest. */
  readonly nearest: ArrayLike<number> | null;
}

/** The part of an answer that says why there is no portfolio: a result like any other, exit status 0. */
export function refusalJson(refusal: Refusal, moments: Moments): Record<string, unknown> {
  const { status, message, constraints, feasibleRange, nearest } = refusal;
  return {
    status,
    message,
    conflict: constraints,
    feasibleRange,
    nearest: nearest === null ? null : byAsset(moments.assets, nearest),
  };
}

export function refusalText(refusal: Refusal, moments: Moments): string {
  const lines = [`No portfolio (${refusal.status}): ${refusal.message}`];
  if (refusal.constraints.length > 0)
    lines.push('In conflict:', ...refusal.constraints.map((constraint) => `  ${constraint}`));
  const range = refusal.feasibleRange;
  if (range !== null) lines.push(`Feasible ${range.of}: ${figure(range.minimum)} to ${figure(range.maximum)}.`);
  const nearest = refusal.nearest;
  if (nearest !== null) {
    const held = moments.assets.flatMap((asset, index) =>
      nearest[index] === 0 ? [] : [[asset, percent(nearest[index] ?? null)]],
    );
    lines.push('', formatTable([['nearest', 'weight'], ...held]));
  }
  return lines.join('\n');
}
