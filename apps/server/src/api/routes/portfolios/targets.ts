import { holdingGroups, holdingGroupsQuery, portfolioTargets, targetsInput } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { entityTag, expectedVersion } from './if-match.ts';
import { bodyProblems, portfolioParams as params, valuationProblems, versioned } from './versioned.ts';

const tags = ['Portfolios'];

export function targetRoutes({ targets }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('getTargets', { class: 'read' }),
      schema: {
        operationId: 'getTargets',
        tags,
        summary: 'What a portfolio should hold, and how far it has drifted',
        params,
        response: { ...problemResponses('not-found', ...valuationProblems), 200: portfolioTargets },
      },
      handler: async (request, reply) => {
        const found = await targets.get(actorOf(request), request.params.portfolioId);
        return reply.header('etag', entityTag(found.version)).send(found);
      },
    });

    app.route({
      ...routeOf('putTargets', { class: 'change' }),
      schema: {
        operationId: 'putTargets',
        tags,
        summary: 'Replace the targets',
        description: 'A change of the portfolio: it counts the version up. No items take the targets away.',
        params,
        headers: versioned,
        body: targetsInput,
        response: {
          ...problemResponses(
            ...bodyProblems,
            'not-found',
            'state-conflict',
            'version-conflict',
            'version-required',
            ...valuationProblems,
          ),
          200: portfolioTargets,
        },
      },
      handler: async (request, reply) => {
        const { params: asked, headers, body } = request;
        const expected = expectedVersion(headers['if-match']);
        const changed = await targets.put(actorOf(request), asked.portfolioId, expected, body);
        return reply.header('etag', entityTag(changed.version)).send(changed);
      },
    });

    app.route({
      ...routeOf('getHoldingGroups', { class: 'read' }),
      schema: {
        operationId: 'getHoldingGroups',
        tags,
        summary: 'Holdings by class, sector, country, currency or label',
        params,
        querystring: holdingGroupsQuery,
        response: { ...problemResponses('not-found', ...valuationProblems), 200: holdingGroups },
      },
      handler: (request) => targets.groups(actorOf(request), request.params.portfolioId, request.query.by),
    });
  };
}
