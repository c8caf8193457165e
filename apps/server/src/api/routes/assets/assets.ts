import {
  asset,
  assetList,
  assetUpdate,
  deleteAssetQuery,
  identifier,
  priceSeries,
  priceSeriesQuery,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';

const params = z.strictObject({ assetId: identifier });
const tags = ['Assets'];

export function assetRoutes({ assets }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listAssets', { class: 'read' }),
      schema: {
        operationId: 'listAssets',
        tags,
        summary: 'All assets, with what is known of their prices',
        querystring: z.strictObject({}),
        response: { ...problemResponses(), 200: assetList },
      },
      handler: (request) => assets.list(actorOf(request)),
    });

    app.route({
      ...routeOf('getAsset', { class: 'read' }),
      schema: {
        operationId: 'getAsset',
        tags,
        summary: 'One asset',
        params,
        response: { ...problemResponses('not-found'), 200: asset },
      },
      handler: (request) => assets.get(actorOf(request), request.params.assetId),
    });

    app.route({
      ...routeOf('updateAsset', { class: 'change' }),
      schema: {
        operationId: 'updateAsset',
        tags,
        summary: 'Name, class, sector, country, identifiers and labels of an asset',
        description: 'What is left out stays as it is; labels are replaced as a whole.',
        params,
        body: assetUpdate,
        response: {
          ...problemResponses('request-malformed', 'media-type-unsupported', 'body-too-large', 'not-found'),
          200: asset,
        },
      },
      handler: (request) => assets.update(actorOf(request), request.params.assetId, request.body),
    });

    app.route({
      ...routeOf('deleteAsset', { class: 'change' }),
      schema: {
        operationId: 'deleteAsset',
        tags,
        summary: 'Delete an asset and its prices',
        description:
          'Refused while a portfolio holds the asset, has a target for it or is measured against it; the answer names the portfolios.',
        params,
        querystring: deleteAssetQuery,
        response: { ...problemResponses('not-found', 'state-conflict'), 204: noContent },
      },
      handler: async (request, reply) => {
        await assets.delete(actorOf(request), request.params.assetId, request.query.deletedPortfolios);
        return reply.code(204).send();
      },
    });

    app.route({
      ...routeOf('getPrices', { class: 'read' }),
      schema: {
        operationId: 'getPrices',
        tags,
        summary: 'Closing prices of an asset',
        description:
          'Exact decimals in the currency of the asset. A date without a price is not in the list; it is never filled.',
        params,
        querystring: priceSeriesQuery,
        response: { ...problemResponses('not-found'), 200: priceSeries },
      },
      handler: (request) => assets.prices(actorOf(request), request.params.assetId, request.query),
    });
  };
}
