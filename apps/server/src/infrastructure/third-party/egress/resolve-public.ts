/** Names become addresses here, and every address is checked before a connection is made to it. */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { EgressError } from './egress-error.ts';
import { refusalOfAddress } from './public-address.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export type ResolveName = (hostname: string) => Promise<readonly ResolvedAddress[]>;

const resolveBySystem: ResolveName = (hostname) => lookup(hostname, { all: true, order: 'verbatim' });

/**
 * A `lookup` for sockets that answers with checked addresses only.
 *
 * It runs at connect time, and the socket connects to the very addresses that were checked: a name that answers differently the
 * next time (DNS rebinding) gains nothing. One bad address spoils the whole answer, for an honest host has none.
 */
export function createPublicLookup(
  isLoopbackAllowed: (hostname: string) => boolean,
  resolveName: ResolveName = resolveBySystem,
): LookupFunction {
  const resolvePublic = async (hostname: string): Promise<readonly ResolvedAddress[]> => {
    if (isLoopbackAllowed(hostname)) return [{ address: '127.0.0.1', family: 4 }];
    const addresses = isIP(hostname) === 0 ? await resolveOrExplain(resolveName, hostname) : [];
    if (addresses.length === 0) throw new EgressError('name-not-resolved', `${hostname} has no address`);
    for (const { address } of addresses) requirePublic(hostname, address);
    return addresses;
  };
  const resolveForSocket = callbackify(resolvePublic);
  return (hostname, options, callback) => {
    resolveForSocket(hostname, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const wanted = addresses.filter(({ family }) => !options.family || options.family === family);
      if (options.all === true) callback(null, [...wanted]);
      else callback(null, wanted[0]?.address ?? '', wanted[0]?.family);
    });
  };
}

/** @throws EgressError `destination-not-public`. */
export function requirePublic(hostname: string, address: string): void {
  const refusal = refusalOfAddress(address);
  if (refusal !== null) {
    throw new EgressError(
      'destination-not-public',
      `${hostname} leads to ${address} (${refusal}), which is not public`,
    );
  }
}

async function resolveOrExplain(resolveName: ResolveName, hostname: string): Promise<readonly ResolvedAddress[]> {
  try {
    return await resolveName(hostname);
  } catch (error) {
    throw new EgressError('name-not-resolved', `the name ${hostname} was not resolved`, { cause: error });
  }
}
