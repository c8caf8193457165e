import { Button, NativeSelect } from '@mantine/core';
import { roles, type UserSummary } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { plural } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import classes from './administration.module.css';
import { useUserChange } from './use-user-change.tsx';
import { findingsOf } from './user-findings.ts';

interface UserActionsProps {
  readonly user: UserSummary;
  readonly nowMs: number;
}

/** What an administrator can do to a user. Nobody does it to themselves, so that there is always a second pair of eyes. */
export function UserActions({ user, nowMs }: UserActionsProps) {
  const isOwn = useAccount()?.id === user.id;
  if (user.isDemo) return <p className={classes.text}>The demo has no account, so there is nothing to change.</p>;
  return (
    <>
      <h3 className={classes.heading}>Change</h3>
      {isOwn ? (
        <p className={classes.text}>
          Your own role, status and factors are changed by another administrator; the rest is under Security.
        </p>
      ) : (
        <>
          <Role user={user} />
          <Status user={user} />
          <Factors user={user} />
        </>
      )}
      <Sessions user={user} />
      {findingsOf(user, nowMs).includes('locked') && <Lock user={user} />}
    </>
  );
}

interface UserProps {
  readonly user: UserSummary;
}

interface ActionProps {
  readonly what: string;
  readonly note: ReactNode;
  readonly children: ReactNode;
}

function Action({ what, note, children }: ActionProps) {
  return (
    <div className={classes.action}>
      <div>
        <p>{what}</p>
        <p>{note}</p>
      </div>
      {children}
    </div>
  );
}

function Role({ user }: UserProps) {
  const { change, isChanging } = useUserChange(user);
  const { role, displayName } = user;
  const choose = (written: string) => {
    const next = roles.find((one) => one === written);
    if (next) void change({ role: next }, { role }, `${displayName} is ${next} now`);
  };
  return (
    <Action what="Role" note="What they may do with what is theirs. It counts from their next request.">
      <NativeSelect
        aria-label={`Role of ${displayName}`}
        value={role}
        disabled={isChanging || user.status === 'pending'}
        data={[...roles]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
    </Action>
  );
}

function Status({ user }: UserProps) {
  const { change, isChanging } = useUserChange(user);
  const { status, displayName } = user;
  if (status === 'pending') {
    return (
      <Action what="Status" note="They have not confirmed their e-mail address yet; they have the link.">
        <span />
      </Action>
    );
  }
  const isActive = status === 'active';
  const toggle = () =>
    isActive
      ? change({ status: 'disabled' }, { status: 'active' }, `${displayName} is disabled`)
      : change({ status: 'active' }, { status: 'disabled' }, `${displayName} may sign in again`);
  return (
    <Action
      what={isActive ? 'Disable the account' : 'Enable the account'}
      note={
        isActive
          ? 'Ends every session and revokes every API key at once. Portfolios stay.'
          : 'They may sign in again. API keys that were revoked stay revoked.'
      }
    >
      <Button variant="default" loading={isChanging} onClick={() => void toggle()}>
        {isActive ? 'Disable' : 'Enable'}
      </Button>
    </Action>
  );
}

function Factors({ user: { id: userId, displayName, factors } }: UserProps) {
  const [reset, { isLoading }] = api.useResetUserFactorsMutation();
  if (factors.length === 0) return null;
  const act = async () => {
    const answer = await reset({ userId });
    if (answer.error) showFailure('The second factors were not reset', answer.error);
    else showDone(`${displayName} has no second factor any more`, 'Every session was ended.');
  };
  return (
    <Action
      what="Reset the second factors"
      note="For a lost phone. First make sure, in person or by telephone, that it is they who ask. Ends every session."
    >
      <Button variant="default" loading={isLoading} onClick={() => void act()}>
        Reset factors
      </Button>
    </Action>
  );
}

function Sessions({ user: { id: userId, displayName, sessionCount, apiKeyCount } }: UserProps) {
  const [end, { isLoading }] = api.useEndUserSessionsMutation();
  const act = async () => {
    const answer = await end({ userId });
    if (answer.error) showFailure('The sessions were not ended', answer.error);
    else showDone(`Every session of ${displayName} is ended`, 'No API key of theirs works any more.');
  };
  return (
    <Action
      what="End every session, revoke every API key"
      note={`${plural(sessionCount, 'session')} open, ${plural(apiKeyCount, 'API key')} in use. They sign in again; scripts need new keys.`}
    >
      <Button
        variant="default"
        loading={isLoading}
        disabled={sessionCount + apiKeyCount === 0}
        onClick={() => void act()}
      >
        End sessions
      </Button>
    </Action>
  );
}

function Lock({ user: { id: userId, displayName, lockedUntil } }: UserProps) {
  const [unlock, { isLoading }] = api.useUnlockUserMutation();
  const act = async () => {
    const answer = await unlock({ userId });
    if (answer.error) showFailure('The user was not unlocked', answer.error);
    else showDone(`${displayName} may try again at once`);
  };
  return (
    <Action what="Unlock" note={`After failed sign-ins, attempts are delayed until ${instant(lockedUntil)}.`}>
      <Button variant="default" loading={isLoading} onClick={() => void act()}>
        Unlock
      </Button>
    </Action>
  );
}
