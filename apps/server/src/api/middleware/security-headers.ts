/**
 * Headers that tell a browser what it must not do with an answer. One table for every answer, also for those that reach no
 * route and no plugin: an address that cannot be read, a request that is not HTTP.
 */
import { apiPrefix } from '@riskoptimizer/contracts';
import type { FastifyInstance } from 'fastify';
import type { FrontDoor } from '../../core/front-door.ts';

/**
 * Pages: everything from this server, no script that is not a file of it. Styles also inline: the components write their
 * responsive rules into <style> elements, and the tooltips of charts carry style attributes. A style cannot run code; what it
 * could load is kept to this server by the other directives.
 */
const pagePolicy = policy({
  'default-src': "'self'",
  'script-src': "'self'",
  'script-src-attr': "'none'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
});

/** Answers of the API are data: opened as a page they may do nothing. */
const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

const everywhere = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'x-permitted-cross-domain-policies': 'none',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)',
} as const;

/** A year, subdomains too. Only where people come by https: a browser ignores it otherwise. */
const strictTransport = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const;

export type SecurityHeaders = (url: string) => Readonly<Record<string, string>>;

/** The headers of the answer to an address. */
export function securityHeadersOf({ publicUrl }: Pick<FrontDoor, 'publicUrl'>): SecurityHeaders {
  const always = { ...everywhere, ...(publicUrl?.startsWith('https:') ? strictTransport : {}) };
  const page = { ...always, 'content-security-policy': pagePolicy };
  const data = { ...always, 'content-security-policy': dataPolicy, 'cache-control': 'no-store' };
  return (url) => (url.startsWith(apiPrefix) ? data : page);
}

/** Call it before every other hook: what is refused has the headers too. */
export function addSecurityHeaders(app: FastifyInstance, headersOf: SecurityHeaders): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headersOf(request.url));
  });
}

function policy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
