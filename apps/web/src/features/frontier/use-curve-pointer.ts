import type { EChartsType } from 'echarts/core';
import { useEffect, useRef } from 'react';
import type { LivePoint } from '../../platform/engine-worker-protocol.ts';

export interface CurvePointer {
  /** Index on the curve of the point under the pointer; null when it has left. */
  readonly onHover: (index: number | null) => void;
  readonly onPick: (index: number) => void;
}

/** How far a point of the curve is from the pointer, both in pixels. */
export type PointerDistance = (point: readonly number[], pointer: readonly number[]) => number;

/** In the plane of risk and return: as the crow flies. */
export const planeDistance: PointerDistance = ([x = 0, y = 0], [a = 0, b = 0]) => Math.hypot(x - a, y - b);
/** Along the horizontal axis only. */
export const horizontalDistance: PointerDistance = ([x = 0], [a = 0]) => Math.abs(x - a);

/** Tells which point of the curve the pointer is nearest to, and which one was clicked or tapped. */
export function useCurvePointer(
  chart: EChartsType | null,
  curve: readonly LivePoint[],
  distance: PointerDistance,
  pointer: CurvePointer,
): void {
  const latest = useRef({ curve, pointer });
  useEffect(() => {
    latest.current = { curve, pointer };
  });
  useEffect(() => {
    if (chart === null) return undefined;
    const surface = chart.getZr();
    const indexAt = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }): number | null => {
      const place = [offsetX, offsetY];
      if (!chart.containPixel({ gridIndex: 0 }, place)) return null;
      return nearest(latest.current.curve, (point) =>
        distance(chart.convertToPixel({ gridIndex: 0 }, [point.volatilityAnnual, point.expectedReturnAnnual]), place),
      );
    };
    const move = (event: { offsetX: number; offsetY: number }) => latest.current.pointer.onHover(indexAt(event));
    const leave = () => latest.current.pointer.onHover(null);
    const pick = (event: { offsetX: number; offsetY: number }) => {
      const index = indexAt(event);
      if (index !== null) latest.current.pointer.onPick(index);
    };
    surface.on('mousemove', move);
    surface.on('globalout', leave);
    surface.on('click', pick);
    return () => {
      // A chart that is gone has taken its listeners along.
      if (!chart.isDisposed()) {
        surface.off('mousemove', move);
        surface.off('globalout', leave);
        surface.off('click', pick);
      }
    };
  }, [chart, distance]);
}

function nearest(curve: readonly LivePoint[], away: (point: LivePoint) => number): number | null {
  let index: number | null = null;
  let least = Infinity;
  for (const [at, point] of curve.entries()) {
    const length = away(point);
    if (length < least) [index, least] = [at, length];
  }
  return index;
}
