/** Sessions that exist: renewing, listing, ending; and a new password for somebody who lost it. */
import {
  identifier,
  passwordResetAnswer,
  passwordResetCompletion,
  passwordResetRequest,
  refreshRequest,
  sessionList,
  signedIn,
  signOutEverywhereRequest,
} from '@riskoptimizer/contracts';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ProblemError } from '../../../core/errors.ts';
import { sessionActorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { clearSessionCookie, clientFacts, refreshCookie } from './session-cookies.ts';
import { sendSignedIn } from './signed-in-answer.ts';

const tags = ['Sessions'];
const readable = ['request-malformed', 'media-type-unsupported', 'body-too-large'] as const;
const ownSession = ['sign-in-required', 'csrf-refused', 'permission-denied'] as const;

export function sessionRoutes({ identity }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('refreshSession', { class: 'session' }),
      schema: {
        operationId: 'refreshSession',
        tags,
        summary: 'Renew a session',
        description:
          'Each refresh token works once. Of a web client it is in the cookie, of an app in the body. Used again within 10 seconds it gives the same successor; later the session ends, as somebody must have a copy.',
        body: refreshRequest,
        response: { ...problemResponses(...readable, 'sign-in-required'), 200: signedIn },
      },
      handler: async (request, reply) => {
        const { token, client } = presentedToken(request, request.body.refreshToken);
        return sendSignedIn(reply, await identity.sessions.refresh(token, clientFacts(request, client)));
      },
    });

    app.route({
      ...routeOf('signOut', { class: 'session' }),
      schema: {
        operationId: 'signOut',
        tags,
        summary: 'Sign out',
        response: { ...problemResponses(...ownSession), 204: noContent },
      },
      handler: async (request, reply) => {
        const { sessionId, tokenId, userId, client } = sessionActorOf(request);
        await identity.sessions.signOut({ sessionId, tokenId, userId });
        if (client === 'web') clearSessionCookie(reply);
        return reply.code(204).send();
      },
    });

    app.route({
      ...routeOf('signOutEverywhere', { class: 'session' }),
      schema: {
        operationId: 'signOutEverywhere',
        tags,
        summary: 'Sign out on every device, this one included',
        description: 'API keys are no sessions: they go on, unless `alsoRevokeApiKeys` is true.',
        body: signOutEverywhereRequest.nullish(),
        response: { ...problemResponses(...readable, ...ownSession), 204: noContent },
      },
      handler: async (request, reply) => {
        const { userId, client } = sessionActorOf(request);
        const alsoRevokeApiKeys = request.body?.alsoRevokeApiKeys ?? false;
        await identity.signOutEverywhere(userId, { alsoRevokeApiKeys });
        if (client === 'web') clearSessionCookie(reply);
        return reply.code(204).send();
      },
    });

    app.route({
      ...routeOf('listSessions', { class: 'read' }),
      schema: {
        operationId: 'listSessions',
        tags,
        summary: 'Devices that are signed in',
        response: { ...problemResponses('sign-in-required', 'permission-denied'), 200: sessionList },
      },
      handler: async (request) => {
        const { userId, sessionId } = sessionActorOf(request);
        return { items: await identity.sessions.list(userId, sessionId) };
      },
    });

    app.route({
      ...routeOf('endSession', { class: 'session' }),
      schema: {
        operationId: 'endSession',
        tags,
        summary: 'Sign one device out',
        params: z.strictObject({ sessionId: identifier }),
        response: { ...problemResponses(...ownSession, 'not-found'), 204: noContent },
      },
      handler: async (request, reply) => {
        await identity.sessions.endSessionOf(sessionActorOf(request).userId, request.params.sessionId);
        return reply.code(204).send();
      },
    });

    app.route({
      ...routeOf('requestPasswordReset', { class: 'authentication' }),
      schema: {
        operationId: 'requestPasswordReset',
        tags,
        summary: 'Ask for a link to choose a new password',
        description: 'The answer is the same whether the address has an account.',
        body: passwordResetRequest,
        response: { ...problemResponses(...readable), 202: passwordResetAnswer },
      },
      handler: async (request, reply) => {
        identity.passwordReset.request(request.body.email);
        return reply.code(202).send({ status: 'reset-sent' });
      },
    });

    app.route({
      ...routeOf('completePasswordReset', { class: 'authentication' }),
      schema: {
        operationId: 'completePasswordReset',
        tags,
        summary: 'Choose a new password with the link from the mail',
        description:
          'Ends every session and revokes every API key. The second factor stays, and is asked for at the next sign-in.',
        body: passwordResetCompletion,
        response: { ...problemResponses(...readable, 'sign-in-refused', 'password-refused'), 204: noContent },
      },
      handler: async (request, reply) => {
        await identity.passwordReset.complete(request.body.token, request.body.password);
        return reply.code(204).send();
      },
    });
  };
}

/** A token in one place: a request that has it in two is not one of our clients. */
function presentedToken(request: FastifyRequest, inBody: string | null) {
  const inCookie = refreshCookie(request);
  if (inBody !== null && inCookie !== null) {
    const detail = 'The refresh token is in the cookie and in the body. Send one: web the cookie, apps the body.';
    throw new ProblemError('request-invalid', detail, { errors: [{ field: '/refreshToken', message: detail }] });
  }
  if (inCookie !== null) return { token: inCookie, client: 'web' as const };
  if (inBody !== null) return { token: inBody, client: 'app' as const };
  throw new ProblemError('sign-in-required', 'The session is over. Sign in again.');
}
