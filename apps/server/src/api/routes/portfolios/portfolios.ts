import {
  apiPrefix,
  portfolio,
  portfolioInput,
  portfolioList,
  portfolioListQuery,
  routes,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { entityTag, expectedVersion } from './if-match.ts';
import { bodyProblems, portfolioParams as params, valuationProblems, versioned } from './versioned.ts';

const tags = ['Portfolios'];

export function portfolioRoutes({ portfolios }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listPortfolios', { class: 'read' }),
      schema: {
        operationId: 'listPortfolios',
        tags,
        summary: 'Portfolios, page by page',
        description:
          "One's own by name, then those that are shared with you. Pages follow each other by `cursor`: what is made or deleted meanwhile puts no other one twice, and leaves no other one out.",
        querystring: portfolioListQuery,
        response: { ...problemResponses(), 200: portfolioList },
      },
      handler: (request) => portfolios.list(actorOf(request), request.query),
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
        response: { ...problemResponses('not-found', ...valuationProblems), 200: portfolio },
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
          ...problemResponses(...bodyProblems, 'already-exists', 'state-conflict', ...valuationProblems),
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
            ...bodyProblems,
            'not-found',
            'already-exists',
            'state-conflict',
            'version-conflict',
            'version-required',
            ...valuationProblems,
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
  };
}
