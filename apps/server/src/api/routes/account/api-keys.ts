/** One's own API keys, for scripts. */
import { apiKeyInput, apiKeyList, createdApiKey, identifier } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AccountServices } from '../../account-services.ts';
import { sessionActorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import { changing, signedInCodes, tags } from './documented.ts';

export function apiKeyRoutes({ apiKeys }: Pick<AccountServices, 'apiKeys'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listApiKeys', { class: 'read' }),
      schema: {
        operationId: 'listApiKeys',
        tags,
        summary: 'Your API keys',
        querystring: z.strictObject({}),
        response: { ...problemResponses(...signedInCodes), 200: apiKeyList },
      },
      handler: async (request) => ({ items: await apiKeys.list(sessionActorOf(request).userId) }),
    });

    app.route({
      ...routeOf('createApiKey', { class: 'sensitive' }),
      schema: {
        operationId: 'createApiKey',
        tags,
        summary: 'Make an API key',
        description:
          'The key is shown this once. It is good for its scopes, as far as your role allows them at the moment of use, until it expires or is revoked.',
        body: apiKeyInput,
        response: { ...problemResponses(...changing, 'state-conflict'), 201: createdApiKey },
      },
      handler: async (request, reply) => {
        const created = await apiKeys.create(sessionActorOf(request), request.body);
        return reply.code(201).send(created);
      },
    });

    app.route({
      ...routeOf('revokeApiKey', { class: 'sensitive' }),
      schema: {
        operationId: 'revokeApiKey',
        tags,
        summary: 'Revoke an API key',
        description: 'It stops working at once, and for good.',
        params: z.strictObject({ apiKeyId: identifier }),
        response: { ...problemResponses(...changing, 'not-found'), 204: noContent },
      },
      handler: async (request, reply) => {
        await apiKeys.revoke(sessionActorOf(request).userId, request.params.apiKeyId);
        return reply.code(204).send();
      },
    });
  };
}
