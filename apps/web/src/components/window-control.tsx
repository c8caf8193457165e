import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { type WindowChoice, windowNames } from '../platform/url-state.ts';
import classes from './window-control.module.css';

export interface WindowControlProps {
  readonly value: WindowChoice;
  readonly onChange: (value: WindowChoice) => void;
  /** Dates that the prices allow, such as the coverage of the portfolio. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** Chooses the window of prices: by name, or by dates. */
export function WindowControl({ value, onChange, min, max }: WindowControlProps) {
  const hasDates = value.from !== undefined || value.to !== undefined;
  const [opened, setOpened] = useState(hasDates);
  const custom = hasDates || opened;
  return (
    <fieldset className={classes.control}>
      <legend>Window</legend>
      <SegmentedControl
        aria-label="Window"
        value={custom ? 'custom' : value.window}
        data={[...windowNames.map((name) => ({ value: name, label: name })), { value: 'custom', label: 'dates' }]}
        onChange={(chosen) => {
          setOpened(chosen === 'custom');
          const window = windowNames.find((name) => name === chosen);
          if (window) onChange({ window, from: undefined, to: undefined });
        }}
      />
      {custom && (
        <span className={classes.dates}>
          <DateField
            label="From"
            value={value.from}
            min={min}
            max={value.to ?? max}
            onChange={(from) => onChange({ ...value, from })}
          />
          <DateField
            label="to"
            value={value.to}
            min={value.from ?? min}
            max={max}
            onChange={(to) => onChange({ ...value, to })}
          />
        </span>
      )}
    </fieldset>
  );
}

interface DateFieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly min: string | undefined;
  readonly max: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** The browser's own date field: it speaks the person's language and has the phone's wheel. */
function DateField({ label, value, min, max, onChange }: DateFieldProps) {
  return (
    <label className={classes.date}>
      {label}
      <input
        type="date"
        defaultValue={value}
        key={value}
        min={min}
        max={max}
        // While a year is being typed the field passes through the year 0002; the window changes when it is left.
        onBlur={(event) => {
          const written = event.currentTarget.value || undefined;
          if (written !== value && (written === undefined || event.currentTarget.validity.valid)) onChange(written);
        }}
      />
    </label>
  );
}
