import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { type WindowChoice, windowNames } from '../platform/url-state.ts';
import { DateField } from './date-field.tsx';
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
