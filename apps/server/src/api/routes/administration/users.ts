/** Users, as administrators see and change them. */
import { identifier, userChange, userList, userSummary } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { UserAdministration } from '../../../domain/administration/user-administration.ts';
import { sessionActorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import { changeProblems, readProblems } from './documented-problems.ts';

const tags = ['Administration'];
const params = z.strictObject({ userId: identifier });

export function userAdministrationRoutes(users: UserAdministration): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listUsers', { class: 'read' }),
      schema: {
        operationId: 'listUsers',
        tags,
        summary: 'All users',
        querystring: z.strictObject({}),
        response: { ...problemResponses(...readProblems), 200: userList },
      },
      handler: async () => ({ items: await users.list() }),
    });

    app.route({
      ...routeOf('updateUser', { class: 'sensitive' }),
      schema: {
        operationId: 'updateUser',
        tags,
        summary: 'Change the role of a user, disable or enable it',
        description:
          'Takes effect at once, for all sessions and API keys of the user. The last active administrator stays one, and nobody ' +
          'changes his own role or status.',
        params,
        body: userChange,
        response: { ...problemResponses(...changeProblems, 'not-found', 'state-conflict'), 200: userSummary },
      },
      handler: (request) => users.update(sessionActorOf(request).userId, request.params.userId, request.body),
    });

    app.route({
      ...routeOf('endUserSessions', { class: 'sensitive' }),
      schema: {
        operationId: 'endUserSessions',
        tags,
        summary: 'Sign a user out everywhere',
        description: 'Ends every session and revokes every API key of the user.',
        params,
        response: { ...problemResponses(...changeProblems, 'not-found'), 204: noContent },
      },
      handler: async (request, reply) => {
        await users.endSessions(request.params.userId);
        return reply.code(204).send();
      },
    });

    app.route({
      ...routeOf('unlockUser', { class: 'sensitive' }),
      schema: {
        operationId: 'unlockUser',
        tags,
        summary: 'End the delays after wrong passwords and codes of a user',
        params,
        response: { ...problemResponses(...changeProblems, 'not-found', 'state-conflict'), 200: userSummary },
      },
      handler: (request) => users.unlock(request.params.userId),
    });

    app.route({
      ...routeOf('resetUserFactors', { class: 'sensitive' }),
      schema: {
        operationId: 'resetUserFactors',
        tags,
        summary: 'Remove the second factors of a user who lost them',
        description:
          'Authenticator app, passkeys and recovery codes are gone and all sessions end; the next sign-in sets up new ones.',
        params,
        response: { ...problemResponses(...changeProblems, 'not-found', 'state-conflict'), 200: userSummary },
      },
      handler: (request) => users.resetFactors(sessionActorOf(request).userId, request.params.userId),
    });
  };
}
