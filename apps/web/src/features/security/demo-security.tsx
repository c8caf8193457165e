import { Panel } from '../../components/panel.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { SetUpHelp } from '../entry/set-up-help.tsx';
import { EverythingPanel } from '../everything/everything-panel.tsx';
import classes from './security.module.css';

/** The demo user is whoever sits at the computer: there is no password to change and no device to end. */
export function DemoSecurity() {
  return (
    <>
      <Verdict>The demo has no account, so there is nothing to secure yet.</Verdict>
      <div className={classes.stack}>
        <Panel title="What comes with an account">
          <ul className={classes.list}>
            <li>A password, and a second factor: an authenticator app or a passkey</li>
            <li>A list of the devices that are signed in, each of which can be ended</li>
            <li>API keys for scripts</li>
            <li>Portfolios that only you see, and that you can share with others</li>
            <li>A record of what was done, by whom and from where</li>
          </ul>
          <SetUpHelp />
        </Panel>
        <EverythingPanel />
      </div>
    </>
  );
}
