import { client } from '../../platform/store.ts';
import { LinkActionPage } from './link-action-page.tsx';

/** A new address of an account. */
export function EmailChangePage() {
  return (
    <LinkActionPage
      title="Confirm your new address"
      lead="From then on you sign in with it, and no longer with the old one."
      buttonLabel="Use the new address"
      act={(token) => client.confirmEmailChange({ token })}
      done={{ title: 'Your address is changed', lead: 'Sign in with the new one from now on.' }}
    />
  );
}
