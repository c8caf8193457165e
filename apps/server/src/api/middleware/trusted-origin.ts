/**
 * Who may speak to a server that has no sign-in yet: programs on this machine, and pages that it served itself.
 *
 * Another site's page could send requests here from the user's browser. Its name resolving to 127.0.0.1 (DNS rebinding) is
 * caught by the Host header; its forms and scripts are caught by Origin and Sec-Fetch-Site, which pages cannot forge.
 */
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../../core/errors.ts';

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function requireTrustedOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (!isLoopbackHost(request.headers.host)) throw hostRefused(request);
    if (readingMethods.has(request.method)) return;
    const { origin, 'sec-fetch-site': site } = request.headers;
    if (origin !== undefined && !isOwnOrigin(origin, request.headers.host)) throw originRefused(origin);
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      throw originRefused(origin ?? `a ${site} page`);
  });
}

/** localhost, 127.0.0.0/8 or ::1, with any port. */
function isLoopbackHost(host: string | undefined): boolean {
  const name = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(host ?? '')?.[1]?.toLowerCase();
  return (
    name === 'localhost' || name === '[::1]' || (name !== undefined && isIP(name) === 4 && name.startsWith('127.'))
  );
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  const scheme = origin.split('://')[0];
  return (scheme === 'http' || scheme === 'https') && origin.toLowerCase() === `${scheme}://${host}`.toLowerCase();
}

function hostRefused(request: FastifyRequest): ProblemError {
  const host = (request.headers.host ?? 'none').slice(0, 100);
  const detail = `The request is addressed to the host ${host}; this server answers to localhost and 127.0.0.1 only. Use http://127.0.0.1 and the port.`;
  return new ProblemError('origin-refused', detail);
}

function originRefused(origin: string): ProblemError {
  const detail = `Changes are taken from this server's own pages and from programs, not from ${origin.slice(0, 100)}.`;
  return new ProblemError('origin-refused', detail);
}
