import { apiPrefix, identifier, routes, share, shareInput, shareList } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ShareService } from '../../../domain/shares/share-service.ts';
import { actorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';

const params = z.strictObject({ portfolioId: identifier });
const tags = ['Shares'];

export function shareRoutes({ shares }: { readonly shares: ShareService }): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listShares', { class: 'read' }),
      schema: {
        operationId: 'listShares',
        tags,
        summary: 'With whom a portfolio is shared',
        description: 'For its owner; shares that ran out or were taken back are not in the list.',
        params,
        response: { ...problemResponses('not-found'), 200: shareList },
      },
      handler: (request) => shares.list(actorOf(request), request.params.portfolioId),
    });

    app.route({
      ...routeOf('createShare', { class: 'change' }),
      schema: {
        operationId: 'createShare',
        tags,
        summary: 'Share a portfolio with somebody',
        description:
          'With the person of an e-mail address, who may read it or also change weights and quantities of what is held. The answer is the same whether or not the address has an account; the share waits for one.',
        params,
        body: shareInput,
        response: {
          ...problemResponses(
            'request-malformed',
            'media-type-unsupported',
            'body-too-large',
            'not-found',
            'already-exists',
          ),
          201: share,
        },
      },
      handler: async (request, reply) => {
        const { portfolioId } = request.params;
        const created = await shares.create(actorOf(request), portfolioId, request.body);
        const list = routes.listShares.path.replace(':portfolioId', portfolioId);
        return reply.code(201).header('location', `${apiPrefix}${list}/${created.id}`).send(created);
      },
    });

    app.route({
      ...routeOf('revokeShare', { class: 'change' }),
      schema: {
        operationId: 'revokeShare',
        tags,
        summary: 'Take a share back, at once',
        params: params.extend({ shareId: identifier }),
        response: { ...problemResponses('not-found'), 204: noContent },
      },
      handler: async (request, reply) => {
        const { portfolioId, shareId } = request.params;
        await shares.revoke(actorOf(request), portfolioId, shareId);
        return reply.code(204).send();
      },
    });
  };
}
