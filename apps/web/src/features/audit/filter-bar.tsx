import { Button, NativeSelect, TextInput } from '@mantine/core';
import { api } from '../../platform/store.ts';
import { actionSentence, knownActions, words } from './action-sentences.ts';
import classes from './audit.module.css';
import { type AuditFilters, auditResults, isFiltered } from './audit-filters.ts';
import { DateFilter } from './date-filter.tsx';

interface FilterBarProps {
  readonly filters: AuditFilters;
  readonly onChange: (change: AuditFilters) => void;
  readonly onClear: () => void;
}

const entityTypes = [
  'user',
  'session',
  'portfolio',
  'asset',
  'price-import',
  'invitation',
  'api-key',
  'settings',
  'audit',
] as const;
const listId = 'audit-actions';
/** The beginnings that whole groups of actions share: `portfolio.` for all about portfolios. */
const beginnings = [...new Set(knownActions.map((action) => action.replace(/\..*/, '')))];

/** What to look for. Everything typed is part of the address at once. */
export function FilterBar({ filters, onChange, onClear }: FilterBarProps) {
  const { data: users } = api.useListUsersQuery();
  return (
    <search className={classes.filters} aria-label="Search the audit trail">
      <TextInput
        label="Action begins with"
        placeholder="portfolio."
        list={listId}
        autoComplete="off"
        spellCheck={false}
        value={filters.action ?? ''}
        onChange={(event) => onChange({ action: event.currentTarget.value || undefined })}
      />
      <datalist id={listId}>
        {beginnings.map((noun) => (
          <option key={noun} value={`${noun}.`}>
            everything about {words(noun)}
          </option>
        ))}
        {knownActions.map((action) => (
          <option key={action} value={action}>
            {actionSentence(action)}
          </option>
        ))}
      </datalist>
      <NativeSelect
        label="Who"
        value={filters.actorId ?? ''}
        onChange={(event) => onChange({ actorId: event.currentTarget.value || undefined })}
      >
        <option value="">Anybody</option>
        {filters.actorId && !users?.items.some(({ id }) => id === filters.actorId) && (
          <option value={filters.actorId}>{filters.actorId}</option>
        )}
        {users?.items.map(({ id, displayName, email }) => (
          <option key={id} value={id}>
            {email === null ? displayName : `${displayName}, ${email}`}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        label="What it was done to"
        value={filters.entityType ?? ''}
        data={[
          { value: '', label: 'Anything' },
          ...new Set([...entityTypes, ...(filters.entityType ? [filters.entityType] : [])]),
        ]}
        onChange={(event) => onChange({ entityType: event.currentTarget.value || undefined })}
      />
      <TextInput
        label="Its id"
        placeholder="any"
        autoComplete="off"
        spellCheck={false}
        value={filters.entityId ?? ''}
        onChange={(event) => onChange({ entityId: event.currentTarget.value.trim() || undefined })}
      />
      <NativeSelect
        label="Result"
        value={filters.result ?? ''}
        data={[{ value: '', label: 'Any' }, ...auditResults]}
        onChange={(event) => onChange({ result: auditResults.find((result) => result === event.currentTarget.value) })}
      />
      <DateFilter label="From (UTC)" value={filters.from} onChange={(from) => onChange({ from })} />
      <DateFilter label="To, included" value={filters.to} onChange={(to) => onChange({ to })} />
      <Button variant="default" disabled={!isFiltered(filters)} onClick={onClear}>
        Show everything
      </Button>
    </search>
  );
}
