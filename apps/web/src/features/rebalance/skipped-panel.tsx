import type { RebalancingPlan, SkippedTrade } from '@riskoptimizer/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { missing, percent } from '../../platform/format.ts';

const columns: readonly Column<SkippedTrade>[] = [
  { key: 'symbol', header: 'Asset', value: ({ symbol }) => symbol },
  {
    key: 'weight',
    header: 'Weight',
    numeric: true,
    value: ({ weight }) => weight,
    render: ({ weight }) => percent(weight, 2),
  },
  {
    key: 'target',
    header: 'Target',
    numeric: true,
    value: ({ target }) => target,
    render: ({ target }) => (target === null ? missing : percent(target, 2)),
  },
  { key: 'reason', header: 'Why', value: ({ message }) => message, wrap: true },
];

/** What should move and does not, each with its reason. */
export function SkippedPanel({ plan }: { readonly plan: RebalancingPlan }) {
  if (plan.skipped.length === 0) return null;
  return (
    <Panel title="Left as it is" note="Off its target, and not traded under these rules">
      <DataTable caption="Left as it is" columns={columns} rows={plan.skipped} rowKey={({ assetId }) => assetId} />
    </Panel>
  );
}
