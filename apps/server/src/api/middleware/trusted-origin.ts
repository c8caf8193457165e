/**
 * From where requests may come: by the public address through a trusted proxy that speaks TLS, or from this machine.
 *
 * Another site's page could send requests here from the user's browser. Its name resolving to this server (DNS rebinding) is
 * caught by the Host header; its forms and scripts are caught by Origin and Sec-Fetch-Site, which pages cannot forge. This
 * stands beside the CSRF token and SameSite cookies, not in their place.
 */
import { apiPrefix, routes } from '@riskoptimizer/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../../core/errors.ts';
import { type FrontDoor, isLoopbackName } from '../../core/front-door.ts';

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Asked by load balancers and orchestrators, by address and in the clear; it says nothing about anybody. */
const healthAddresses: ReadonlySet<string> = new Set([apiPrefix + routes.live.path, apiPrefix + routes.ready.path]);

export function requireTrustedOrigin(app: FastifyInstance, door: FrontDoor): void {
  app.addHook('onRequest', async (request) => {
    if (!door.isLocal && healthAddresses.has(request.url)) return;
    const ownOrigin = originOfHost(request, door);
    if (readingMethods.has(request.method) && !isUpgrade(request)) return;
    const { origin, 'sec-fetch-site': site } = request.headers;
    if (origin !== undefined && origin.toLowerCase() !== ownOrigin) throw originRefused(origin);
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      throw originRefused(origin ?? `a ${site} page`);
  });
}

/** Whether the client sits at this machine, and no proxy says otherwise. */
export function isFromThisMachine(request: FastifyRequest): boolean {
  const ip = request.ip.replace(/^::ffff:/i, '');
  return isLoopbackName(ip) && isLoopbackName(nameOf(request.headers.host));
}

/** The origin of the pages under the host of the request. @throws ProblemError when it is none of ours. */
function originOfHost(request: FastifyRequest, { isLocal, publicUrl }: FrontDoor): string {
  const host = request.headers.host?.toLowerCase() ?? '';
  if (publicUrl !== null && publicUrl === originOf(new URL(publicUrl).protocol, host)) {
    if (!isLocal && request.protocol !== 'https') throw plainRefused(publicUrl);
    return publicUrl;
  }
  if (!isFromThisMachine(request)) throw hostRefused(host, publicUrl);
  // Programs and the command line at this machine, and its own browser.
  return `${request.headers.origin?.startsWith('https:') ? 'https' : 'http'}://${host}`;
}

/** As a browser writes it: without the port that the protocol has anyway. */
function originOf(protocol: string, host: string): string | null {
  const address = `${protocol}//${host}`;
  return URL.canParse(address) ? new URL(address).origin : null;
}

/** A WebSocket is opened by GET, and pages of any origin may try. */
function isUpgrade(request: FastifyRequest): boolean {
  return request.headers.upgrade !== undefined;
}

/** The name of the host, without the port and the brackets of IPv6. */
function nameOf(host: string | undefined): string {
  const name = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(host ?? '')?.[1] ?? '';
  return name.replace(/^\[|\]$/g, '').toLowerCase();
}

function hostRefused(host: string, publicUrl: string | null): ProblemError {
  const expected =
    publicUrl === null
      ? 'this server answers to localhost and 127.0.0.1 only. Use http://127.0.0.1 and the port.'
      : `this server answers to ${publicUrl} only.`;
  return new ProblemError(
    'origin-refused',
    `The request is addressed to the host ${host.slice(0, 100) || 'none'}; ${expected}`,
  );
}

function plainRefused(publicUrl: string): ProblemError {
  const detail = `This request did not come by TLS. Use ${publicUrl}; if you did, the proxy must be trusted and set X-Forwarded-Proto.`;
  return new ProblemError('origin-refused', detail);
}

function originRefused(origin: string): ProblemError {
  const detail = `Changes are taken from this server's own pages and from programs, not from ${origin.slice(0, 100)}.`;
  return new ProblemError('origin-refused', detail);
}
