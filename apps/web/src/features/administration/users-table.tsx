import { NativeSelect, TextInput } from '@mantine/core';
import type { UserSummary } from '@riskoptimizer/contracts';
import { useCallback, useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { missing } from '../../platform/format.ts';
import { ago, instant } from '../../platform/instants.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import classes from './administration.module.css';
import { type Finding, factorsInWords, findings, findingsOf, findingWords, hasSecondFactor } from './user-findings.ts';

interface UsersTableProps {
  readonly users: readonly UserSummary[];
  readonly nowMs: number;
}

/** Everybody with an account, what they may do, and what is unusual about them. */
export function UsersTable({ users, nowMs }: UsersTableProps) {
  const { search, change } = useParameters();
  const open = useCallback((userId: string) => change({ user: userId }), [change]);
  const columns = useMemo(() => userColumns(nowMs, open), [nowMs, open]);
  const words = search.get('q') ?? '';
  const finding = findings.find((one) => one === search.get('only'));
  const shown = users.filter((user) => isLike(user, words) && (!finding || findingsOf(user, nowMs).includes(finding)));
  return (
    <>
      <search className={classes.filters} aria-label="Search users">
        <TextInput
          aria-label="Name, e-mail address or role"
          placeholder="Name, e-mail address or role"
          type="search"
          value={words}
          onChange={(event) => change({ q: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          aria-label="Only those with"
          value={finding ?? ''}
          data={[
            { value: '', label: 'All users' },
            ...findings.map((value) => ({ value, label: `Only: ${findingWords[value]}` })),
          ]}
          onChange={(event) => change({ only: event.currentTarget.value || undefined })}
        />
      </search>
      {shown.length === 0 ? (
        <p className={classes.text}>Nobody is like this.</p>
      ) : (
        <DataTable
          caption="Users"
          columns={columns}
          rows={shown}
          rowKey={({ id }) => id}
          sortParameter="sort"
          reflows
        />
      )}
    </>
  );
}

function isLike({ displayName, email, role }: UserSummary, words: string): boolean {
  const text = `${displayName} ${email ?? ''} ${role}`.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function userColumns(nowMs: number, onOpen: (userId: string) => void): Column<UserSummary>[] {
  return [
    {
      key: 'name',
      header: 'Name',
      value: ({ displayName }) => displayName,
      render: ({ id, displayName }) => <TextButton onClick={() => onOpen(id)}>{displayName}</TextButton>,
    },
    { key: 'email', header: 'E-mail', value: ({ email, isDemo }) => (isDemo ? 'demo, no account' : email) },
    { key: 'role', header: 'Role', value: ({ role }) => role },
    {
      key: 'factor',
      header: 'Second factor',
      value: factorsInWords,
      render: factorCell,
    },
    { key: 'sessions', header: 'Sessions', numeric: true, value: ({ sessionCount }) => sessionCount },
    { key: 'keys', header: 'API keys', numeric: true, value: ({ apiKeyCount }) => apiKeyCount },
    {
      key: 'shares',
      header: 'Shared with them',
      definition: 'Portfolios of others that are shared with this user',
      numeric: true,
      value: ({ shareCount }) => shareCount,
    },
    {
      key: 'signedIn',
      header: 'Last sign-in',
      numeric: true,
      value: ({ lastSignedInAt }) => lastSignedInAt,
      render: ({ lastSignedInAt }) =>
        lastSignedInAt === null ? 'never' : <span title={instant(lastSignedInAt)}>{ago(lastSignedInAt, nowMs)}</span>,
    },
    {
      key: 'note',
      header: 'To note',
      value: (user) => findingsOf(user, nowMs).map(shortWords).join(', ') || null,
      render: (user) => <Notes found={findingsOf(user, nowMs)} />,
    },
  ];
}

function factorCell(user: UserSummary) {
  const isLacking = user.role === 'admin' && !user.isDemo && !hasSecondFactor(user);
  return isLacking ? <span className={classes.bad}>none</span> : factorsInWords(user);
}

function shortWords(finding: Finding): string {
  return finding === 'no-factor' ? 'no second factor' : findingWords[finding];
}

function Notes({ found }: { readonly found: readonly Finding[] }) {
  if (found.length === 0) return missing;
  const isBad = found.includes('no-factor');
  return <span className={isBad ? classes.bad : classes.caution}>{found.map(shortWords).join(', ')}</span>;
}
