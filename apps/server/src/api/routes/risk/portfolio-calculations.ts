import {
  identifier,
  portfolioFrontier,
  portfolioFrontierRequest,
  portfolioRisk,
  portfolioRiskQuery,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
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
      handler: (request, reply) =>
        risk.ofPortfolio(actorOf(request), request.params.portfolioId, request.query, signalOfClient(reply)),
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
      handler: async (request, reply) => {
        const { params: asked, body } = request;
        const signal = signalOfClient(reply);
        return sendJson(reply, await frontier.ofPortfolio(actorOf(request), asked.portfolioId, body, signal));
      },
    });
  };
}
