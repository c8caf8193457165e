import { Button, Modal } from '@mantine/core';
import type { ApiKey } from '@riskoptimizer/contracts';
import { useMemo, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { dateMedium } from '../../platform/format.ts';
import { ago, instant, now } from '../../platform/instants.ts';
import { session } from '../../platform/session.ts';
import { api } from '../../platform/store.ts';
import { ApiKeyForm } from './api-key-form.tsx';
import { SecretOnce } from './secret-once.tsx';
import classes from './security.module.css';

/** Keys for scripts: what each is good for, until when, and the end of it. */
export function ApiKeysPanel() {
  const { data, error, refetch } = api.useListApiKeysQuery();
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setIsOpen(false);
    setSecret(null);
  };
  return (
    <Panel
      title="API keys"
      note="For scripts and the command line: they sign in without you, for what you allow and until a date. They outlive sessions; a password reset by mail revokes them all, a new password unless you say otherwise."
      controls={
        <>
          {data !== undefined && data.items.some((key) => stateOf(key, now()) === 'in use') && (
            <TextButton onClick={() => void leaveWithKeys()}>Sign out everywhere and revoke all</TextButton>
          )}
          <Button variant="default" onClick={() => setIsOpen(true)}>
            New key
          </Button>
        </>
      }
    >
      {data ? (
        data.items.length === 0 ? (
          <p className={classes.text}>None. No script can sign in as you.</p>
        ) : (
          <ApiKeyTable keys={data.items} />
        )
      ) : error ? (
        <ErrorState error={error} title="Your API keys could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="Your API keys are being read" figures={0} charts={1} />
      )}
      <Modal
        opened={isOpen}
        onClose={close}
        closeOnClickOutside={secret === null}
        title={secret === null ? 'New API key' : 'Keep your API key'}
        closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
      >
        {secret === null ? (
          <ApiKeyForm onCreated={setSecret} />
        ) : (
          <SecretOnce
            name="API key"
            secret={secret}
            note="This is the only time it is shown. A script sends it as “Authorization: Bearer …”."
            onKept={close}
          />
        )}
      </Modal>
    </Panel>
  );
}

/** For whoever fears that somebody else was in the account. */
async function leaveWithKeys(): Promise<void> {
  try {
    await session.signOut({ everywhere: true, alsoRevokeApiKeys: true });
  } catch (failure) {
    showFailure('You are still signed in', failure);
  }
}

function ApiKeyTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  const [revokeKey] = api.useRevokeApiKeyMutation();
  const columns = useMemo(() => {
    const revoke = async ({ id, name }: ApiKey) => {
      const answer = await revokeKey({ apiKeyId: id });
      if (answer.error) showFailure(`The API key “${name}” could not be revoked`, answer.error);
      else showDone(`The API key “${name}” is revoked`, 'No script can use it any more.');
    };
    return apiKeyColumns(now(), (key) => void revoke(key));
  }, [revokeKey]);
  return <DataTable caption="API keys" columns={columns} rows={keys} rowKey={({ id }) => id} reflows />;
}

function apiKeyColumns(nowMs: number, onRevoke: (key: ApiKey) => void): Column<ApiKey>[] {
  return [
    { key: 'name', header: 'Name', value: ({ name }) => name },
    {
      key: 'state',
      header: 'State',
      value: (key) => stateOf(key, nowMs),
      render: (key) =>
        stateOf(key, nowMs) === 'in use' ? (
          <TextButton label={`Revoke the API key ${key.name}`} onClick={() => onRevoke(key)}>
            Revoke
          </TextButton>
        ) : (
          stateOf(key, nowMs)
        ),
    },
    {
      key: 'prefix',
      header: 'Begins with',
      value: ({ prefix }) => prefix,
      render: ({ prefix }) => <code>{prefix}…</code>,
    },
    { key: 'scopes', header: 'Good for', wrap: true, value: ({ scopes }) => scopes.join(', ') },
    {
      key: 'used',
      header: 'Last used',
      value: ({ lastUsedAt }) => lastUsedAt,
      render: ({ lastUsedAt }) =>
        lastUsedAt === null ? 'never' : <span title={instant(lastUsedAt)}>{ago(lastUsedAt, nowMs)}</span>,
    },
    {
      key: 'expires',
      header: 'Until',
      value: ({ expiresAt }) => expiresAt,
      render: ({ expiresAt }) => <span title={instant(expiresAt)}>{dateMedium(expiresAt)}</span>,
    },
  ];
}

function stateOf({ revokedAt, expiresAt }: ApiKey, nowMs: number): string {
  if (revokedAt !== null) return `revoked ${dateMedium(revokedAt)}`;
  return Date.parse(expiresAt) <= nowMs ? 'expired' : 'in use';
}
