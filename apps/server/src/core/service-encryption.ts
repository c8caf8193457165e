/** Whether what travels to a database or a cache of another machine is encrypted, and that machine checked (ASVS 12.3). */
import { isLoopbackName } from './front-door.ts';

interface GivenServices {
  readonly DATABASE_URL?: string | undefined;
  readonly DATABASE_OWNER_URL?: string | undefined;
  readonly REDIS_URL?: string | undefined;
}

const permission =
  'If nobody else can listen on that network, as between containers of one machine, say so with RISKOPTIMIZER_UNENCRYPTED_SERVICES=allowed.';

/** One sentence for each address of another machine that would be spoken to in clear text, or without a look at its certificate. */
export function unencryptedServices(given: GivenServices): string[] {
  const databases = (['DATABASE_URL', 'DATABASE_OWNER_URL'] as const).flatMap((name) => {
    const url = urlOf(given[name]);
    if (url === null || !url.protocol.startsWith('postgres') || isLocalDatabase(url)) return [];
    if (url.searchParams.get('sslmode') === 'verify-full') return [];
    return [
      `${name} names another machine without TLS: add sslmode=verify-full to its parameters (and sslrootcert=/path of the ` +
        `certificate authority, when it is your own). ${permission}`,
    ];
  });
  const redis = urlOf(given.REDIS_URL);
  if (redis === null || redis.protocol !== 'redis:' || isLoopbackName(bareHost(redis))) return databases;
  return [...databases, `REDIS_URL names another machine without TLS: write rediss://… instead. ${permission}`];
}

function isLocalDatabase(url: URL): boolean {
  const host = url.searchParams.get('host') ?? decodeURIComponent(bareHost(url));
  return host === '' || host.startsWith('/') || isLoopbackName(host);
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** What is no address has a sentence of its own. */
function urlOf(text: string | undefined): URL | null {
  return text !== undefined && URL.canParse(text) ? new URL(text) : null;
}
