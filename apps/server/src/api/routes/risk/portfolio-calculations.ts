import {
  identifier,
  portfolioFrontier,
  portfolioFrontierRequest,
  portfolioRisk,
  portfolioRiskQuery,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { localUser } from '../../../domain/users/local-user.ts';
import { signalOfClient } from '../../middleware/client-presence.ts';
import { problemResponses, routeOf } from '../../route.ts';
import { sendJson } from '../../send-json.ts';
import type { Services } from '../../services.ts';

const params = z.strictObject({ portfolioId: identifier });
const tags = ['Risk'];
const problems = [
  'not-found',
  'data-insufficient',
  'exchange-rate-missing',
  'calculation-refused',
  'calculation-timeout',
] as const;

/** Risk and frontier of a portfolio that is stored. */
export function portfolioCalculationRoutes({ risk, frontier }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('getPortfolioRisk', { class: 'calculation' }),
      schema: {
        operationId: 'getPortfolioRisk',
        tags,
        summary: 'Risk of a portfolio',
        description:
          'Everything the risk page shows: measures, contributions that sum to the whole, distribution, drawdowns, correlations, coverage, and a verdict.',
        params,
        querystring: portfolioRiskQuery,
        response: { ...problemResponses(...problems), 200: portfolioRisk },
      },
      handler: ({ params: { portfolioId }, query }, reply) =>
        risk.ofPortfolio(localUser.id, portfolioId, query, signalOfClient(reply)),
    });

    app.route({
      ...routeOf('computePortfolioFrontier', { class: 'calculation' }),
      schema: {
        operationId: 'computePortfolioFrontier',
        tags,
        summary: 'Exact efficient frontier of the assets of a portfolio',
        description:
          'Bounds that no portfolio meets are an answer with status `infeasible` that names the bounds in conflict.',
        params,
        body: portfolioFrontierRequest,
        response: {
          ...problemResponses('request-malformed', 'media-type-unsupported', 'body-too-large', ...problems),
          200: portfolioFrontier,
        },
      },
      handler: async ({ params: { portfolioId }, body }, reply) =>
        sendJson(reply, await frontier.ofPortfolio(localUser.id, portfolioId, body, signalOfClient(reply))),
    });
  };
}
