/** Providers of market data: what they offer and how they are, and what users and administrators decide about them. */
import {
  providerList,
  providerListItem,
  providerName,
  providerSettingInput,
  serverProvider,
  serverProviderList,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';

/** Files are imported, so that nothing is decided about them. */
const params = z.strictObject({ provider: providerName.exclude(['csv']) });
const querystring = z.strictObject({});
const tags = ['Market data'];
/** A provider that does not exist is no address. */
const changeProblems = ['request-malformed', 'media-type-unsupported', 'body-too-large', 'not-found'] as const;

export function providerRoutes({ providers }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listProviders', { class: 'read' }),
      schema: {
        operationId: 'listProviders',
        tags,
        summary: 'Providers of market data, what they offer, and whether they can be asked at this moment',
        querystring,
        response: { ...problemResponses(), 200: providerList },
      },
      handler: (request) => providers.list(actorOf(request)),
    });

    app.route({
      ...routeOf('putProviderSetting', { class: 'change' }),
      schema: {
        operationId: 'putProviderSetting',
        tags,
        summary: 'Switch a provider on or off for oneself, order it, or give it a key',
        description: 'What is left out stays. The key is sealed and never shown again.',
        params,
        body: providerSettingInput,
        response: { ...problemResponses(...changeProblems, 'state-conflict'), 200: providerListItem },
      },
      handler: (request) => providers.put(actorOf(request), request.params.provider, request.body),
    });

    app.route({
      ...routeOf('deleteProviderSetting', { class: 'change' }),
      schema: {
        operationId: 'deleteProviderSetting',
        tags,
        summary: 'Take back what one decided about a provider, its key included',
        params,
        response: { ...problemResponses('not-found'), 204: z.null() },
      },
      handler: async (request, reply) => {
        await providers.remove(actorOf(request), request.params.provider);
        return reply.code(204).send(null);
      },
    });
  };
}

export function serverProviderRoutes({ providers }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listServerProviders', { class: 'read' }),
      schema: {
        operationId: 'listServerProviders',
        tags: ['Administration'],
        summary: 'What holds of providers for everybody on this server',
        querystring,
        response: { ...problemResponses(), 200: serverProviderList },
      },
      handler: () => providers.listOfServer(),
    });

    app.route({
      ...routeOf('putServerProvider', { class: 'sensitive' }),
      schema: {
        operationId: 'putServerProvider',
        tags: ['Administration'],
        summary: 'Switch a provider on or off for everybody, order it, or give it a key that everybody uses',
        description:
          'What is left out stays. What is switched off here nobody can switch on. A key of a user comes first.',
        params,
        body: providerSettingInput,
        response: { ...problemResponses(...changeProblems), 200: serverProvider },
      },
      handler: (request) => providers.putOfServer(request.params.provider, request.body),
    });

    app.route({
      ...routeOf('deleteServerProvider', { class: 'sensitive' }),
      schema: {
        operationId: 'deleteServerProvider',
        tags: ['Administration'],
        summary: 'Take back what was decided about a provider for everybody, its key included',
        params,
        response: { ...problemResponses('not-found'), 204: z.null() },
      },
      handler: async (request, reply) => {
        await providers.removeOfServer(request.params.provider);
        return reply.code(204).send(null);
      },
    });
  };
}
