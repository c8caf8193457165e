import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { LiveConflict } from '../../platform/engine-worker-protocol.ts';
import { percent, plural } from '../../platform/format.ts';
import { type BoundsChoice, boundOf } from './bounds.ts';
import classes from './infeasible-notice.module.css';
import { loosenBounds } from './nearest-bounds.ts';

export interface InfeasibleNoticeProps {
  readonly conflict: LiveConflict;
  readonly symbols: readonly string[];
  readonly bounds: BoundsChoice;
  readonly onApply: (bounds: BoundsChoice) => void;
  readonly onUndo: (() => void) | null;
}

/** Bounds named in full before the rest is summed up. */
const namedMax = 8;

/** No portfolio meets the bounds: which ones are in conflict, and the smallest change after which one does. */
export function InfeasibleNotice({ conflict, symbols, bounds, onApply, onUndo }: InfeasibleNoticeProps) {
  const loosened = useMemo(() => loosenBounds(bounds, symbols), [bounds, symbols]);
  const involved = conflict.assets.map((index) => conflictText(conflict, symbols[index] ?? '', bounds));
  const rest = involved.length - namedMax;
  return (
    <section className={classes.notice} role="alert" aria-label="Bounds in conflict">
      <h2 className={classes.title}>Bounds in conflict</h2>
      <p className={classes.list}>
        {involved.slice(0, namedMax).join(', ')}
        {rest > 0 && ` and ${rest} more`}
        {conflict.feasibleBudget !== null && '; together they must allow 100\u00a0%.'}
      </p>
      <div className={classes.actions}>
        <Button onClick={() => onApply(loosened.choice)}>
          Apply the nearest bounds that work ({plural(loosened.changedCount, 'asset')})
        </Button>
        {onUndo && (
          <Button variant="default" onClick={onUndo}>
            Undo the last change
          </Button>
        )}
      </div>
    </section>
  );
}

function conflictText({ feasibleBudget }: LiveConflict, symbol: string, bounds: BoundsChoice): string {
  const { lower, upper } = boundOf(bounds, symbol);
  if (feasibleBudget === null) return `${symbol} at least ${percent(lower)} and at most ${percent(upper)}`;
  return feasibleBudget[0] > 1 ? `${symbol} at least ${percent(lower)}` : `${symbol} at most ${percent(upper)}`;
}
