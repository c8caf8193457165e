import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { LiveConflict } from '../../platform/engine-worker-protocol.ts';
import { plural } from '../../platform/format.ts';
import type { BoundsChoice } from './bounds.ts';
import { conflictWords } from './conflict-words.ts';
import classes from './infeasible-notice.module.css';
import { loosenBounds } from './nearest-bounds.ts';

export interface InfeasibleNoticeProps {
  readonly conflict: LiveConflict;
  readonly symbols: readonly string[];
  readonly bounds: BoundsChoice;
  readonly onApply: (bounds: BoundsChoice) => void;
  readonly onUndo: (() => void) | null;
}

/** No portfolio meets the bounds: which ones are in conflict, and the smallest change after which one does. */
export function InfeasibleNotice({ conflict, symbols, bounds, onApply, onUndo }: InfeasibleNoticeProps) {
  const loosened = useMemo(() => loosenBounds(bounds, symbols), [bounds, symbols]);
  return (
    <section className={classes.notice} role="alert" aria-label="Bounds in conflict">
      <h2 className={classes.title}>Bounds in conflict</h2>
      <p className={classes.list}>
        {conflictWords(conflict, symbols, bounds)}
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
