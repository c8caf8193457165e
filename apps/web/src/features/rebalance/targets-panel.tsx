import { NativeSelect } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import type { Asset, Portfolio, PortfolioTargets, TargetDrift } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { missing, percent } from '../../platform/format.ts';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import classes from './rebalance.module.css';
import { TargetDriftCell } from './target-drift-cell.tsx';
import {
  choiceLabel,
  heldAssets,
  heldGroups,
  subjectChoices,
  subjectName,
  type TargetsBy,
  weightOfNoGroup,
} from './target-subjects.ts';
import { TargetsEditor } from './targets-editor.tsx';

interface TargetsPanelProps {
  readonly portfolio: Portfolio;
  readonly targets: PortfolioTargets;
  /** They are what the page should go to from now on. */
  readonly onSaved: () => void;
}

const note = 'In per cent. With both bands the narrower one counts; without any nothing is said of the drift';
const noAssets: readonly Asset[] = [];

/** What the portfolio should hold: typed here by its owner, read by everybody else. */
export function TargetsPanel(props: TargetsPanelProps) {
  const permissions = useAccount()?.permissions ?? [];
  const { mayManage } = portfolioRights(props.portfolio.access, permissions);
  return (
    <Panel title="Targets" note={mayManage ? note : 'Set by the owner'}>
      {mayManage ? <OwnTargets {...props} /> : <SavedTargets targets={props.targets} />}
    </Panel>
  );
}

/** What the targets are about is chosen first; only one kind of them is saved. */
function OwnTargets({ portfolio, targets, onSaved }: TargetsPanelProps) {
  const { search, change } = useParameters();
  const assets = api.useListAssetsQuery().data?.items ?? noAssets;
  const choices = useMemo(
    () => subjectChoices([...assets, ...portfolio.holdings], targets.by),
    [assets, portfolio.holdings, targets.by],
  );
  const savedBy = targets.by ?? 'asset';
  const by = choices.find((choice) => choice === search.get('targets')) ?? savedBy;
  const groups = api.useGetHoldingGroupsQuery(by === 'asset' ? skipToken : { portfolioId: portfolio.id, by });
  const found = groups.currentData;
  const held = useMemo(
    () => (by === 'asset' ? heldAssets(portfolio.holdings) : found && heldGroups(found)),
    [by, portfolio.holdings, found],
  );
  const unnamed = by === 'asset' || !found ? 0 : Math.max(0, weightOfNoGroup(found));
  return (
    <>
      <NativeSelect
        label="Targets for"
        className={classes.subject}
        value={by}
        data={choices.map((choice) => ({ value: choice, label: choiceLabel(choice) }))}
        onChange={(event) => change({ targets: event.currentTarget.value }, { targets: savedBy })}
      />
      {held ? (
        <>
          {unnamed > 0 && <NoGroup by={by} weight={unnamed} />}
          <TargetsEditor
            key={by}
            by={by}
            held={held}
            unnamed={unnamed}
            assets={assets}
            portfolio={portfolio}
            targets={targets}
            onSaved={onSaved}
          />
        </>
      ) : groups.error ? (
        <ErrorState error={groups.error} title="The groups could not be read" onRetry={() => void groups.refetch()} />
      ) : (
        <LoadingState label="The groups are being read" figures={0} charts={1} />
      )}
    </>
  );
}

/** What the grouping says nothing of has no target and counts as the rest. */
function NoGroup({ by, weight }: { readonly by: TargetsBy; readonly weight: number }) {
  return (
    <p className={classes.note}>
      {percent(weight)} of the portfolio has no {subjectName(by)}: no target speaks of it, and it is left as it is.
    </p>
  );
}

const savedColumns: readonly Column<TargetDrift>[] = [
  { key: 'label', header: 'Target of', value: ({ label }) => label },
  { key: 'target', header: 'Target', numeric: true, value: (row) => row.target, render: (row) => percent(row.target) },
  { key: 'weight', header: 'Now', numeric: true, value: (row) => row.weight, render: (row) => percent(row.weight) },
  {
    key: 'drift',
    header: 'Drift',
    definition: 'Weight now less the target; marked when its band is left',
    numeric: true,
    value: ({ drift }) => drift,
    render: (row) => <TargetDriftCell item={row} />,
  },
  {
    key: 'band',
    header: 'Band',
    numeric: true,
    value: ({ lowest }) => lowest,
    render: ({ lowest, highest }) =>
      lowest === null || highest === null ? missing : `${percent(lowest)} to ${percent(highest)}`,
  },
];

function SavedTargets({ targets }: { readonly targets: PortfolioTargets }) {
  if (targets.items.length === 0) return <p className={classes.note}>No targets are set.</p>;
  return (
    <DataTable caption="Saved targets" columns={savedColumns} rows={targets.items} rowKey={({ label }) => label} />
  );
}
