import { percent } from '../../platform/format.ts';
import classes from './curve-slider.module.css';
import { type FrontierView, shownPoint } from './frontier-view.ts';
import { nearestByReturn } from './selection.ts';

/** Walks along the frontier by keyboard or finger, from minimum variance to the highest return. */
export function CurveSlider({ view }: { readonly view: FrontierView }) {
  const { live, select } = view;
  if (live === null) return null;
  const shown = shownPoint(view);
  const index = shown === null ? 0 : nearestByReturn(live.curve, shown.expectedReturnAnnual);
  const point = live.curve[index];
  return (
    <label className={classes.row}>
      <span className={classes.end}>calmest</span>
      <input
        type="range"
        className={classes.slider}
        aria-label="Point on the frontier"
        aria-valuetext={
          point && `return ${percent(point.expectedReturnAnnual)}, volatility ${percent(point.volatilityAnnual)}`
        }
        min={0}
        max={live.curve.length - 1}
        value={index}
        onChange={(event) => {
          const chosen = live.curve[event.currentTarget.valueAsNumber];
          if (chosen) select(chosen.expectedReturnAnnual);
        }}
      />
      <span className={classes.end}>highest return</span>
    </label>
  );
}
