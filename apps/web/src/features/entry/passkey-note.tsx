import classes from './entry-page.module.css';

/** Why there are no passkeys here, and what to do about it. */
export function PasskeyNote({ relyingPartyId }: { readonly relyingPartyId: string | null }) {
  const { hostname, port, protocol, pathname } = window.location;
  const isLoopbackAddress = hostname === '127.0.0.1' || hostname === '[::1]';
  if (relyingPartyId === null && isLoopbackAddress) {
    const address = `${protocol}//localhost${port === '' ? '' : `:${port}`}`;
    return (
      <p className={classes.note}>
        Passkeys are bound to a name, and {hostname} is a number. To use them, open{' '}
        <a href={address + pathname}>{address}</a>.
      </p>
    );
  }
  return (
    <p className={classes.note}>
      {relyingPartyId === null
        ? 'Passkeys need an address with a domain name and HTTPS.'
        : 'This browser has no passkeys, or the page was not opened over HTTPS.'}
    </p>
  );
}
