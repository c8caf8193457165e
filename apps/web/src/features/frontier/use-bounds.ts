import { useCallback, useReducer } from 'react';
import { useParameters } from '../../platform/use-parameters.ts';
import type { Bound, BoundsChoice } from './bounds.ts';
import { type BoundsStep, boundsHistory, historyOf, writtenBounds } from './bounds-history.ts';

export interface BoundsControl {
  /** The bounds to compute with: those being dragged, or else those that were kept. */
  readonly choice: BoundsChoice;
  /** While a bound is dragged; nothing is kept yet. `symbol` null is the bound of all other assets. */
  readonly drag: (symbol: string | null, bound: Bound) => void;
  /** Keeps a bound: writes it into the address and makes it undoable. */
  readonly commit: (symbol: string | null, bound: Bound) => void;
  readonly replace: (choice: BoundsChoice) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  readonly reset: (() => void) | null;
}

/** Bounds that can be dragged, undone and shared: the address mirrors them. */
export function useBounds(): BoundsControl {
  const { search, change } = useParameters();
  const written = search.get('b');
  const [history, dispatch] = useReducer(boundsHistory, written, historyOf);
  if (written !== history.seen) dispatch({ kind: 'address', written });

  const take = useCallback(
    (step: BoundsStep) => {
      dispatch(step);
      change({ b: writtenBounds(boundsHistory(history, step).present) ?? undefined });
    },
    [change, history],
  );
  const drag = useCallback((symbol: string | null, bound: Bound) => dispatch({ kind: 'drag', symbol, bound }), []);
  const commit = useCallback((symbol: string | null, bound: Bound) => take({ kind: 'commit', symbol, bound }), [take]);
  const replace = useCallback((choice: BoundsChoice) => take({ kind: 'replace', choice }), [take]);
  return {
    choice: history.dragged ?? history.present,
    drag,
    commit,
    replace,
    undo: history.past.length > 0 ? () => take({ kind: 'undo' }) : null,
    redo: history.future.length > 0 ? () => take({ kind: 'redo' }) : null,
    reset: writtenBounds(history.present) === null ? null : () => take({ kind: 'reset' }),
  };
}
