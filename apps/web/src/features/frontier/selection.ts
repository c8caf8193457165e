/** Which portfolio of the frontier is looked at: one with a name, or a point by its expected return. Kept in the address as `at`. */
import type { LiveFrontier, LivePoint } from '../../platform/engine-worker-protocol.ts';

export const namedSelections = [
  { name: 'same-risk', label: 'Same risk' },
  { name: 'maximum-sharpe', label: 'Max. Sharpe' },
  { name: 'minimum-variance', label: 'Min. variance' },
] as const;
export type SelectionName = (typeof namedSelections)[number]['name'];

/** A name, or an expected return a year. */
export type Selection = SelectionName | number;

export const selectionDefault = 'same-risk' satisfies Selection;

export function parseSelection(text: string | null): Selection {
  const named = namedSelections.find(({ name }) => name === text);
  if (named !== undefined) return named.name;
  if (text === null || !/^-?\d+(\.\d+)?$/.test(text)) return selectionDefault;
  return Number((Number(text) / 100).toPrecision(12));
}

export function formatSelection(selection: Selection): string {
  return typeof selection === 'string' ? selection : String(Number((selection * 100).toFixed(6)));
}

/** The portfolio that is selected; null when the frontier has none of that name. */
export function selectedPoint(frontier: LiveFrontier, selection: Selection): LivePoint | null {
  switch (selection) {
    case 'same-risk':
      return frontier.sameRisk;
    case 'maximum-sharpe':
      return frontier.maximumSharpe;
    case 'minimum-variance':
      return frontier.minimumVariance;
    default:
      return frontier.curve[nearestByReturn(frontier.curve, selection)] ?? null;
  }
}

/** Index of the point of the curve whose expected return is nearest. */
export function nearestByReturn(curve: readonly LivePoint[], expectedReturnAnnual: number): number {
  let nearest = -1;
  let distance = Infinity;
  for (const [index, point] of curve.entries()) {
    const away = Math.abs(point.expectedReturnAnnual - expectedReturnAnnual);
    if (away < distance) [nearest, distance] = [index, away];
  }
  return nearest;
}
