import type { ProviderListItem } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import classes from './data.module.css';
import { askedText, canBeAsked, capabilitiesText, keyText, stateText } from './data-words.ts';

interface ProvidersPanelProps {
  readonly providers: readonly ProviderListItem[];
  /** Null for whom may decide nothing: the demo is everybody, and has no keys. */
  readonly onOpen: ((name: string) => void) | null;
}

/** Who can be asked, what is had there, and why not at this moment. */
export function ProvidersPanel({ providers, onOpen }: ProvidersPanelProps) {
  const columns = useMemo(() => providerColumns(onOpen), [onOpen]);
  return (
    <Panel title="Providers" note="In the order in which they are asked">
      <DataTable caption="Providers" columns={columns} rows={providers} rowKey={({ name }) => name} reflows />
    </Panel>
  );
}

function providerColumns(onOpen: ProvidersPanelProps['onOpen']): Column<ProviderListItem>[] {
  return [
    {
      key: 'name',
      header: 'Provider',
      value: ({ name }) => name,
      render: ({ name }) =>
        onOpen === null ? (
          name
        ) : (
          <TextButton label={`Open ${name}`} onClick={() => onOpen(name)}>
            {name}
          </TextButton>
        ),
    },
    {
      key: 'asked',
      header: 'Asked',
      value: askedText,
      render: (provider) => (
        <span className={canBeAsked(provider) ? classes.good : classes.muted}>{askedText(provider)}</span>
      ),
    },
    { key: 'key', header: 'Key', value: keyText },
    { key: 'gives', header: 'Gives', wrap: true, value: capabilitiesText },
    { key: 'state', header: 'At this moment', wrap: true, value: stateText },
  ];
}
