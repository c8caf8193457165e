import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import { useCallback, useMemo, useState } from 'react';
import type { LiveAnswer } from '../../platform/engine-worker-protocol.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { type BoundsChoice, isLongOnly } from './bounds.ts';
import { frontierControlDefaults } from './frontier-controls-state.ts';
import { type FrontierView, referenceCurve } from './frontier-view.ts';
import { formatSelection, parseSelection, type Selection, selectedPoint } from './selection.ts';

/** Puts the parts of the page together: the selection of the address, and the point under the pointer before it. */
export function useFrontierView(
  frontier: PortfolioFrontier,
  answer: LiveAnswer,
  riskFree: number,
  bounds: BoundsChoice,
): FrontierView {
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
  const shown = useMemo(() => {
    if (live === null) return null;
    return (hovered === null ? null : live.curve[hovered]) ?? selectedPoint(live, selection);
  }, [live, hovered, selection]);
  const reference = useMemo(() => (isLongOnly(bounds) ? null : referenceCurve(frontier)), [frontier, bounds]);
  return { frontier, answer, live, riskFree, bounds, reference, selection, shown, pointer, select };
}
