import type { AuditEntrySummary } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { count, missing } from '../../platform/format.ts';
import { instantToSecond } from '../../platform/instants.ts';
import { entrySentence, words } from './action-sentences.ts';
import { actorWords, shortId } from './actor-words.ts';
import classes from './audit.module.css';

interface EntriesTableProps {
  readonly entries: readonly AuditEntrySummary[];
  readonly onOpen: (sequence: number) => void;
}

/** The trail as it is searched, newest first. The number opens the entry. */
export function EntriesTable({ entries, onOpen }: EntriesTableProps) {
  const columns = useMemo(() => entryColumns(onOpen), [onOpen]);
  return (
    <DataTable
      caption="Audit entries"
      columns={columns}
      rows={entries}
      rowKey={({ sequence }) => String(sequence)}
      reflows
    />
  );
}

function entryColumns(onOpen: (sequence: number) => void): Column<AuditEntrySummary>[] {
  return [
    {
      key: 'sequence',
      header: 'Entry',
      value: ({ sequence }) => sequence,
      render: ({ sequence }) => (
        <TextButton label={`Open entry ${sequence}`} onClick={() => onOpen(sequence)}>
          {count(sequence)}
        </TextButton>
      ),
    },
    {
      key: 'time',
      header: 'Time (UTC)',
      numeric: true,
      value: ({ recordedAt }) => recordedAt,
      render: ({ recordedAt }) => instantToSecond(recordedAt),
    },
    { key: 'who', header: 'Who', value: actorWords },
    {
      key: 'what',
      header: 'What',
      value: ({ action }) => action,
      render: (entry) => <span title={entry.action}>{entrySentence(entry)}</span>,
    },
    {
      key: 'entity',
      header: 'To what',
      value: ({ entityType, entityId }) => `${entityType} ${entityId ?? ''}`,
      render: ({ entityType, entityId }) => (
        <span title={entityId ?? undefined}>
          {words(entityType)} {entityId && <code>{shortId(entityId)}</code>}
        </span>
      ),
    },
    {
      key: 'result',
      header: 'Result',
      value: ({ result }) => result,
      render: ({ result, reason }) => (
        <span className={toneOf(result)}>
          {result}
          {reason && `: ${words(reason)}`}
        </span>
      ),
    },
    { key: 'address', header: 'Address', value: ({ address }) => address ?? missing },
  ];
}

export function toneOf(result: AuditEntrySummary['result']): string | undefined {
  return { success: undefined, refused: classes.caution, failed: classes.bad }[result];
}
