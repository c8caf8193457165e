import { memo, useEffect, useRef } from 'react';
import classes from './bound-slider.module.css';
import { type Bound, fractionOf } from './bounds.ts';

export interface BoundSliderProps {
  /** Whose bound it is, for a screen reader. */
  readonly name: string;
  /** Null is the bound of all other assets. */
  readonly symbol: string | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Ends of the track, in per cent. */
  readonly min: number;
  readonly max: number;
  readonly onDrag: (symbol: string | null, bound: Bound) => void;
  readonly onCommit: (symbol: string | null, bound: Bound) => void;
}

/**
 * Lowest and highest weight as two thumbs on one track: two of the browser's own sliders, one over the other, which bring
 * keys, touch and names for screen readers with them, and cost little when thirty of them follow one hand.
 */
export const BoundSlider = memo(function BoundSlider(props: BoundSliderProps) {
  const { name, symbol, lower, upper, min, max, onDrag, onCommit } = props;
  const low = percentage(lower ?? -Infinity, min, max);
  const high = percentage(upper ?? Infinity, min, max);
  const place = (value: number) => `${((value - min) / (max - min)) * 100}%`;
  return (
    <div className={classes.slider}>
      <span className={classes.range} style={{ left: place(low), right: `calc(100% - ${place(high)})` }} />
      <Thumb
        label={`Lowest weight of ${name}, per cent`}
        // When both thumbs stand at the right end, only this one can still be moved: it must be on top.
        isOnTop={low > (min + max) / 2}
        value={low}
        min={min}
        max={max}
        settle={(value) => Math.min(Math.round(value), high)}
        onDrag={(value) => onDrag(symbol, { lower: fractionOf(value), upper })}
        onCommit={(value) => onCommit(symbol, { lower: fractionOf(value), upper })}
      />
      <Thumb
        label={`Highest weight of ${name}, per cent`}
        isOnTop={false}
        value={high}
        min={min}
        max={max}
        settle={(value) => Math.max(Math.round(value), low)}
        onDrag={(value) => onDrag(symbol, { lower, upper: fractionOf(value) })}
        onCommit={(value) => onCommit(symbol, { lower, upper: fractionOf(value) })}
      />
    </div>
  );
});

interface ThumbProps {
  readonly label: string;
  readonly isOnTop: boolean;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Whole per cents, and never past the other thumb. */
  readonly settle: (value: number) => number;
  readonly onDrag: (value: number) => void;
  readonly onCommit: (value: number) => void;
}

function Thumb({ label, isOnTop, value, min, max, settle, onDrag, onCommit }: ThumbProps) {
  const input = useRef<HTMLInputElement>(null);
  const commit = useRef<(value: number) => void>(undefined);
  useEffect(() => {
    commit.current = (moved) => onCommit(settle(moved));
  });
  // React's `onChange` is the event of every step; the browser's own `change` is the one of letting go.
  useEffect(() => {
    const element = input.current;
    const letGo = () => element && commit.current?.(element.valueAsNumber);
    element?.addEventListener('change', letGo);
    return () => element?.removeEventListener('change', letGo);
  }, []);
  return (
    <input
      ref={input}
      type="range"
      className={classes.thumb}
      data-on-top={isOnTop || undefined}
      aria-label={label}
      min={min}
      max={max}
      // The track has whole per cents; a bound that was typed in may lie between them.
      step={Number.isInteger(value) ? 1 : 'any'}
      value={value}
      onChange={(event) => onDrag(settle(event.currentTarget.valueAsNumber))}
    />
  );
}

/** A weight in per cent, as far as the track goes. */
function percentage(weight: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Number((weight * 100).toPrecision(10))));
}
