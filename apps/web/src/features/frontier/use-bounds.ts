import { useCallback, useMemo, useState } from 'react';
import { useParameters } from '../../platform/use-parameters.ts';
import { type Bound, type BoundsChoice, formatBounds, longOnly, parseBounds, withBound } from './bounds.ts';

export interface BoundsControl {
  /** The bounds to compute with: those being dragged, or else those in the address. */
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

type Written = string | null;

/** The bounds live in the address; what can be undone is kept for as long as the page is open. */
export function useBounds(): BoundsControl {
  const { search, change } = useParameters();
  const written: Written = search.get('b');
  const present = useMemo(() => parseBounds(written), [written]);
  const [dragged, setDragged] = useState<BoundsChoice | null>(null);
  const [history, setHistory] = useState<{ past: readonly Written[]; future: readonly Written[] }>(noHistory);
  const write = useCallback((text: Written) => change({ b: text ?? undefined }), [change]);

  const replace = useCallback(
    (choice: BoundsChoice) => {
      setDragged(null);
      const text = formatBounds(choice) ?? null;
      if (text === written) return;
      setHistory(({ past }) => ({ past: [...past, written].slice(-historyMax), future: [] }));
      write(text);
    },
    [write, written],
  );
  const drag = useCallback(
    (symbol: string | null, bound: Bound) => setDragged(withBound(present, symbol, bound)),
    [present],
  );
  const commit = useCallback(
    (symbol: string | null, bound: Bound) => replace(withBound(present, symbol, bound)),
    [present, replace],
  );
  const { past, future } = history;
  const undo = useCallback(() => {
    setHistory({ past: past.slice(0, -1), future: [written, ...future] });
    write(past.at(-1) ?? null);
  }, [past, future, write, written]);
  const redo = useCallback(() => {
    setHistory({ past: [...past, written], future: future.slice(1) });
    write(future[0] ?? null);
  }, [past, future, write, written]);

  return {
    choice: dragged ?? present,
    drag,
    commit,
    replace,
    undo: past.length > 0 ? undo : null,
    redo: future.length > 0 ? redo : null,
    reset: written === null ? null : () => replace(longOnly),
  };
}

const noHistory = { past: [], future: [] };
const historyMax = 100;
