/** The domain that passkeys are bound to (WebAuthn calls it the relying party). */
import { isIP } from 'node:net';
import { ProblemError } from '../../../core/errors.ts';
import type { RelyingParty } from './ports.ts';

/** The host name of an origin; null under an IP address, where there are no passkeys. */
export function relyingPartyId(origin: string): string | null {
  if (!URL.canParse(origin)) return null;
  const { hostname } = new URL(origin);
  return hostname === '' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 ? null : hostname;
}

/** @throws ProblemError `state-conflict` with the address to use, where there can be no passkeys. */
export function requireRelyingParty(origin: string): RelyingParty {
  const id = relyingPartyId(origin);
  if (id !== null) return { id, origin };
  const remedy = 'Open this page under a name, such as localhost on this machine, and try again.';
  throw new ProblemError(
    'state-conflict',
    `Passkeys are bound to a name, and this page is under an IP address. ${remedy}`,
  );
}
