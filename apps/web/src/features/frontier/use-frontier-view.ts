import { useCallback, useMemo, useState } from 'react';
import { useParameters } from '../../platform/use-parameters.ts';
import { frontierControlDefaults } from './frontier-controls-state.ts';
import { type FrontierView, referenceCurve } from './frontier-view.ts';
import { formatSelection, parseSelection, type Selection, selectedPoint } from './selection.ts';
import type { LiveFrontierState } from './use-live-frontier.ts';

type Answered = {
  [Key in 'frontier' | 'answer' | 'bounds' | 'riskFree']: NonNullable<LiveFrontierState[Key]>;
};

/** Puts the parts of the page together: the selection of the address, and the point under the pointer before it. */
export function useFrontierView({ frontier, answer, bounds, riskFree }: Answered, isChanged: boolean): FrontierView {
  const { search, change } = useParameters();
  const at = search.get('at');
  const selection = useMemo(() => parseSelection(at), [at]);
  const [hovered, setHovered] = useState<number | null>(null);
  const live = answer.status === 'infeasible' ? null : answer;
  const select = useCallback(
    (chosen: Selection) => change({ at: formatSelection(chosen) }, frontierControlDefaults),
    [change],
  );
  const pointer = useMemo(
    () => ({
      onHover: setHovered,
      onPick: (index: number) => {
        const point = live?.curve[index];
        if (point) select(point.expectedReturnAnnual);
      },
    }),
    [live, select],
  );
  const selected = useMemo(() => live && selectedPoint(live, selection), [live, selection]);
  const pointed = hovered === null ? null : (live?.curve[hovered] ?? null);
  const reference = useMemo(() => (isChanged ? referenceCurve(frontier) : null), [frontier, isChanged]);
  // One object for as long as nothing in it changes: a bound that is dragged must not draw what has not been answered yet.
  return useMemo(
    () => ({ frontier, answer, live, riskFree, bounds, reference, selection, selected, pointed, pointer, select }),
    [frontier, answer, live, riskFree, bounds, reference, selection, selected, pointed, pointer, select],
  );
}
