/** Where a request may go, decided from its text before any name is looked up. */
import { isIP } from 'node:net';
import { EgressError } from './egress-error.ts';
import { maskAddress } from './mask-secrets.ts';

export interface DestinationPolicy {
  /** Exact host names; `public` for an address a person entered (a webhook): any name, still never a private address. */
  readonly hosts: readonly string[] | 'public';
  /** 443 alone when it is left out. */
  readonly ports?: readonly number[];
}

const standardPorts = [443];
const addressLengthMax = 4096;

/**
 * Reads an address and holds it against the policy.
 *
 * @throws EgressError `address-invalid` or `host-not-allowed`.
 */
export function checkDestination(address: string, scheme: 'https:' | 'wss:', policy: DestinationPolicy): URL {
  if (address.length > addressLengthMax || !URL.canParse(address)) {
    throw new EgressError('address-invalid', `not an address that can be asked: ${maskAddress(address)}`);
  }
  const url = new URL(address);
  if (url.protocol !== scheme) {
    throw new EgressError('address-invalid', `expected ${scheme}// and got ${url.protocol}//`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new EgressError('address-invalid', 'an address with a user name or password is not asked');
  }
  const port = url.port === '' ? 443 : Number(url.port);
  if (!(policy.ports ?? standardPorts).includes(port)) {
    throw new EgressError('address-invalid', `port ${port} of ${url.hostname} is not asked`);
  }
  requireName(url.hostname);
  if (policy.hosts !== 'public' && !policy.hosts.includes(url.hostname)) {
    throw new EgressError(
      'host-not-allowed',
      `${url.hostname} is not on the list of hosts (${policy.hosts.join(', ')})`,
    );
  }
  return url;
}

/** A public server has a name, and a certificate for it. Numbers are refused in every spelling: URL has made them regular. */
function requireName(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0)
    throw new EgressError('destination-not-public', `${bare} is a number and not the name of a host`);
  if (hostname.endsWith('.') || !hostname.includes('.')) {
    throw new EgressError('destination-not-public', `${hostname} is not the full name of a public host`);
  }
}
