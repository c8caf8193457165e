import { identifier, rebalancingPlan, rebalancingRequest } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { signalOfClient } from '../../middleware/client-presence.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';

const params = z.strictObject({ portfolioId: identifier });

/** The trades to a target: a calculation, nothing is stored. */
export function rebalancingRoutes({ rebalancing }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('planRebalancing', { class: 'calculation' }),
      schema: {
        operationId: 'planRebalancing',
        tags: ['Portfolios'],
        summary: 'Trades that bring a portfolio to its targets, or to weights',
        description:
          'Sells pay for buys, besides cash that is handed in; what is short of money gets as near to its target as it can. ' +
          'Nothing is stored: `transactions` are the trades in the form that the ledger takes.',
        params,
        body: rebalancingRequest,
        response: {
          ...problemResponses(
            'request-malformed',
            'media-type-unsupported',
            'body-too-large',
            'not-found',
            'state-conflict',
            'data-insufficient',
            'exchange-rate-missing',
            'calculation-refused',
            'calculation-timeout',
          ),
          200: rebalancingPlan,
        },
      },
      handler: (request, reply) =>
        rebalancing.plan(actorOf(request), request.params.portfolioId, request.body, signalOfClient(reply)),
    });
  };
}
