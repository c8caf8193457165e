import { Popover } from '@mantine/core';
import { useAccount } from '../../platform/use-account.ts';
import { SetUpHelp } from '../entry/set-up-help.tsx';
import classes from './demo-banner.module.css';

/** Says quietly that the demo is nobody's in particular, and how to make it somebody's. */
export function DemoBanner() {
  if (!useAccount()?.isDemo) return null;
  return (
    <aside className={classes.banner} aria-label="Demo">
      <span>Demo: anyone at this computer sees the same data.</span>
      <Popover width={320} position="bottom" withinPortal trapFocus>
        <Popover.Target>
          <button type="button" className={classes.button}>
            Make an account
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <SetUpHelp />
        </Popover.Dropdown>
      </Popover>
    </aside>
  );
}
