import { TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './number-field.module.css';

export interface NumberFieldProps {
  /** Read out, and named when the value is refused. */
  readonly label: string;
  readonly unit?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Called with an accepted value when the field is left or Enter is pressed. */
  readonly onCommit: (value: number) => void;
}

/** A number typed by hand: accepted when the field is left, refused in place with what was expected. Decimal commas are understood. */
export function NumberField({ label, unit, value, min, max, onCommit }: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);

  const commit = () => {
    if (draft === null) return;
    const accepted = parseNumber(draft, min, max);
    setError(accepted === null ? `expected ${min} to ${max}` : null);
    if (accepted === null) return;
    setDraft(null);
    if (accepted !== value) onCommit(accepted);
  };

  return (
    <TextInput
      className={classes.field}
      aria-label={label}
      inputMode="decimal"
      value={draft ?? shown(value)}
      error={error}
      rightSection={unit && <span className={classes.unit}>{unit}</span>}
      rightSectionPointerEvents="none"
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') {
          setDraft(null);
          setError(null);
        }
      }}
    />
  );
}

/** Without the dust of binary arithmetic: 97.5 and not 97.50000000000001. */
function shown(value: number): string {
  return String(Number(value.toPrecision(10)));
}

/** Null for what is no number between the bounds. */
export function parseNumber(text: string, min: number, max: number): number | null {
  const plain = text.trim().replace(',', '.').replace('\u2212', '-');
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
  const value = Number(plain);
  return value >= min && value <= max ? value : null;
}
