import { apiPrefix, identifier, portfolio, portfolioInput, portfolioList, routes } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { entityTag, expectedVersion } from './if-match.ts';

const params = z.strictObject({ portfolioId: identifier });
const tags = ['Portfolios'];
const versioned = z.looseObject({
  'if-match': z.string().optional().describe('Required: the ETag of the version that was read, such as "3"'),
});
const valued = ['data-insufficient', 'exchange-rate-missing', 'calculation-refused'] as const;

export function portfolioRoutes({ portfolios }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listPortfolios', { class: 'read' }),
      schema: {
        operationId: 'listPortfolios',
        tags,
        summary: 'All portfolios',
        querystring: z.strictObject({}),
        response: { ...problemResponses(), 200: portfolioList },
      },
      handler: (request) => portfolios.list(actorOf(request)),
    });

    app.route({
      ...routeOf('getPortfolio', { class: 'read' }),
      schema: {
        operationId: 'getPortfolio',
        tags,
        summary: 'One portfolio with its holdings',
        description:
          'The ETag of the answer is its version. Quantities are valued at the last date on which every holding has a price.',
        params,
        response: { ...problemResponses('not-found', ...valued), 200: portfolio },
      },
      handler: async (request, reply) => {
        const found = await portfolios.get(actorOf(request), request.params.portfolioId);
        return reply.header('etag', entityTag(found.version)).send(found);
      },
    });

    app.route({
      ...routeOf('createPortfolio', { class: 'change' }),
      schema: {
        operationId: 'createPortfolio',
        tags,
        summary: 'Make a portfolio',
        description: 'By weight (they must sum to 1) or by quantity.',
        body: portfolioInput,
        response: {
          ...problemResponses(
            'request-malformed',
            'media-type-unsupported',
            'body-too-large',
            'already-exists',
            'state-conflict',
            ...valued,
          ),
          201: portfolio,
        },
      },
      handler: async (request, reply) => {
        const created = await portfolios.create(actorOf(request), request.body);
        const location = `${apiPrefix}${routes.listPortfolios.path}/${created.id}`;
        return reply
          .code(201)
          .headers({ etag: entityTag(created.version), location })
          .send(created);
      },
    });

    app.route({
      ...routeOf('updatePortfolio', { class: 'change' }),
      schema: {
        operationId: 'updatePortfolio',
        tags,
        summary: 'Replace the content of a portfolio',
        params,
        headers: versioned,
        body: portfolioInput,
        response: {
          ...problemResponses(
            'request-malformed',
            'media-type-unsupported',
            'body-too-large',
            'not-found',
            'already-exists',
            'state-conflict',
            'version-conflict',
            'version-required',
            ...valued,
          ),
          200: portfolio,
        },
      },
      handler: async (request, reply) => {
        const { params: asked, headers, body } = request;
        const expected = expectedVersion(headers['if-match']);
        const changed = await portfolios.update(actorOf(request), asked.portfolioId, expected, body);
        return reply.header('etag', entityTag(changed.version)).send(changed);
      },
    });

    app.route({
      ...routeOf('deletePortfolio', { class: 'change' }),
      schema: {
        operationId: 'deletePortfolio',
        tags,
        summary: 'Delete a portfolio',
        params,
        headers: versioned,
        response: { ...problemResponses('not-found', 'version-conflict', 'version-required'), 204: noContent },
      },
      handler: async (request, reply) => {
        const { params: asked, headers } = request;
        await portfolios.delete(actorOf(request), asked.portfolioId, expectedVersion(headers['if-match']));
        return reply.code(204).send();
      },
    });
  };
}
