import type { Alert } from '@riskoptimizer/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { missing } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';
import { Deliveries } from './open-alerts-panel.tsx';

const shownMax = 50;

/** Alerts of this portfolio that are over, the newest first. */
export function EarlierAlertsPanel({ portfolioId }: { readonly portfolioId: string }) {
  const { currentData, error, refetch } = api.useListAlertsQuery({ portfolioId, open: 'false', limit: shownMax });
  if (error && !currentData) {
    return <ErrorState error={error} title="The earlier alerts could not be read" onRetry={() => void refetch()} />;
  }
  if (!currentData || currentData.items.length === 0) return null;
  const note = currentData.nextCursor === null ? 'Of this portfolio' : `Of this portfolio, the newest ${shownMax}`;
  return (
    <Panel title="Earlier alerts" note={note}>
      <DataTable
        caption="Earlier alerts"
        columns={columns}
        rows={currentData.items}
        rowKey={({ id }) => id}
        heightMax={360}
        reflows
      />
    </Panel>
  );
}

const columns: readonly Column<Alert>[] = [
  { key: 'sentence', header: 'Alert', value: ({ sentence }) => sentence, wrap: true },
  { key: 'raised', header: 'Raised', value: ({ raisedAt }) => raisedAt, render: ({ raisedAt }) => instant(raisedAt) },
  { key: 'over', header: 'Over', value: ({ overAt }) => overAt, render: ({ overAt }) => instant(overAt) },
  {
    key: 'seen',
    header: 'Acknowledged',
    wrap: true,
    value: ({ acknowledged }) => acknowledged?.by ?? null,
    render: ({ acknowledged }) =>
      acknowledged === null
        ? missing
        : `${acknowledged.by}, ${instant(acknowledged.at)}${acknowledged.note === null ? '' : `: ${acknowledged.note}`}`,
  },
  {
    key: 'deliveries',
    header: 'Messages',
    wrap: true,
    value: ({ deliveries }) => deliveries.length,
    render: ({ deliveries }) => (deliveries.length === 0 ? missing : <Deliveries deliveries={deliveries} />),
  },
];
