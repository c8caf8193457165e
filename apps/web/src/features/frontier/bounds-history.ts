/**
 * The bounds of the page with what can be undone. The address mirrors them: it follows a moment later, so what was written into
 * it is remembered, and only an address that we did not write ourselves (a link, a bookmark, another portfolio) is read back.
 */
import { type Bound, type BoundsChoice, formatBounds, longOnly, parseBounds, withBound } from './bounds.ts';

/** What stands in the address; null when the bounds are not changed. */
export type WrittenBounds = string | null;

export interface BoundsHistory {
  readonly present: BoundsChoice;
  /** While a bound is dragged: bounds that are computed with, but not kept. */
  readonly dragged: BoundsChoice | null;
  readonly past: readonly BoundsChoice[];
  readonly future: readonly BoundsChoice[];
  /** What was last seen in the address, and what was written into it since. */
  readonly seen: WrittenBounds;
  readonly pending: readonly WrittenBounds[];
}

export type BoundsStep =
  | { readonly kind: 'drag' | 'commit'; readonly symbol: string | null; readonly bound: Bound }
  | { readonly kind: 'replace'; readonly choice: BoundsChoice }
  | { readonly kind: 'undo' | 'redo' | 'reset' }
  | { readonly kind: 'address'; readonly written: WrittenBounds };

const pastMax = 100;

export function historyOf(written: WrittenBounds): BoundsHistory {
  return { present: parseBounds(written), dragged: null, past: [], future: [], seen: written, pending: [] };
}

export function writtenBounds(choice: BoundsChoice): WrittenBounds {
  return formatBounds(choice) ?? null;
}

export function boundsHistory(history: BoundsHistory, step: BoundsStep): BoundsHistory {
  switch (step.kind) {
    case 'drag':
      return { ...history, dragged: withBound(history.present, step.symbol, step.bound) };
    case 'commit':
      return keep(history, withBound(history.present, step.symbol, step.bound));
    case 'replace':
      return keep(history, step.choice);
    case 'reset':
      return keep(history, longOnly);
    case 'undo':
      return undo(history);
    case 'redo':
      return redo(history);
    case 'address':
      return readAddress(history, step.written);
  }
}

function keep(history: BoundsHistory, choice: BoundsChoice): BoundsHistory {
  if (writtenBounds(choice) === writtenBounds(history.present)) return { ...history, dragged: null };
  const past = [...history.past, history.present].slice(-pastMax);
  return moveTo(history, choice, past, []);
}

function undo(history: BoundsHistory): BoundsHistory {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return moveTo(history, before, history.past.slice(0, -1), [history.present, ...history.future]);
}

function redo(history: BoundsHistory): BoundsHistory {
  const [next, ...future] = history.future;
  return next === undefined ? history : moveTo(history, next, [...history.past, history.present], future);
}

function moveTo(
  { seen, pending }: BoundsHistory,
  present: BoundsChoice,
  past: readonly BoundsChoice[],
  future: readonly BoundsChoice[],
): BoundsHistory {
  return { present, dragged: null, past, future, seen, pending: [...pending, writtenBounds(present)] };
}

function readAddress(history: BoundsHistory, written: WrittenBounds): BoundsHistory {
  if (written === history.seen) return history;
  const own = history.pending.indexOf(written);
  if (own < 0) return historyOf(written);
  return { ...history, seen: written, pending: history.pending.slice(own + 1) };
}
