import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { Portfolio } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import { NumberField } from '../../components/number-field.tsx';
import { usePhone } from '../../platform/use-phone.ts';
import classes from './rebalance.module.css';
import { type AimName, aims, amountMax, type RebalanceRules } from './rebalance-rules.ts';

export interface RulesBarProps {
  readonly rules: RebalanceRules;
  /** What the plan is made for, chosen or by default. */
  readonly aim: AimName;
  readonly hasTargets: boolean;
  readonly portfolio: Portfolio;
  readonly onChange: (change: Partial<RebalanceRules>) => void;
}

export const aimNames: Readonly<Record<AimName, string>> = {
  saved: 'Saved targets',
  present: 'Present weights',
  equal: 'Equal weights',
  'minimum-variance': 'Minimum variance',
  'maximum-sharpe': 'Maximum Sharpe ratio',
};

/** Where to go and under which rules. On a phone one line that opens. */
export function RulesBar(props: RulesBarProps) {
  const phone = usePhone();
  const controls = (
    <div className={classes.bar}>
      <AimControls {...props} />
      <TradeControls {...props} />
      <CostControls {...props} />
    </div>
  );
  if (!phone) return controls;
  return (
    <details className={classes.folded}>
      <summary>
        To {aimNames[props.aim].toLowerCase()}, {props.rules.units} units
      </summary>
      {controls}
    </details>
  );
}

function AimControls({ rules, aim, hasTargets, portfolio, onChange }: RulesBarProps) {
  const offered = aims.filter((name) => name !== 'saved' || hasTargets || aim === 'saved');
  return (
    <>
      <Control label="Go to">
        <NativeSelect
          aria-label="Go to"
          className={classes.aim}
          value={aim}
          data={offered.map((value) => ({ value, label: aimNames[value] }))}
          onChange={(event) => onChange({ aim: aims.find((name) => name === event.currentTarget.value) })}
        />
      </Control>
      {portfolio.allocationKind === 'weights' && (
        <Amount
          label="Value of the portfolio"
          unit={portfolio.baseCurrency}
          value={rules.total}
          min={0.01}
          onCommit={(total) => onChange({ total })}
        />
      )}
      <Amount
        label="Cash to invest, − to raise"
        unit={portfolio.baseCurrency}
        value={rules.cash}
        min={-amountMax}
        onCommit={(cash) => onChange({ cash })}
      />
      {aim === 'saved' && (
        <>
          <Choice
            label="Trade"
            value={rules.trigger}
            data={{ always: 'everything', 'outside-band': 'outside its band' }}
            onChange={(trigger) => onChange({ trigger })}
          />
          <Choice
            label="As far as"
            value={rules.reach}
            data={{ target: 'the target', 'band-edge': 'the band' }}
            onChange={(reach) => onChange({ reach })}
          />
        </>
      )}
    </>
  );
}

function TradeControls({ rules, portfolio, onChange }: RulesBarProps) {
  return (
    <>
      <Choice
        label="Selling"
        value={rules.sells}
        data={{ yes: 'allowed', no: 'buys only' }}
        onChange={(sells) => onChange({ sells })}
      />
      <Choice
        label="Units"
        value={rules.units}
        data={{ whole: 'whole', fractional: 'fractional' }}
        onChange={(units) => onChange({ units })}
      />
      <Amount
        label="Smallest trade"
        unit={portfolio.baseCurrency}
        value={rules.minimum}
        min={0}
        onCommit={(minimum) => onChange({ minimum })}
      />
    </>
  );
}

const costBases = { fifo: 'first in', lifo: 'last in', average: 'average cost', specific: 'named lots' } as const;

function CostControls({ rules, portfolio, onChange }: RulesBarProps) {
  return (
    <>
      <Amount
        label="Cost of each trade"
        unit={portfolio.baseCurrency}
        value={rules.fixedCost}
        min={0}
        onCommit={(fixedCost) => onChange({ fixedCost })}
      />
      <Control label="and of its value">
        <NumberField
          label="Cost in per cent of the value of each trade"
          unit="%"
          value={rules.costShare * 100}
          min={0}
          max={10}
          onCommit={(perCent) => onChange({ costShare: Number((perCent / 100).toFixed(10)) })}
        />
      </Control>
      {portfolio.allocationKind === 'ledger' && (
        <Choice
          label="Lots that are sold"
          value={rules.costBasis}
          data={costBases}
          onChange={(costBasis) => onChange({ costBasis })}
        />
      )}
    </>
  );
}

interface AmountProps {
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly min: number;
  readonly onCommit: (value: number) => void;
}

function Amount({ label, onCommit, ...field }: AmountProps) {
  return (
    <Control label={label}>
      <span className={classes.amount}>
        <NumberField
          label={label}
          max={amountMax}
          onCommit={(amount) => onCommit(Math.round(amount * 100) / 100)}
          {...field}
        />
      </span>
    </Control>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly data: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, data, onChange }: ChoiceProps<Value>) {
  return (
    <Control label={label}>
      <SegmentedControl
        aria-label={label}
        value={value}
        data={Object.entries<string>(data).map(([name, words]) => ({ value: name as Value, label: words }))}
        onChange={onChange}
      />
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
