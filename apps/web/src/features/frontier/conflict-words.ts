/** The bounds in conflict, each in words: those of single assets by name, those that follow the first row as one. */
import type { LiveConflict } from '../../platform/engine-worker-protocol.ts';
import { percent, plural } from '../../platform/format.ts';
import { type Bound, type BoundsChoice, boundOf, hasOwnBound } from './bounds.ts';

/** Assets named in full before the rest is summed up. */
const namedMax = 8;

export function conflictWords(conflict: LiveConflict, symbols: readonly string[], choice: BoundsChoice): string {
  const involved = conflict.assets.flatMap((index) => symbols[index] ?? []);
  const own = involved.filter((symbol) => hasOwnBound(choice, symbol));
  const otherCount = involved.length - own.length;
  const parts = own.slice(0, namedMax).map((symbol) => `${symbol} ${limitWords(conflict, boundOf(choice, symbol))}`);
  if (own.length > namedMax) parts.push(`${plural(own.length - namedMax, 'more asset')} with bounds of their own`);
  if (otherCount > 0) {
    const who = own.length === 0 ? `each of ${plural(otherCount, 'asset')}` : `each of the ${otherCount} others`;
    parts.push(`${who} ${limitWords(conflict, choice.default)}`);
  }
  return parts.join(', ');
}

/** The side of the bound that is in conflict, or both when they cross. */
function limitWords({ feasibleBudget }: LiveConflict, { lower, upper }: Bound): string {
  if (feasibleBudget === null) return `at least ${percent(lower)} and at most ${percent(upper)}`;
  return feasibleBudget[0] > 1 ? `at least ${percent(lower)}` : `at most ${percent(upper)}`;
}
