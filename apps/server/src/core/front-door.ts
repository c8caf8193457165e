/** Who can reach the server, and by which address: read from HOST, RISKOPTIMIZER_PUBLIC_URL and RISKOPTIMIZER_TRUSTED_PROXIES. */
import { isIP } from 'node:net';

export interface FrontDoor {
  /** Only this machine reaches it: then there is a demo, and plain HTTP is safe. */
  readonly isLocal: boolean;
  /** The origin that people open, such as `https://risk.example.org`; null is the address that it listens on. */
  readonly publicUrl: string | null;
  /** Addresses and networks (CIDR) of proxies whose X-Forwarded-… headers are believed; nobody else's are. */
  readonly trustedProxies: readonly string[];
}

interface GivenFrontDoor {
  readonly host: string;
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
}

/** What is wrong with the three together, one sentence each: every combination that would send passwords in clear text. */
export function insecureCombinations({ host, publicUrl, trustedProxies }: GivenFrontDoor): string[] {
  if (publicUrl === null) {
    if (isLoopbackName(host)) return [];
    return [
      `HOST is "${host}", which other machines can reach, so RISKOPTIMIZER_PUBLIC_URL must say the address that people open, ` +
        'such as https://risk.example.org. Unset HOST to be reached from this machine only.',
    ];
  }
  const isOwnMachine = isLoopbackName(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''));
  if (isOwnMachine && !isLoopbackName(host)) {
    return [
      `HOST is "${host}", which other machines can reach, but RISKOPTIMIZER_PUBLIC_URL is ${publicUrl}, which is this machine. ` +
        'Set it to the address that people open, such as https://risk.example.org, or unset HOST.',
    ];
  }
  if (trustedProxies.length > 0 || isOwnMachine) return [];
  return [
    `RISKOPTIMIZER_PUBLIC_URL is ${publicUrl}, but this server speaks plain HTTP: a proxy in front of it must speak TLS, and ` +
      'RISKOPTIMIZER_TRUSTED_PROXIES must name it, such as 127.0.0.1. docs/guides/reverse-proxy.md shows how.',
  ];
}

export function frontDoorOf({ host, publicUrl, trustedProxies }: GivenFrontDoor): FrontDoor {
  const isOwnMachine = publicUrl === null || isLoopbackName(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''));
  return { isLocal: isLoopbackName(host) && isOwnMachine, publicUrl, trustedProxies };
}

/** localhost, 127.0.0.0/8 or ::1. */
export function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** The origin of an address that has nothing but an origin: https, or http on this machine. Null when it is anything else. */
export function readPublicUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackName(hostname));
  const isBare = url.pathname === '/' && !text.includes('?') && !text.includes('#') && !text.includes('@');
  return isSecure && isBare && hostname !== '' ? url.origin : null;
}

/** Addresses and networks, separated by commas; null when one of them is neither, or is everybody. */
export function readProxies(text: string): readonly string[] | null {
  const proxies = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return proxies.length > 0 && proxies.every(isNetwork) ? proxies : null;
}

function isNetwork(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  if (length === undefined) return true;
  // A network of length 0 would believe anybody.
  return /^\d{1,3}$/.test(length) && Number(length) >= 1 && Number(length) <= (family === 4 ? 32 : 128);
}
