/** Who sends a request: the access token or API key of its Authorization header, and nothing else. No cookie signs in here. */
import { type RouteName, routeRules } from '@riskoptimizer/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../core/errors.ts';
import { runInContext, type SignedInActor, type UserActor } from '../../core/request-context.ts';
import type { Authenticator } from '../../domain/identity/ports.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null for a public route. */
    actor: SignedInActor | null;
  }
  interface FastifyContextConfig {
    /** Its row in docs/authorization.md. */
    readonly routeName?: RouteName;
  }
}

/** A token that was signed here is a quarter of it. */
const tokenCharactersMax = 4096;

/** Call it after the hooks that refuse strangers by where they come from, and before those that ask what the actor may do. */
export function authenticateRequests(app: FastifyInstance, authenticator: Authenticator): void {
  app.decorateRequest('actor', null);
  app.addHook('onRequest', async (request, reply) => {
    const name = request.routeOptions.config.routeName;
    if (name === undefined || routeRules[name].who === 'public') return;
    const bearer = bearerOf(request);
    if (bearer === null) throw signInRequired(request, reply, 'no bearer token');
    try {
      request.actor = await authenticator.authenticate(bearer);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'sign-in-required') throw error;
      throw signInRequired(request, reply, reasonOf(error));
    }
  });
}

/** Runs what follows, the handler first of all, in the context of the actor. Set after the body was read, which would lose it. */
export function carryActor(app: FastifyInstance): void {
  app.addHook('preHandler', (request, _, done) => {
    const actor = request.actor ?? { kind: 'anonymous' as const };
    runInContext({ requestId: request.id, address: request.ip, actor }, done);
  });
}

/** Whoever signed in to send this request. */
export function actorOf(request: FastifyRequest): SignedInActor {
  if (request.actor === null) throw new Error(`${request.routeOptions.url} is public and has no actor.`);
  return request.actor;
}

/** The same, on routes that an API key does not open. */
export function sessionActorOf(request: FastifyRequest): UserActor {
  const actor = actorOf(request);
  if (actor.kind !== 'user') throw new Error(`${request.routeOptions.url} was opened by an API key.`);
  return actor;
}

function bearerOf({ headers: { authorization } }: FastifyRequest): string | null {
  if (authorization === undefined || authorization.length > tokenCharactersMax) return null;
  return /^bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1] ?? null;
}

/** The same words for every reason; the reason itself is for the log. */
function signInRequired(request: FastifyRequest, reply: FastifyReply, reason: string): ProblemError {
  request.log.info({ reason }, 'A request without a good token was refused.');
  reply.header('www-authenticate', 'Bearer realm="RiskOptimizer"');
  const detail =
    'This needs somebody who is signed in. Send "Authorization: Bearer" with an access token or an API key; one that was sent is not good (any more).';
  return new ProblemError('sign-in-required', detail);
}

/** Never the token: reasons are written by the one who checks it. */
function reasonOf(error: ProblemError): string {
  const cause = error.cause as { reason?: unknown } | undefined;
  return typeof cause?.reason === 'string' ? cause.reason : error.detail;
}
