import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { type ReactNode, useState } from 'react';
import { NumberField } from '../../components/number-field.tsx';
import { RiskFreeField } from '../../components/risk-free-field.tsx';
import { WindowControl } from '../../components/window-control.tsx';
import { confidencePercent, dateMedium, percent } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import { type RiskControls, riskControlDefaults } from '../../platform/url-state.ts';
import { usePhone } from '../../platform/use-phone.ts';
import { periods } from './period-words.ts';
import classes from './risk-controls.module.css';

export interface RiskControlsProps {
  readonly value: RiskControls;
  readonly onChange: (change: Partial<RiskControls>) => void;
  /** The answer to the present or the last controls: its dates bound the date fields, its benchmark is the default. */
  readonly risk: PortfolioRisk | undefined;
}

/** Window, confidence, horizon, benchmark and risk-free rate. On a phone one line that opens. */
export function RiskControlsBar(props: RiskControlsProps) {
  const phone = usePhone();
  const controls = <Controls {...props} />;
  if (!phone) return controls;
  return (
    <details className={classes.folded}>
      <summary>
        <span className={classes.summaryText}>{summaryText(props)}</span>
      </summary>
      {controls}
    </details>
  );
}

function Controls({ value, onChange, risk }: RiskControlsProps) {
  return (
    <div className={classes.bar}>
      <WindowControl value={value} onChange={onChange} min={risk?.coverage.from} max={risk?.coverage.to} />
      <ConfidenceControl value={value.confidence} onChange={(confidence) => onChange({ confidence })} />
      <HorizonControl value={value.horizon} onChange={(horizon) => onChange({ horizon })} risk={risk} />
      <BenchmarkControl value={value.benchmark} onChange={(benchmark) => onChange({ benchmark })} risk={risk} />
      <Control label="Risk-free rate">
        <RiskFreeField
          value={value.riskFree}
          currency={risk?.baseCurrency}
          onCommit={(riskFree) => onChange({ riskFree })}
        />
      </Control>
    </div>
  );
}

const confidences = [0.9, 0.95, 0.975, 0.99];

function ConfidenceControl({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const isPreset = confidences.includes(value);
  const [opened, setOpened] = useState(!isPreset);
  const other = opened || !isPreset;
  return (
    <Control label="Confidence">
      <SegmentedControl
        aria-label="Confidence"
        value={other ? 'other' : String(value)}
        data={[
          ...confidences.map((preset) => ({ value: String(preset), label: confidencePercent(preset) })),
          { value: 'other', label: 'other' },
        ]}
        onChange={(chosen) => {
          setOpened(chosen === 'other');
          if (chosen !== 'other') onChange(Number(chosen));
        }}
      />
      {other && (
        <NumberField
          label="Confidence in per cent"
          unit="%"
          value={value * 100}
          min={50.01}
          max={99.99}
          onCommit={(confidence) => onChange(fraction(confidence))}
        />
      )}
    </Control>
  );
}

const horizons = [1, 5, 10, 21];

interface HorizonControlProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly risk: PortfolioRisk | undefined;
}

function HorizonControl({ value, onChange, risk }: HorizonControlProps) {
  const offered = horizons.includes(value) ? horizons : [...horizons, value].sort((a, b) => a - b);
  const frequency = risk?.window.frequency ?? 'daily';
  return (
    <Control label={`Horizon, ${periods(2, frequency).replace('2 ', '')}`}>
      <SegmentedControl
        aria-label="Horizon"
        value={String(value)}
        data={offered.map(String)}
        onChange={(chosen) => onChange(Number(chosen))}
      />
    </Control>
  );
}

interface BenchmarkControlProps {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly risk: PortfolioRisk | undefined;
}

function BenchmarkControl({ value, onChange, risk }: BenchmarkControlProps) {
  const { data } = api.useListAssetsQuery();
  const assets = data?.items ?? [];
  const own = value === undefined ? risk?.benchmark : null;
  return (
    <Control label="Benchmark">
      <NativeSelect
        aria-label="Benchmark"
        className={classes.benchmark}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      >
        <option value="">{own ? `${own.symbol} (default)` : risk ? 'none (default)' : 'default'}</option>
        <option value="none">none</option>
        {assets.map(({ id, symbol, name }) => (
          <option key={id} value={id}>
            {name === symbol ? symbol : `${symbol}, ${name}`}
          </option>
        ))}
      </NativeSelect>
    </Control>
  );
}

function Control({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset className={classes.control}>
      <legend>{label}</legend>
      {children}
    </fieldset>
  );
}

/** 2.25 per cent as 0.0225, and not as 0.022500000000000003. */
function fraction(perCent: number): number {
  return Number((perCent / 100).toPrecision(12));
}

function summaryText({ value, risk }: RiskControlsProps): string {
  const frequency = risk?.window.frequency ?? 'daily';
  const window =
    value.from || value.to ? `${dateMedium(value.from)} to ${dateMedium(value.to)}` : `Window ${value.window}`;
  const parts = [window, confidencePercent(value.confidence), periods(value.horizon, frequency)];
  if (risk?.benchmark) parts.push(`against ${risk.benchmark.symbol}`);
  if (value.riskFree !== riskControlDefaults.riskFree) parts.push(`risk-free ${percent(value.riskFree, 2)}`);
  return parts.join(' · ');
}
