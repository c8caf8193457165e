import type { Share } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { dateMedium, plural } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';
import { ShareForm } from './share-form.tsx';
import classes from './sharing.module.css';
import { useRevokeShare } from './use-revoke-share.tsx';

const levelWords = { read: 'may read', edit: 'may change weights' } as const;

/** Who has access to a portfolio besides its owner, until when, and how to give and take it. */
export function SharingPanel({ portfolioId }: { readonly portfolioId: string }) {
  const { data, error, refetch } = api.useListSharesQuery({ portfolioId });
  const revoke = useRevokeShare(portfolioId);
  const columns = useMemo(() => shareColumns((share) => void revoke(share)), [revoke]);
  if (!data) {
    return error ? (
      <ErrorState error={error} title="The shares could not be read" onRetry={() => void refetch()} />
    ) : (
      <LoadingState label="The shares are being read" figures={0} charts={1} />
    );
  }
  return (
    <>
      <p className={classes.verdict}>{sharingVerdict(data.items)}</p>
      {data.items.length > 0 && (
        <DataTable caption="Shared with" columns={columns} rows={data.items} rowKey={({ id }) => id} />
      )}
      <h3 className={classes.heading}>Share it with one more person</h3>
      <ShareForm portfolioId={portfolioId} />
    </>
  );
}

function sharingVerdict(shares: readonly Share[]): string {
  if (shares.length === 0) return 'Only you. No administrator can see it either.';
  const editing = shares.filter(({ level }) => level === 'edit').length;
  const lasting = shares.filter(({ expiresAt }) => expiresAt === null).length;
  const people = `You and ${plural(shares.length, 'other')}`;
  const edit = editing === 0 ? 'nobody else may change it' : `${plural(editing, 'other')} may change its weights`;
  const until = lasting === 0 ? '' : `; ${lasting === 1 ? 'one share has' : `${lasting} shares have`} no end`;
  return `${people}, ${edit}${until}.`;
}

function shareColumns(onRevoke: (share: Share) => void): Column<Share>[] {
  return [
    {
      key: 'email',
      header: 'Shared with',
      value: ({ email }) => email,
      render: ({ email, createdAt }) => <span title={`Since ${instant(createdAt)}`}>{email}</span>,
    },
    {
      key: 'revoke',
      header: 'Access',
      value: () => null,
      render: (share) => (
        <TextButton label={`Take back the share of ${share.email}`} onClick={() => onRevoke(share)}>
          Take back
        </TextButton>
      ),
    },
    { key: 'level', header: 'Level', value: ({ level }) => levelWords[level] },
    {
      key: 'until',
      header: 'Until',
      value: ({ expiresAt }) => expiresAt,
      render: ({ expiresAt }) =>
        expiresAt === null ? 'no end' : <span title={instant(expiresAt)}>{dateMedium(expiresAt)}</span>,
    },
  ];
}
