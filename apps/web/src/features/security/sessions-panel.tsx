import type { Session } from '@riskoptimizer/contracts';
import { useMemo, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { missing, plural } from '../../platform/format.ts';
import { ago, instant, now } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';

/** Where one is signed in, and the way to end what one does not know. */
export function SessionsPanel() {
  const { data, error, refetch } = api.useListSessionsQuery(undefined, { pollingInterval: 60_000 });
  const [endSession] = api.useEndSessionMutation();
  const [isEnding, setIsEnding] = useState(false);
  const others = data?.items.filter(({ current }) => !current) ?? [];

  const end = async (sessions: readonly Session[]) => {
    setIsEnding(true);
    try {
      // One after the other, so that a failure says where it stopped.
      for (const { id } of sessions) await endSession({ sessionId: id }).unwrap();
      showDone(sessions.length === 1 ? `${sessions[0]?.device} is signed out` : 'Every other session is ended');
    } catch (failure) {
      showFailure('The session could not be ended', failure);
    } finally {
      setIsEnding(false);
    }
  };
  return (
    <Panel
      title="Sessions"
      note="Where you are signed in. The address is that of the last use. Scripts with an API key are not in this list."
      controls={
        others.length > 0 && (
          <TextButton disabled={isEnding} onClick={() => void end(others)}>
            End {others.length === 1 ? 'the other one' : `all ${plural(others.length, 'other')}`}
          </TextButton>
        )
      }
    >
      {data ? (
        <SessionTable sessions={data.items} isEnding={isEnding} onEnd={(session) => void end([session])} />
      ) : error ? (
        <ErrorState error={error} title="Your sessions could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="Your sessions are being read" figures={0} charts={1} />
      )}
    </Panel>
  );
}

interface SessionTableProps {
  readonly sessions: readonly Session[];
  readonly isEnding: boolean;
  readonly onEnd: (session: Session) => void;
}

function SessionTable({ sessions, isEnding, onEnd }: SessionTableProps) {
  const columns = useMemo(() => sessionColumns(now(), isEnding, onEnd), [isEnding, onEnd]);
  return <DataTable caption="Sessions" columns={columns} rows={sessions} rowKey={({ id }) => id} reflows />;
}

function sessionColumns(nowMs: number, isEnding: boolean, onEnd: (session: Session) => void): Column<Session>[] {
  return [
    { key: 'device', header: 'Device', value: ({ device }) => device },
    { key: 'address', header: 'Address', value: ({ address }) => address ?? missing },
    {
      key: 'lastUsed',
      header: 'Last used',
      value: ({ lastUsedAt }) => lastUsedAt,
      render: ({ lastUsedAt }) => <span title={instant(lastUsedAt)}>{ago(lastUsedAt, nowMs)}</span>,
    },
    {
      key: 'created',
      header: 'Signed in',
      value: ({ createdAt }) => createdAt,
      render: ({ createdAt }) => instant(createdAt),
    },
    {
      key: 'expires',
      header: 'Ends at the latest',
      definition: 'However active it is, the session is over then',
      value: ({ expiresAt }) => expiresAt,
      render: ({ expiresAt }) => instant(expiresAt),
    },
    {
      key: 'end',
      header: 'End it',
      value: ({ current }) => (current ? 'this device' : null),
      render: (session) =>
        session.current ? (
          'this device'
        ) : (
          <TextButton label={`End the session of ${session.device}`} disabled={isEnding} onClick={() => onEnd(session)}>
            End
          </TextButton>
        ),
    },
  ];
}
