import { Drawer } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { api } from '../../platform/store.ts';
import { usePhone } from '../../platform/use-phone.ts';
import type { AuditFilters } from './audit-filters.ts';
import { EntryDetail } from './entry-detail.tsx';

interface EntryDrawerProps {
  readonly sequence: number | undefined;
  readonly onClose: () => void;
  readonly onSearch: (filters: AuditFilters) => void;
}

export function EntryDrawer({ sequence, onClose, onSearch }: EntryDrawerProps) {
  const {
    currentData: entry,
    error,
    refetch,
  } = api.useGetAuditEntryQuery(sequence === undefined ? skipToken : { sequence });
  const phone = usePhone();
  return (
    <Drawer
      opened={sequence !== undefined}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 720}
      title={`Entry ${sequence ?? ''}`}
      closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
    >
      {entry ? (
        <EntryDetail entry={entry} onSearch={onSearch} />
      ) : error ? (
        <ErrorState error={error} title="The entry could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The entry is being read" figures={0} charts={1} />
      )}
    </Drawer>
  );
}
