import { NativeSelect } from '@mantine/core';
import type { CovarianceMethod, ExpectedReturnsMethod } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import { RiskFreeField } from '../../components/risk-free-field.tsx';
import { WindowControl } from '../../components/window-control.tsx';
import { percent } from '../../platform/format.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { usePhone } from '../../platform/use-phone.ts';
import classes from './frontier-controls.module.css';
import { type FrontierControls, frontierControlDefaults } from './frontier-controls-state.ts';

const returnsMethods: readonly { value: ExpectedReturnsMethod; label: string }[] = [
  { value: 'mean', label: 'mean' },
  { value: 'geometric', label: 'geometric (compounded)' },
  { value: 'exponentially-weighted', label: 'recent returns count more' },
];

const covarianceMethods: readonly { value: CovarianceMethod; label: string }[] = [
  { value: 'sample', label: 'sample' },
  { value: 'ledoit-wolf-single-factor', label: 'Ledoit-Wolf shrinkage' },
  { value: 'exponentially-weighted', label: 'recent returns count more' },
  { value: 'semi-covariance', label: 'downside only' },
];

interface FrontierControlsBarProps {
  readonly value: FrontierControls;
  /** Of the portfolio, as soon as it is known. */
  readonly currency?: string | undefined;
}

/** Window, risk-free rate and estimators. On a phone one line that opens. */
export function FrontierControlsBar({ value, currency }: FrontierControlsBarProps) {
  const phone = usePhone();
  const controls = <Controls value={value} currency={currency} />;
  if (!phone) return controls;
  const range = value.from || value.to ? `${value.from ?? 'start'} to ${value.to ?? 'today'}` : value.window;
  return (
    <details className={classes.folded}>
      <summary>
        Window {range}, risk-free {percent(value.riskFree)}
      </summary>
      {controls}
    </details>
  );
}

function Controls({ value, currency }: FrontierControlsBarProps) {
  const { change } = useParameters();
  const set = (parameters: Parameters<typeof change>[0]) => change(parameters, frontierControlDefaults);
  return (
    <div className={classes.bar}>
      <WindowControl value={value} onChange={({ window, from, to }) => set({ window, from, to })} />
      <Control label="Risk-free rate">
        <RiskFreeField value={value.riskFree} currency={currency} onCommit={(riskFree) => set({ riskFree })} />
      </Control>
      <Control label="Expected returns">
        <NativeSelect
          aria-label="Expected returns"
          value={value.returnsMethod}
          data={[...returnsMethods]}
          onChange={(event) => set({ returns: event.currentTarget.value })}
        />
      </Control>
      <Control label="Covariance">
        <NativeSelect
          aria-label="Covariance"
          value={value.covarianceMethod}
          data={[...covarianceMethods]}
          onChange={(event) => set({ covariance: event.currentTarget.value })}
        />
      </Control>
    </div>
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
