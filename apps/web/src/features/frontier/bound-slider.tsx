import { RangeSlider } from '@mantine/core';
import { memo } from 'react';
import classes from './bound-slider.module.css';
import { type Bound, fractionOf } from './bounds.ts';
import type { SliderRange } from './slider-range.ts';

export interface BoundSliderProps {
  /** Whose bound it is, for a screen reader. */
  readonly name: string;
  /** Null is the bound of all other assets. */
  readonly symbol: string | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly rangeMin: SliderRange['min'];
  readonly rangeMax: SliderRange['max'];
  readonly onDrag: (symbol: string | null, bound: Bound) => void;
  readonly onCommit: (symbol: string | null, bound: Bound) => void;
}

/** Lowest and highest weight as two thumbs; arrow keys move them by one per cent. Drawn again only when its own bound moves. */
export const BoundSlider = memo(function BoundSlider(props: BoundSliderProps) {
  const { name, symbol, lower, upper, rangeMin, rangeMax, onDrag, onCommit } = props;
  const boundFrom = ([low, high]: [number, number]): Bound => ({
    // A thumb that was not moved keeps its bound, also when the track ends before it.
    lower: low === shown(lower, rangeMin, rangeMin, rangeMax) ? lower : fractionOf(low),
    upper: high === shown(upper, rangeMax, rangeMin, rangeMax) ? upper : fractionOf(high),
  });
  return (
    <RangeSlider
      classNames={{ root: classes.slider, thumb: classes.thumb, bar: classes.bar, track: classes.track }}
      size={4}
      thumbSize={14}
      min={rangeMin}
      max={rangeMax}
      step={1}
      minRange={0}
      label={null}
      value={[shown(lower, rangeMin, rangeMin, rangeMax), shown(upper, rangeMax, rangeMin, rangeMax)]}
      thumbFromLabel={`Lowest weight of ${name}, per cent`}
      thumbToLabel={`Highest weight of ${name}, per cent`}
      onChange={(value) => onDrag(symbol, boundFrom(value))}
      onChangeEnd={(value) => onCommit(symbol, boundFrom(value))}
    />
  );
});

/** A bound in per cent as far as the track goes; its end for no bound. */
function shown(weight: number | null, end: number, min: number, max: number): number {
  if (weight === null) return end;
  return Math.min(max, Math.max(min, Number((weight * 100).toPrecision(10))));
}
