import { describe, expect, it } from 'vitest';
import type { LiveFrontier, LivePoint } from '../../platform/engine-worker-protocol.ts';
import { longOnly, parseBounds } from './bounds.ts';
import { formatSelection, nearestByReturn, parseSelection, selectedPoint } from './selection.ts';
import { placeOnTrack, sliderRange } from './slider-range.ts';

const point = (expectedReturnAnnual: number): LivePoint => ({
  expectedReturnAnnual,
  volatilityAnnual: expectedReturnAnnual * 2,
  sharpeRatio: 0.5,
  weights: [1],
});

const frontier: LiveFrontier = {
  status: 'optimal',
  curve: [0.02, 0.04, 0.06, 0.08].map(point),
  corners: [0.08, 0.02].map(point),
  minimumVariance: point(0.02),
  maximumSharpe: null,
  sameRisk: point(0.05),
  own: point(0.03),
  maximumResidual: 0,
  isUnbounded: false,
  durationMs: 1,
};

describe('the selected point', () => {
  it('is one with a name, or the nearest to a return', () => {
    expect(selectedPoint(frontier, 'same-risk')).toBe(frontier.sameRisk);
    expect(selectedPoint(frontier, 'maximum-sharpe')).toBeNull();
    expect(selectedPoint(frontier, 0.0409)).toBe(frontier.curve[1]);
    expect(nearestByReturn([], 0.1)).toBe(-1);
  });

  it('stands in the address by name, or as a return in per cent', () => {
    expect(parseSelection(null)).toBe('same-risk');
    expect(parseSelection('nonsense')).toBe('same-risk');
    expect(parseSelection('minimum-variance')).toBe('minimum-variance');
    expect(formatSelection(0.0712345678)).toBe('7.123457');
    expect(parseSelection(formatSelection(-0.07))).toBe(-0.07);
  });
});

describe('the range of the sliders', () => {
  it('goes from nothing to everything, and further when a bound or a weight does', () => {
    expect(sliderRange(longOnly, [0.1, 0.9])).toEqual({ min: 0, max: 100 });
    expect(sliderRange(parseBounds('-10~100'), [])).toEqual({ min: -50, max: 100 });
    expect(sliderRange(longOnly, [1.2])).toEqual({ min: 0, max: 150 });
    expect(sliderRange(parseBounds('~'), [])).toEqual({ min: 0, max: 100 });
  });

  it('keeps every mark on the track', () => {
    expect([-1, 0, 0.25, 1, 3].map((weight) => placeOnTrack(weight, -50, 100))).toEqual([0, 1 / 3, 0.5, 1, 1]);
  });
});
