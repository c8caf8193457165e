import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { DateField } from '../../components/date-field.tsx';
import classes from './performance.module.css';
import { type PerformanceWindow, spanDefaults, spans } from './performance-window.ts';

interface SpanControlProps {
  readonly value: PerformanceWindow;
  readonly onChange: (value: PerformanceWindow) => void;
  /** The last date that has prices. */
  readonly max: string | undefined;
}

const names = { ytd: 'YTD', '1y': '1y', '3y': '3y', all: 'all' } as const;

/** The window of returns: up to the last price by name, or by dates. */
export function SpanControl({ value, onChange, max }: SpanControlProps) {
  const hasDates = value.from !== undefined || value.to !== undefined;
  const [opened, setOpened] = useState(hasDates);
  const custom = hasDates || opened;
  return (
    <fieldset className={classes.control}>
      <legend>Window</legend>
      <SegmentedControl
        aria-label="Window"
        value={custom ? 'custom' : value.span}
        data={[...spans.map((span) => ({ value: span, label: names[span] })), { value: 'custom', label: 'dates' }]}
        onChange={(chosen) => {
          setOpened(chosen === 'custom');
          const span = spans.find((one) => one === chosen);
          if (span) onChange({ span, from: undefined, to: undefined });
        }}
      />
      {custom && (
        <>
          <DateField
            label="From"
            value={value.from}
            max={value.to ?? max}
            onChange={(from) => onChange({ ...value, span: spanDefaults.span, from })}
          />
          <DateField
            label="to"
            value={value.to}
            min={value.from}
            onChange={(to) => onChange({ ...value, span: spanDefaults.span, to })}
          />
        </>
      )}
    </fieldset>
  );
}
