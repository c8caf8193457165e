import { Progress } from '@mantine/core';
import type { AlertRule } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { dateMedium, missing, percent } from '../../platform/format.ts';
import { channelNames, measureText, stateWord, thresholdText, toneOf } from './alert-words.ts';
import classes from './alerts.module.css';
import { amountText } from './measures.ts';
import type { AlertAssets } from './use-rules.ts';

export interface RuleActions {
  readonly onEdit: (ruleId: string) => void;
  readonly onTurn: (rule: AlertRule) => void;
  readonly onTakeOut: (rule: AlertRule) => void;
}

interface RulesTableProps {
  readonly rules: readonly AlertRule[];
  readonly named: AlertAssets;
  /** Null for whom may only read. */
  readonly actions: RuleActions | null;
  readonly fileName: string;
}

const note = 'Measured a moment after every change of the portfolio, its prices or the rule, and every five minutes';

/** Where the lines are, and how far away each number is. */
export function RulesTable({ rules, named, actions, fileName }: RulesTableProps) {
  const columns = useMemo(() => ruleColumns(named, actions), [named, actions]);
  return (
    <Panel
      title="Rules"
      note={note}
      fileName={fileNameOf('alert-rules', fileName)}
      csv={() =>
        tableCsv(
          columns.filter(({ key }) => key !== 'actions'),
          rules,
        )
      }
    >
      <DataTable caption="Rules" columns={columns} rows={rules} rowKey={({ id }) => id} sortParameter="sort" reflows />
    </Panel>
  );
}

function ruleColumns({ symbolOf, currencies }: AlertAssets, actions: RuleActions | null): Column<AlertRule>[] {
  const subjectText = ({ subject }: AlertRule) =>
    subject.kind === 'portfolio' ? 'Portfolio' : (symbolOf.get(subject.assetId) ?? missing);
  const columns: Column<AlertRule>[] = [
    {
      key: 'name',
      header: 'Rule',
      value: ({ name }) => name,
      render: ({ id, name }) =>
        actions ? (
          <TextButton label={`Change ${name}`} onClick={() => actions.onEdit(id)}>
            {name}
          </TextButton>
        ) : (
          name
        ),
    },
    {
      key: 'state',
      header: 'State',
      value: (rule) => stateWord(rule),
      render: (rule) => <State rule={rule} />,
    },
    { key: 'measure', header: 'Measure', value: measureText },
    { key: 'subject', header: 'Of', value: subjectText },
    {
      key: 'value',
      header: 'Now',
      definition: 'As last measured',
      numeric: true,
      value: ({ value }) => (value === null ? null : Number(value)),
      render: (rule) => (
        <span title={rule.valueDate === null ? undefined : `Data of ${dateMedium(rule.valueDate)}`}>
          {amountText(rule, rule.value, currencies)}
        </span>
      ),
    },
    {
      key: 'threshold',
      header: 'Alert when',
      numeric: true,
      value: ({ threshold }) => Number(threshold),
      render: (rule) => thresholdText(rule, currencies),
    },
    {
      key: 'use',
      header: 'Used',
      definition: 'Of a limit: value over threshold',
      numeric: true,
      value: ({ utilisation }) => utilisation,
      render: (rule) => <Use rule={rule} />,
    },
    {
      key: 'channels',
      header: 'Told',
      value: ({ channels }) => channels.map((channel) => channelNames[channel]).join(', '),
      render: (rule) => <Channels rule={rule} />,
    },
    {
      key: 'enabled',
      header: 'On',
      value: ({ enabled }) => (enabled ? 'yes' : 'no'),
    },
  ];
  if (actions === null) return columns;
  return [
    ...columns,
    {
      key: 'actions',
      header: 'Actions',
      value: () => null,
      render: (rule) => (
        <span className={classes.actions}>
          <TextButton label={`Turn ${rule.enabled ? 'off' : 'on'} ${rule.name}`} onClick={() => actions.onTurn(rule)}>
            Turn {rule.enabled ? 'off' : 'on'}
          </TextButton>
          <TextButton label={`Delete ${rule.name}`} onClick={() => actions.onTakeOut(rule)}>
            Delete
          </TextButton>
        </span>
      ),
    },
  ];
}

function State({ rule }: { readonly rule: AlertRule }) {
  return (
    <span className={classes.state} data-tone={toneOf(rule)}>
      {stateWord(rule)}
      {rule.enabled && rule.stateReason !== null && <span className={classes.reason}>{rule.stateReason}</span>}
    </span>
  );
}

function Use({ rule }: { readonly rule: AlertRule }) {
  const { utilisation, isLimit, name } = rule;
  // What is no limit has no use: its cell is empty, as nothing is missing.
  if (!isLimit) return '';
  if (utilisation === null) return missing;
  return (
    <span className={classes.use} data-tone={toneOf(rule)}>
      <Progress
        className={classes.track}
        value={Math.max(0, Math.min(100, utilisation * 100))}
        aria-label={`Used of ${name}`}
      />
      {percent(utilisation, 0)}
    </span>
  );
}

function Channels({ rule: { channels, webhook } }: { readonly rule: AlertRule }) {
  const isUnset = channels.includes('webhook') && webhook === null;
  return (
    <>
      {channels.map((channel) => channelNames[channel]).join(', ')}
      {isUnset && <span className={classes.reason}>no address is set for the webhook</span>}
    </>
  );
}
