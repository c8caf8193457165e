/** The weights that the sliders can reach, in per cent: the same for all, so that they can be compared. */
import type { BoundsChoice } from './bounds.ts';

export interface SliderRange {
  readonly min: number;
  readonly max: number;
}

/** From nothing to everything; wider in steps of 50 % when a bound or a present weight lies outside. */
export function sliderRange(choice: BoundsChoice, presentWeights: readonly number[]): SliderRange {
  const bounds = [choice.default, ...choice.assets.values()];
  const lowest = Math.min(0, ...bounds.map(({ lower }) => lower ?? 0), ...presentWeights);
  const highest = Math.max(1, ...bounds.map(({ upper }) => upper ?? 1), ...presentWeights);
  return { min: Math.floor(lowest * 2 + 1e-9) * 50 || 0, max: Math.ceil(highest * 2 - 1e-9) * 50 };
}

/** Where a weight stands on the track, 0 to 1. */
export function placeOnTrack(weight: number, min: number, max: number): number {
  return Math.min(1, Math.max(0, (weight * 100 - min) / (max - min)));
}
