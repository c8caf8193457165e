import { Button, CopyButton } from '@mantine/core';
import type { Invitation } from '@riskoptimizer/contracts';
import { useMemo, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { dateMedium, missing } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';
import classes from './administration.module.css';
import { InvitationForm } from './invitation-form.tsx';

interface Created {
  readonly email: string;
  readonly link: string;
}

/** A link for one person, good for making one account with a given role. */
export function InvitationsPanel({ nowMs }: { readonly nowMs: number }) {
  const { data, error, refetch } = api.useListInvitationsQuery();
  const [created, setCreated] = useState<Created | null>(null);
  return (
    <Panel title="Invitations" note="A link by which one person makes one account, within seven days.">
      <InvitationForm onCreated={setCreated} />
      {created && <CreatedLink created={created} />}
      {data ? (
        data.items.length === 0 ? (
          <p className={classes.text}>No invitation is open.</p>
        ) : (
          <InvitationTable invitations={data.items} nowMs={nowMs} />
        )
      ) : error ? (
        <ErrorState error={error} title="The invitations could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The invitations are being read" figures={0} charts={1} />
      )}
    </Panel>
  );
}

function CreatedLink({ created: { email, link } }: { readonly created: Created }) {
  return (
    <>
      <output className={classes.text}>
        The invitation is on its way to {email}. In case that no mail can be sent, here is its link; it is shown only
        now, and whoever has it makes the account:
      </output>
      <code className={classes.link} aria-label="Link of the invitation">
        {link}
      </code>
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button variant="default" mb={12} onClick={copy}>
            {copied ? 'Copied' : 'Copy the link'}
          </Button>
        )}
      </CopyButton>
    </>
  );
}

interface InvitationTableProps {
  readonly invitations: readonly Invitation[];
  readonly nowMs: number;
}

function InvitationTable({ invitations, nowMs }: InvitationTableProps) {
  const [revokeInvitation] = api.useRevokeInvitationMutation();
  const columns = useMemo(() => {
    const revoke = async ({ id, email }: Invitation) => {
      const answer = await revokeInvitation({ invitationId: id });
      if (answer.error) showFailure('The invitation was not taken back', answer.error);
      else showDone(`The invitation of ${email} is taken back`, 'Its link does not work any more.');
    };
    return invitationColumns(nowMs, (invitation) => void revoke(invitation));
  }, [revokeInvitation, nowMs]);
  return <DataTable caption="Invitations" columns={columns} rows={invitations} rowKey={({ id }) => id} />;
}

function invitationColumns(nowMs: number, onRevoke: (invitation: Invitation) => void): Column<Invitation>[] {
  return [
    { key: 'email', header: 'E-mail', value: ({ email }) => email },
    {
      key: 'state',
      header: 'State',
      value: ({ acceptedAt }) => acceptedAt,
      render: (invitation) =>
        invitation.acceptedAt === null ? (
          <TextButton label={`Take back the invitation of ${invitation.email}`} onClick={() => onRevoke(invitation)}>
            Take back
          </TextButton>
        ) : (
          `accepted ${dateMedium(invitation.acceptedAt)}`
        ),
    },
    { key: 'role', header: 'Role', value: ({ role }) => role },
    {
      key: 'until',
      header: 'Good until',
      value: ({ expiresAt }) => expiresAt,
      render: ({ expiresAt, acceptedAt }) =>
        acceptedAt !== null ? missing : Date.parse(expiresAt) <= nowMs ? 'ran out' : instant(expiresAt),
    },
  ];
}
