import { SegmentedControl } from '@mantine/core';
import type { Portfolio, PortfolioRisk } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { Panel } from '../../components/panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { percent } from '../../platform/format.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { type AllocationGroup, allocationGroups, groupings } from './allocation-groups.ts';
import classes from './allocation-panel.module.css';

interface AllocationPanelProps {
  readonly risk: PortfolioRisk;
  readonly portfolio: Portfolio;
}

/** Weight by class, currency or sector as bars, with the share of risk as a mark on each. */
export function AllocationPanel({ risk, portfolio }: AllocationPanelProps) {
  const { search, change } = useParameters();
  const grouping = groupings.find(({ name }) => name === search.get('by'))?.name ?? 'class';
  const groups = useMemo(
    () => allocationGroups(portfolio.holdings, risk.contributions, grouping),
    [portfolio, risk, grouping],
  );
  return (
    <Panel
      title="Allocation"
      note="Bar: share of weight. Mark: share of risk (volatility)"
      fileName={fileNameOf(portfolio.name, 'allocation by', grouping)}
      csv={() => ({
        columns: [grouping, 'assetCount', 'weight', 'riskShare'],
        rows: groups.map(({ name, assetCount, weight, riskShare }) => [name, assetCount, weight, riskShare]),
      })}
      controls={
        <SegmentedControl
          aria-label="Group by"
          value={grouping}
          data={groupings.map(({ name, label }) => ({ value: name, label }))}
          onChange={(by) => change({ by }, { by: 'class' })}
        />
      }
    >
      <GroupBars groups={groups} grouping={grouping} />
    </Panel>
  );
}

function GroupBars({ groups, grouping }: { readonly groups: readonly AllocationGroup[]; readonly grouping: string }) {
  const widest = Math.max(0.01, ...groups.flatMap(({ weight, riskShare }) => [weight, riskShare ?? 0]));
  const place = (share: number) => `${(Math.max(0, share) / widest) * 100}%`;
  return (
    <table className={classes.groups}>
      <thead>
        <tr>
          <th scope="col">{grouping}</th>
          <th scope="col" aria-label="bars" />
          <th scope="col">weight</th>
          <th scope="col">risk</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ name, assetCount, weight, riskShare }) => (
          <tr key={name}>
            <th scope="row">
              {name} <span className={classes.count}>{assetCount}</span>
            </th>
            <td className={classes.track}>
              <span className={classes.bar} style={{ width: place(weight) }} />
              {riskShare !== null && <span className={classes.mark} style={{ left: place(riskShare) }} />}
            </td>
            <td>{percent(weight)}</td>
            <td>{percent(riskShare)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
