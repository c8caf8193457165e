import { NativeSelect, TextInput } from '@mantine/core';
import type { CostBasisMethod } from '@riskoptimizer/contracts';
import { TextButton } from '../../components/text-button.tsx';
import { useParameters } from '../../platform/use-parameters.ts';
import { costBasisDefaults, costBasisMethods, costBasisNames } from './cost-basis-words.ts';
import classes from './holdings.module.css';
import type { Grouping, GroupingChoice } from './row-groups.ts';

interface HoldingsBarProps {
  readonly choices: readonly GroupingChoice[];
  readonly grouping: Grouping | undefined;
  /** What the saved targets are about. */
  readonly targetsBy: string | null | undefined;
  /** Given for a portfolio by transactions: its past can be looked at. */
  readonly ledger?: { readonly date: string | undefined; readonly today: string; readonly costBasis: CostBasisMethod };
}

/** As of when, by which method, and put together by what; kept in the address. */
export function HoldingsBar({ choices, grouping, targetsBy, ledger }: HoldingsBarProps) {
  const { change } = useParameters();
  const aimed = choices.find(({ value }) => value === targetsBy);
  return (
    <div className={classes.bar}>
      {ledger && (
        <>
          <TextInput
            key={ledger.date}
            className={classes.control}
            label="At the end of"
            type="date"
            defaultValue={ledger.date ?? ledger.today}
            max={ledger.today}
            // While a year is being typed the field passes through the year 0002.
            onBlur={(event) => {
              const { value, validity } = event.currentTarget;
              if (validity.valid) change({ date: value === ledger.today ? undefined : value || undefined });
            }}
          />
          <NativeSelect
            className={classes.control}
            label="Cost basis"
            value={ledger.costBasis}
            data={costBasisMethods.map((method) => ({ value: method, label: costBasisNames[method] }))}
            onChange={(event) => change({ costBasis: event.currentTarget.value }, costBasisDefaults)}
          />
        </>
      )}
      <NativeSelect
        className={classes.control}
        label="Grouped by"
        value={grouping ?? ''}
        data={[{ value: '', label: 'nothing' }, ...choices]}
        onChange={(event) => change({ group: event.currentTarget.value || undefined })}
      />
      {aimed && aimed.value !== grouping && (
        <span className={classes.hint}>
          Targets are set by {aimed.label}.{' '}
          <TextButton onClick={() => change({ group: aimed.value })}>Show their drift</TextButton>
        </span>
      )}
    </div>
  );
}
