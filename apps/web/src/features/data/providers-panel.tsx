import type { ProviderList } from '@riskoptimizer/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { api } from '../../platform/store.ts';
import { capabilitiesText } from './data-words.ts';

const columns: Column<ProviderList['items'][number]>[] = [
  { key: 'name', header: 'Provider', value: ({ name }) => name },
  { key: 'gives', header: 'Gives', wrap: true, value: capabilitiesText },
  { key: 'key', header: 'Key', value: ({ keyNeed }) => keyNeed },
  { key: 'attribution', header: 'Attribution', wrap: true, value: ({ attribution }) => attribution },
];

/** Who is switched on, and what can be had there. */
export function ProvidersPanel() {
  const { currentData, error, refetch } = api.useListProvidersQuery();
  if (error) return <ErrorState error={error} title="The providers could not be read" onRetry={() => void refetch()} />;
  if (!currentData) return null;
  return (
    <Panel title="Providers" note="Those that this server may ask">
      <DataTable caption="Providers" columns={columns} rows={currentData.items} rowKey={({ name }) => name} reflows />
    </Panel>
  );
}
