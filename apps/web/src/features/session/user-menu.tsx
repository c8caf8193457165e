import { Menu, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Permission } from '@riskoptimizer/contracts';
import { Link } from 'react-router';
import { problemOf } from '../../platform/problem.ts';
import { session } from '../../platform/session.ts';
import { useAccount } from '../../platform/use-account.ts';
import { initials } from './initials.ts';
import classes from './user-menu.module.css';

interface PersonalPlace {
  readonly path: string;
  readonly name: string;
  readonly permission: Permission;
  /** The demo user is everybody at the computer, and has nothing to secure. */
  readonly isForDemo: boolean;
}

const places: readonly PersonalPlace[] = [
  { path: '/jobs', name: 'Jobs', permission: 'calculation:run', isForDemo: true },
  { path: '/security', name: 'Security', permission: 'account:use', isForDemo: false },
  { path: '/administration', name: 'Administration', permission: 'user:read', isForDemo: false },
  { path: '/audit', name: 'Audit', permission: 'audit:read', isForDemo: false },
];

/** Who is signed in, what is theirs alone, and the way out. */
export function UserMenu({ paths }: { readonly paths: ReadonlySet<string> }) {
  const account = useAccount();
  if (!account) return null;
  const { displayName, role, email, isDemo, permissions } = account;
  const offered = places.filter(
    ({ path, permission, isForDemo }) => paths.has(path) && permissions.includes(permission) && (isForDemo || !isDemo),
  );
  return (
    <Menu withInitialFocusPlaceholder={false} position="bottom-end" width={260} shadow="md" withinPortal>
      <Menu.Target>
        <button type="button" className={classes.target}>
          <span aria-hidden="true">{initials(displayName)}</span>
          <VisuallyHidden>
            {displayName}, {role}: account
          </VisuallyHidden>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <b>{displayName}</b>
          <span>
            {email ?? 'no account'}, {role}
          </span>
        </div>
        <Menu.Divider />
        {offered.map(({ path, name }) => (
          <Menu.Item key={path} component={Link} to={path} className={classes.item}>
            {name}
          </Menu.Item>
        ))}
        {offered.length > 0 && <Menu.Divider />}
        <Menu.Item className={classes.item} onClick={() => void leave(false)}>
          {isDemo ? 'Leave the demo' : 'Sign out'}
        </Menu.Item>
        {!isDemo && (
          <Menu.Item className={classes.item} onClick={() => void leave(true)}>
            Sign out everywhere
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

async function leave(everywhere: boolean): Promise<void> {
  try {
    await session.signOut({ everywhere });
  } catch (error) {
    notifications.show({
      withBorder: true,
      autoClose: false,
      title: 'You are still signed in',
      message: problemOf(error).detail,
    });
  }
}
