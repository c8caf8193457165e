/** Invitations to an account. */
import { createdInvitation, identifier, invitationInput, invitationList } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { InvitationService } from '../../../domain/administration/invitations.ts';
import { sessionActorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import { changeProblems, readProblems } from './documented-problems.ts';

const tags = ['Administration'];
const params = z.strictObject({ invitationId: identifier });

export function invitationRoutes(invitations: InvitationService): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listInvitations', { class: 'read' }),
      schema: {
        operationId: 'listInvitations',
        tags,
        summary: 'Invitations that were not taken back',
        querystring: z.strictObject({}),
        response: { ...problemResponses(...readProblems), 200: invitationList },
      },
      handler: async () => ({ items: await invitations.list() }),
    });

    app.route({
      ...routeOf('createInvitation', { class: 'sensitive' }),
      schema: {
        operationId: 'createInvitation',
        tags,
        summary: 'Invite somebody',
        description:
          'Sends a link that works once, within seven days, and shows it this once. An earlier invitation of the same address works no longer.',
        body: invitationInput,
        response: { ...problemResponses(...changeProblems, 'already-exists'), 201: createdInvitation },
      },
      handler: async (request, reply) =>
        reply.code(201).send(await invitations.create(sessionActorOf(request).userId, request.body)),
    });

    app.route({
      ...routeOf('revokeInvitation', { class: 'sensitive' }),
      schema: {
        operationId: 'revokeInvitation',
        tags,
        summary: 'Take an invitation back',
        params,
        response: { ...problemResponses(...changeProblems, 'not-found', 'state-conflict'), 204: noContent },
      },
      handler: async (request, reply) => {
        await invitations.revoke(request.params.invitationId);
        return reply.code(204).send();
      },
    });
  };
}
