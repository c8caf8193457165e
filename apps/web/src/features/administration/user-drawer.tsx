import { Drawer } from '@mantine/core';
import type { UserSummary } from '@riskoptimizer/contracts';
import { Link } from 'react-router';
import { missing } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { useMay } from '../../platform/use-account.ts';
import { usePhone } from '../../platform/use-phone.ts';
import classes from './administration.module.css';
import { UserActions } from './user-actions.tsx';
import { factorsInWords, findingsOf, findingWords } from './user-findings.ts';

interface UserDrawerProps {
  readonly user: UserSummary | undefined;
  readonly nowMs: number;
  readonly onClose: () => void;
}

/** One user: what is known, and what an administrator can do. */
export function UserDrawer({ user, nowMs, onClose }: UserDrawerProps) {
  const phone = usePhone();
  return (
    <Drawer
      opened={user !== undefined}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 560}
      title={user?.displayName}
      closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
    >
      {user && <UserDetail user={user} nowMs={nowMs} />}
    </Drawer>
  );
}

function UserDetail({ user, nowMs }: { readonly user: UserSummary; readonly nowMs: number }) {
  const mayManage = useMay('user:manage');
  const mayAudit = useMay('audit:read');
  const found = findingsOf(user, nowMs);
  return (
    <>
      <dl className={classes.facts}>
        <dt>E-mail</dt>
        <dd>{user.email ?? missing}</dd>
        <dt>Role, status</dt>
        <dd>
          {user.role}, {user.status}
        </dd>
        <dt>Second factor</dt>
        <dd>{factorsInWords(user)}</dd>
        <dt>Sessions</dt>
        <dd>{user.sessionCount}</dd>
        <dt>API keys</dt>
        <dd>{user.apiKeyCount}</dd>
        <dt>Last sign-in</dt>
        <dd>{instant(user.lastSignedInAt)}</dd>
        <dt>Account made</dt>
        <dd>{instant(user.createdAt)}</dd>
        {found.length > 0 && (
          <>
            <dt>To note</dt>
            <dd className={classes.caution}>{found.map((finding) => findingWords[finding]).join(', ')}</dd>
          </>
        )}
      </dl>
      {mayAudit && <Link to={`/audit?actorId=${user.id}`}>Everything they did</Link>}
      {mayManage && <UserActions user={user} nowMs={nowMs} />}
    </>
  );
}
