import { connect } from 'node:net';
import { type Finding, fail, ok } from './finding.ts';

const connectTimeoutMs = 3000;

/** Whether something answers where DATABASE_URL points; without it the embedded PostgreSQL is used. */
export async function checkDatabase(url: string | null): Promise<Finding> {
  if (url === null) return ok('database', 'the embedded PostgreSQL (DATABASE_URL is not set)');
  return checkAddress('database', 'DATABASE_URL', url, ['postgres:', 'postgresql:'], 5432);
}

/** Whether something answers where REDIS_URL points; without it the cache is in the process. */
export async function checkRedis(url: string | null): Promise<Finding> {
  if (url === null) return ok('cache', 'in the process (REDIS_URL is not set)');
  return checkAddress('cache', 'REDIS_URL', url, ['redis:', 'rediss:', 'unix:'], 6379);
}

async function checkAddress(
  name: string,
  variable: string,
  url: string,
  protocols: readonly string[],
  standardPort: number,
): Promise<Finding> {
  const remedy = `Correct ${variable}, or unset it to use the built-in one.`;
  // The address may hold a password, so it is never repeated as a whole.
  if (!URL.canParse(url) || !protocols.includes(new URL(url).protocol)) {
    return fail(
      name,
      `${variable} is not an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
      remedy,
    );
  }
  const parsed = new URL(url);
  const socket = parsed.protocol === 'unix:' ? parsed.pathname : parsed.searchParams.get('host');
  const target =
    socket?.startsWith('/') === true
      ? { path: name === 'database' ? `${socket}/.s.PGSQL.${parsed.port || standardPort}` : socket }
      : { host: parsed.hostname.replace(/^\[|\]$/g, '') || 'localhost', port: Number(parsed.port) || standardPort };
  const where = 'path' in target ? target.path : `${target.host}:${target.port}`;
  const error = await tryToConnect(target);
  if (error === null) return ok(name, `${where} answers (${variable})`);
  return fail(
    name,
    `${where} does not answer: ${error} (${variable})`,
    `Start it, or correct ${variable}, or unset it to use the built-in one.`,
  );
}

function tryToConnect(target: { path: string } | { host: string; port: number }): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ ...target, timeout: connectTimeoutMs });
    const finish = (error: string | null): void => {
      socket.destroy();
      resolve(error);
    };
    socket.once('connect', () => finish(null));
    socket.once('timeout', () => finish(`no answer within ${connectTimeoutMs / 1000} s`));
    socket.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
  });
}
