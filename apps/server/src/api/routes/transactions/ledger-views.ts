import {
  ledgerHoldings,
  ledgerHoldingsQuery,
  performanceQuery,
  portfolioPerformance,
  realisedResults,
  realisedResultsQuery,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { actorOf } from '../../middleware/authentication.ts';
import { signalOfClient } from '../../middleware/client-presence.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { portfolioParams as params } from '../portfolios/versioned.ts';

const tags = ['Ledger'];

export function ledgerViewRoutes({ ledgerViews }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('getHoldings', { class: 'read' }),
      schema: {
        operationId: 'getHoldings',
        tags,
        summary: 'What a ledger holds on a date',
        description:
          'Quantity, cost, value and result of every asset, and the cash of every account, in the base currency: costs at the rate of the day of each lot, values at the latest price and rate on or before the date. What is missing is null with its reason, never 0.',
        params,
        querystring: ledgerHoldingsQuery,
        response: { ...problemResponses('not-found', 'state-conflict'), 200: ledgerHoldings },
      },
      handler: (request) => ledgerViews.holdings(actorOf(request), request.params.portfolioId, request.query),
    });

    app.route({
      ...routeOf('getRealisedResults', { class: 'read' }),
      schema: {
        operationId: 'getRealisedResults',
        tags,
        summary: 'What was realised and earned in a window',
        description: 'Every closing with the lots that it took, and dividends, interest, fees and taxes.',
        params,
        querystring: realisedResultsQuery,
        response: { ...problemResponses('not-found', 'state-conflict'), 200: realisedResults },
      },
      handler: (request) => ledgerViews.realised(actorOf(request), request.params.portfolioId, request.query),
    });

    app.route({
      ...routeOf('getPerformance', { class: 'calculation' }),
      schema: {
        operationId: 'getPerformance',
        tags,
        summary: 'Value, flows and returns of a ledger',
        description:
          'Simple, time-weighted and money-weighted return together, each with how it was computed. What comes from outside, an account that joins included, is a flow and never a return.',
        params,
        querystring: performanceQuery,
        response: {
          ...problemResponses(
            'not-found',
            'state-conflict',
            'data-insufficient',
            'exchange-rate-missing',
            'calculation-refused',
            'calculation-timeout',
          ),
          200: portfolioPerformance,
        },
      },
      handler: (request, reply) =>
        ledgerViews.performance(actorOf(request), request.params.portfolioId, request.query, signalOfClient(reply)),
    });
  };
}
