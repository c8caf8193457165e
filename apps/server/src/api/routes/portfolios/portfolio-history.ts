import {
  identifier,
  portfolio,
  portfolioVersion,
  portfolioVersionList,
  portfolioVersionQuery,
  revertPortfolioRequest,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { entityTag, expectedVersion } from './if-match.ts';
import { bodyProblems, portfolioParams as params, valuationProblems, versioned } from './versioned.ts';

const tags = ['Portfolios'];
const versionParams = z.strictObject({
  portfolioId: identifier,
  version: z.coerce.number().int('expected a whole number').min(1, 'expected at least 1').max(2_147_483_647),
});

export function portfolioHistoryRoutes({ portfolios, portfolioHistory }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listPortfolioVersions', { class: 'read' }),
      schema: {
        operationId: 'listPortfolioVersions',
        tags,
        summary: 'What changed in a portfolio, the newest first',
        params,
        querystring: portfolioVersionQuery,
        response: { ...problemResponses('not-found'), 200: portfolioVersionList },
      },
      handler: (request) => portfolioHistory.list(actorOf(request), request.params.portfolioId, request.query),
    });

    app.route({
      ...routeOf('getPortfolioVersion', { class: 'read' }),
      schema: {
        operationId: 'getPortfolioVersion',
        tags,
        summary: 'A portfolio as it was',
        params: versionParams,
        response: { ...problemResponses('not-found'), 200: portfolioVersion },
      },
      handler: (request) => portfolioHistory.get(actorOf(request), request.params.portfolioId, request.params.version),
    });

    app.route({
      ...routeOf('revertPortfolio', { class: 'change' }),
      schema: {
        operationId: 'revertPortfolio',
        tags,
        summary: 'Go back to an old version',
        description:
          'Makes a new version with the content and targets of an old one. Refused for a portfolio whose holdings follow from transactions, and when an asset of then is gone.',
        params,
        headers: versioned,
        body: revertPortfolioRequest,
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
        await portfolioHistory.revert(actorOf(request), asked.portfolioId, expected, body.version);
        const reverted = await portfolios.get(actorOf(request), asked.portfolioId);
        return reply.header('etag', entityTag(reverted.version)).send(reverted);
      },
    });
  };
}
