import { memo, useState } from 'react';
import { parseNumber } from '../../components/number-field.tsx';
import classes from './bound-field.module.css';
import { type Bound, fractionOf, weightLimit } from './bounds.ts';

export interface BoundFieldProps {
  /** Whose bound it is, for a screen reader. */
  readonly name: string;
  readonly symbol: string | null;
  readonly side: 'lower' | 'upper';
  readonly lower: number | null;
  readonly upper: number | null;
  readonly onCommit: (symbol: string | null, bound: Bound) => void;
}

/** A bound typed in per cent; below nought allows a short position, an empty field no bound. The plain field of a dense table. */
export const BoundField = memo(function BoundField({ name, symbol, side, lower, upper, onCommit }: BoundFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const isLower = side === 'lower';
  const value = isLower ? lower : upper;
  const [min, max] = allowed(side, lower, upper);
  const accepted = draft === null ? undefined : boundFromText(draft, min, max);
  const refused = draft !== null && accepted === undefined;

  const commit = () => {
    if (draft === null || accepted === undefined) return;
    setDraft(null);
    if (accepted !== value) onCommit(symbol, isLower ? { lower: accepted, upper } : { lower, upper: accepted });
  };
  return (
    <span className={classes.field}>
      <input
        className={classes.input}
        inputMode="decimal"
        aria-label={`${isLower ? 'Lowest' : 'Highest'} weight of ${name}, per cent`}
        aria-invalid={refused || undefined}
        title={refused ? `expected ${min} to ${max}, or nothing for no bound` : undefined}
        value={draft ?? textOf(value)}
        placeholder="none"
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => (refused ? setDraft(null) : commit())}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      <span className={classes.unit} aria-hidden="true">
        %
      </span>
    </span>
  );
});

/** A lower bound up to the upper one, and the other way round, in per cent. */
function allowed(side: 'lower' | 'upper', lower: number | null, upper: number | null): [number, number] {
  const end = weightLimit * 100;
  return side === 'lower'
    ? [-end, Math.min(end, (upper ?? weightLimit) * 100)]
    : [Math.max(-end, (lower ?? -weightLimit) * 100), end];
}

/** Undefined for what is no number between the ends; null for no bound. */
function boundFromText(text: string, min: number, max: number): number | null | undefined {
  if (text.trim() === '') return null;
  const number = parseNumber(text, min, max);
  return number === null ? undefined : fractionOf(number);
}

function textOf(weight: number | null): string {
  return weight === null ? '' : String(Number((weight * 100).toPrecision(10)));
}
