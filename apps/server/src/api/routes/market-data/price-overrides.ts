/** What the owner of an asset decided about single prices of it. */
import { identifier, isoDate, priceOverride, priceOverrideInput, priceOverrideList } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';

const params = z.strictObject({ assetId: identifier });
const dayParams = z.strictObject({ assetId: identifier, date: isoDate });
const tags = ['Market data'];

export function priceOverrideRoutes({ priceOverrides }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listPriceOverrides', { class: 'read' }),
      schema: {
        operationId: 'listPriceOverrides',
        tags,
        summary: 'Decisions about single prices of an asset',
        params,
        response: { ...problemResponses('not-found'), 200: priceOverrideList },
      },
      handler: (request) => priceOverrides.list(actorOf(request), request.params.assetId),
    });

    app.route({
      ...routeOf('putPriceOverride', { class: 'change' }),
      schema: {
        operationId: 'putPriceOverride',
        tags,
        summary: 'Accept, leave out or set the price of a day, with the reason',
        description:
          'No refresh and no import changes that day from then on. What stood there before the first decision is kept and comes back when the decision is taken back.',
        params: dayParams,
        body: priceOverrideInput,
        response: {
          ...problemResponses(
            'request-malformed',
            'media-type-unsupported',
            'body-too-large',
            'not-found',
            'state-conflict',
          ),
          200: priceOverride,
        },
      },
      handler: (request) => {
        const { assetId, date } = request.params;
        return priceOverrides.put(actorOf(request), assetId, date, request.body);
      },
    });

    app.route({
      ...routeOf('deletePriceOverride', { class: 'change' }),
      schema: {
        operationId: 'deletePriceOverride',
        tags,
        summary: 'Take back a decision about a price; what stood there before comes back',
        params: dayParams,
        response: { ...problemResponses('not-found'), 204: z.null() },
      },
      handler: async (request, reply) => {
        const { assetId, date } = request.params;
        await priceOverrides.remove(actorOf(request), assetId, date);
        return reply.code(204).send(null);
      },
    });
  };
}
