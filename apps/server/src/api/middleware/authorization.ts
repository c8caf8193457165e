/** Asks the table of docs/authorization.md before anything of a request is read but its head. */
import { apiPrefix, type RouteName, routeRules, routes } from '@riskoptimizer/contracts';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import { requireRouteAccess } from '../../domain/access/route-access.ts';
import type { RequestProof } from '../../domain/cryptography/ports.ts';
import { actorOf } from './authentication.ts';

export interface AuthorizationParts {
  readonly clock: Clock;
  readonly requestProof: RequestProof;
}

/** Call it after authentication and before any route is added: one without a row of the table does not start the server. */
export function authorizeRequests(app: FastifyInstance, { clock, requestProof }: AuthorizationParts): void {
  app.addHook('onRoute', requireRow);
  app.addHook('onRequest', async (request) => {
    const name = request.routeOptions.config.routeName;
    if (name === undefined || routeRules[name].who === 'public') return;
    const actor = actorOf(request);
    requireRouteAccess(actor, routeRules[name], clock.now());
    if (!routeRules[name].csrf || actor.kind !== 'user' || actor.client !== 'web') return;
    const proof = request.headers['x-csrf-token'];
    if (typeof proof !== 'string' || !requestProof.matches(actor.sessionId, proof)) throw proofMissing();
  });
}

function requireRow({ url, method, config }: RouteOptions): void {
  if (!url.startsWith(apiPrefix)) return;
  const name: RouteName | undefined = config?.routeName;
  // Fastify adds a HEAD to every GET; it has the rule of the GET.
  const methods = [method].flat().map((one) => (one === 'HEAD' ? 'GET' : one));
  const row = name === undefined ? undefined : routes[name];
  if (row !== undefined && apiPrefix + row.path === url && methods.every((one) => one === row.method)) return;
  throw new Error(`${[method].flat().join(', ')} ${url} has no row in docs/authorization.md, so nobody may use it.`);
}

function proofMissing(): ProblemError {
  const detail =
    'A change by a web session needs the header X-CSRF-Token with the token that came with the sign-in. Load the page again.';
  return new ProblemError('csrf-refused', detail);
}
