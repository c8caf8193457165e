import { client } from '../../platform/store.ts';
import { LinkActionPage } from './link-action-page.tsx';

/** The address of a new account. */
export function ConfirmPage() {
  return (
    <LinkActionPage
      title="Confirm your address"
      lead="One press, and your account can be used."
      buttonLabel="Confirm the address"
      act={(token) => client.confirmRegistration({ token })}
      done={{ title: 'Your address is confirmed', lead: 'Sign in with the password that you have chosen.' }}
    />
  );
}
