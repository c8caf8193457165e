import { NumberField } from '../../components/number-field.tsx';
import { percent, signedPercent } from '../../platform/format.ts';
import { BoundSlider } from './bound-slider.tsx';
import { type Bound, fractionOf, weightLimit } from './bounds.ts';
import { placeOnTrack, type SliderRange } from './slider-range.ts';
import type { BoundsControl } from './use-bounds.ts';
import type { WeightRow } from './weight-rows.ts';
import classes from './weights-panel.module.css';

export interface BoundRowProps {
  /** Null is the row of all other assets. */
  readonly row: WeightRow | null;
  readonly bound: Bound;
  readonly color: string | null;
  readonly range: SliderRange;
  readonly control: BoundsControl;
}

/** One asset: its weight now and in the mix, and its bounds as a slider and as numbers. */
export function BoundRow({ row, bound, color, range, control }: BoundRowProps) {
  const symbol = row?.symbol ?? null;
  const name = symbol ?? 'every asset without bounds of its own';
  return (
    <tr className={classes.row} data-own={row?.hasOwnBound || undefined} data-testid={`bounds-${symbol ?? 'default'}`}>
      <th scope="row" title={row?.name}>
        {color !== null && (
          <svg className={classes.swatch} width="9" height="9" aria-hidden="true">
            <rect width="9" height="9" rx="2" fill={color} />
          </svg>
        )}
        {symbol ?? 'All others'}
      </th>
      <WeightCells row={row} />
      <td data-numeric className={classes.low}>
        <BoundField name={name} side="lower" bound={bound} onCommit={(next) => control.commit(symbol, next)} />
      </td>
      <td className={classes.slider}>
        <div className={classes.track}>
          <BoundSlider
            name={name}
            symbol={symbol}
            lower={bound.lower}
            upper={bound.upper}
            rangeMin={range.min}
            rangeMax={range.max}
            onDrag={control.drag}
            onCommit={control.commit}
          />
          {row !== null && <WeightMarks row={row} range={range} />}
        </div>
      </td>
      <td className={classes.high}>
        <BoundField name={name} side="upper" bound={bound} onCommit={(next) => control.commit(symbol, next)} />
      </td>
    </tr>
  );
}

function WeightCells({ row }: { readonly row: WeightRow | null }) {
  if (row === null) {
    return (
      <td colSpan={3} className={classes.others}>
        without bounds of their own
      </td>
    );
  }
  const { present, selected } = row;
  return (
    <>
      <td data-numeric data-label="now">
        {percent(present)}
      </td>
      <td data-numeric data-label="mix" className={classes.mix}>
        {percent(selected)}
      </td>
      <td data-numeric data-label="change">
        {signedPercent(selected === null ? null : selected - present)}
      </td>
    </>
  );
}

/** The weights on the track of the bounds, with the symbols they have in the chart. */
function WeightMarks({ row: { present, selected }, range }: { readonly row: WeightRow; readonly range: SliderRange }) {
  return (
    <span className={classes.marks} aria-hidden="true">
      <span className={classes.presentMark} style={{ left: `${100 * placeOnTrack(present, range)}%` }} />
      {selected !== null && (
        <span className={classes.selectedMark} style={{ left: `${100 * placeOnTrack(selected, range)}%` }} />
      )}
    </span>
  );
}

interface BoundFieldProps {
  readonly name: string;
  readonly side: 'lower' | 'upper';
  readonly bound: Bound;
  readonly onCommit: (bound: Bound) => void;
}

/** A bound typed in per cent; below nought allows a short position. */
function BoundField({ name, side, bound, onCommit }: BoundFieldProps) {
  const { lower, upper } = bound;
  const end = weightLimit * 100;
  const isLower = side === 'lower';
  return (
    <NumberField
      label={`${isLower ? 'Lowest' : 'Highest'} weight of ${name}, per cent`}
      unit="%"
      value={((isLower ? lower : upper) ?? (isLower ? -weightLimit : weightLimit)) * 100}
      min={isLower || lower === null ? -end : lower * 100}
      max={isLower && upper !== null ? upper * 100 : end}
      onCommit={(value) =>
        onCommit(isLower ? { lower: fractionOf(value), upper } : { lower, upper: fractionOf(value) })
      }
    />
  );
}
