import { memo } from 'react';
import { percent, signedPercent } from '../../platform/format.ts';
import { BoundField } from './bound-field.tsx';
import { BoundSlider } from './bound-slider.tsx';
import type { Bound } from './bounds.ts';
import { placeOnTrack } from './slider-range.ts';
import classes from './weights-panel.module.css';

/** Plain values only, so that a row is drawn again just when one of its own has changed. */
export interface BoundRowProps {
  /** Null is the row of all other assets. */
  readonly symbol: string | null;
  readonly fullName: string;
  readonly color: string | null;
  readonly present: number | null;
  /** Weight in the selected mix; null while none is selected. */
  readonly selected: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly hasOwnBound: boolean;
  readonly trackMin: number;
  readonly trackMax: number;
  readonly onDrag: (symbol: string | null, bound: Bound) => void;
  readonly onCommit: (symbol: string | null, bound: Bound) => void;
}

/** One asset: its weight now and in the mix, and its bounds as a slider and as numbers. */
export const BoundRow = memo(function BoundRow(props: BoundRowProps) {
  const { symbol, fullName, color, present, selected, lower, upper, trackMin, trackMax, onDrag, onCommit } = props;
  const name = symbol ?? 'every asset without bounds of its own';
  const bound = { name, symbol, lower, upper, onCommit };
  return (
    <tr className={classes.row} data-own={props.hasOwnBound || undefined} data-testid={`bounds-${symbol ?? 'default'}`}>
      <th scope="row" title={fullName}>
        {color !== null && <Swatch color={color} />}
        {symbol ?? 'All others'}
      </th>
      {present === null ? <NoWeights /> : <Weights present={present} selected={selected} />}
      <td data-numeric className={classes.low}>
        <BoundField {...bound} side="lower" />
      </td>
      <td className={classes.slider}>
        <div className={classes.track}>
          <BoundSlider {...bound} min={trackMin} max={trackMax} onDrag={onDrag} />
          {present !== null && <Mark kind={classes.presentMark} at={placeOnTrack(present, trackMin, trackMax)} />}
          {selected !== null && <Mark kind={classes.selectedMark} at={placeOnTrack(selected, trackMin, trackMax)} />}
        </div>
      </td>
      <td data-numeric className={classes.high}>
        <BoundField {...bound} side="upper" />
      </td>
    </tr>
  );
});

function Swatch({ color }: { readonly color: string }) {
  return (
    <svg className={classes.swatch} width="9" height="9" aria-hidden="true">
      <rect width="9" height="9" rx="2" fill={color} />
    </svg>
  );
}

function NoWeights() {
  return (
    <td colSpan={3} className={classes.others}>
      without bounds of their own
    </td>
  );
}

function Weights({ present, selected }: { readonly present: number; readonly selected: number | null }) {
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

/** A weight on the track of its bounds. */
function Mark({ kind, at }: { readonly kind: string | undefined; readonly at: number }) {
  return <span className={kind} style={{ left: `${100 * at}%` }} aria-hidden="true" />;
}
