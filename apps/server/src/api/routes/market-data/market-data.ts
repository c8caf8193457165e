import {
  assetFeed,
  assetFeedInput,
  assetQuality,
  assetRefresh,
  dataQuality,
  exchangeRateRefresh,
  exchangeRateRefreshRequest,
  exchangeRateStatus,
  followAssetRequest,
  identifier,
  marketDataSearchQuery,
  marketDataSearchResult,
  riskFreeRateRefresh,
  riskFreeRateStatus,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { signalOfClient } from '../../middleware/client-presence.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';

const params = z.strictObject({ assetId: identifier });
const querystring = z.strictObject({});
const tags = ['Market data'];
/** Some providers let a whole history take several requests. */
const fetchTimeoutMs = 120_000;

export function marketDataRoutes({ marketData, exchangeRates, riskFreeRates }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('searchMarketData', { class: 'read' }),
      schema: {
        operationId: 'searchMarketData',
        tags,
        summary: 'Assets that providers know',
        description: 'Whoever gave no answer is named in `refused`, with the reason.',
        querystring: marketDataSearchQuery,
        response: { ...problemResponses(), 200: marketDataSearchResult },
      },
      handler: (request, reply) => marketData.findAssets(actorOf(request), request.query, signalOfClient(reply)),
    });

    app.route({
      ...routeOf('followAsset', { class: 'change', handlerTimeoutMs: fetchTimeoutMs }),
      schema: {
        operationId: 'followAsset',
        tags,
        summary: 'A new asset whose prices a provider brings',
        description: 'Its history is fetched at once. The asset is there too when that fails; `feed.failure` says why.',
        body: followAssetRequest,
        response: {
          ...problemResponses('request-malformed', 'media-type-unsupported', 'body-too-large', 'state-conflict'),
          201: assetRefresh,
        },
      },
      handler: async (request, reply) =>
        reply.code(201).send(await marketData.follow(actorOf(request), request.body, signalOfClient(reply))),
    });

    app.route({
      ...routeOf('refreshAsset', { class: 'change', handlerTimeoutMs: fetchTimeoutMs }),
      schema: {
        operationId: 'refreshAsset',
        tags,
        summary: 'Fetch what the provider has that is not stored yet',
        description:
          'Whatever goes wrong, the last good prices stay. For many assets there is the job `refresh-prices`.',
        params,
        response: { ...problemResponses('not-found', 'state-conflict'), 200: assetRefresh },
      },
      handler: (request, reply) => marketData.refresh(actorOf(request), request.params.assetId, signalOfClient(reply)),
    });

    app.route({
      ...routeOf('putAssetFeed', { class: 'change' }),
      schema: {
        operationId: 'putAssetFeed',
        tags,
        summary: 'Where the prices of an asset come from, and where else when that fails',
        description: 'What is stored stays. An answer that does not join on to it is refused at the next refresh.',
        params,
        body: assetFeedInput,
        response: {
          ...problemResponses(
            'request-malformed',
            'media-type-unsupported',
            'body-too-large',
            'not-found',
            'state-conflict',
          ),
          200: assetFeed,
        },
      },
      handler: (request) => marketData.setFeed(actorOf(request), request.params.assetId, request.body),
    });

    app.route({
      ...routeOf('getAssetQuality', { class: 'read' }),
      schema: {
        operationId: 'getAssetQuality',
        tags,
        summary: 'What is doubtful about the prices of an asset',
        params,
        response: { ...problemResponses('not-found'), 200: assetQuality },
      },
      handler: (request) => marketData.quality(actorOf(request), request.params.assetId),
    });

    app.route({
      ...routeOf('getExchangeRates', { class: 'read' }),
      schema: {
        operationId: 'getExchangeRates',
        tags,
        summary: 'Exchange rates that were fetched, their age, and those that are missing',
        querystring,
        response: { ...problemResponses(), 200: exchangeRateStatus },
      },
      handler: (request) => exchangeRates.status(actorOf(request)),
    });

    app.route({
      ...routeOf('refreshExchangeRates', { class: 'change', handlerTimeoutMs: fetchTimeoutMs }),
      schema: {
        operationId: 'refreshExchangeRates',
        tags,
        summary: 'Fetch the exchange rates that the own assets, ledgers and portfolios need',
        description:
          'Whatever goes wrong, the last good rates stay; `refused` says who gave none and why. The job `refresh-prices` does it too.',
        body: exchangeRateRefreshRequest,
        response: {
          ...problemResponses('request-malformed', 'media-type-unsupported', 'body-too-large'),
          200: exchangeRateRefresh,
        },
      },
      handler: (request, reply) => exchangeRates.refresh(actorOf(request), request.body, signalOfClient(reply)),
    });

    app.route({
      ...routeOf('getRiskFreeRates', { class: 'read' }),
      schema: {
        operationId: 'getRiskFreeRates',
        tags,
        summary: 'Short-term rates without risk that were fetched: the last of each currency, and its age',
        querystring,
        response: { ...problemResponses(), 200: riskFreeRateStatus },
      },
      handler: (request) => riskFreeRates.status(actorOf(request)),
    });

    app.route({
      ...routeOf('refreshRiskFreeRates', { class: 'change', handlerTimeoutMs: fetchTimeoutMs }),
      schema: {
        operationId: 'refreshRiskFreeRates',
        tags,
        summary: 'Fetch the risk-free rates of the currencies in use',
        description:
          'Of the euro from the ECB, of the dollar from FRED, which needs a key. Whatever goes wrong, the last good rates stay.',
        response: { ...problemResponses(), 200: riskFreeRateRefresh },
      },
      handler: (request, reply) => riskFreeRates.refresh(actorOf(request), signalOfClient(reply)),
    });

    app.route({
      ...routeOf('getDataQuality', { class: 'read' }),
      schema: {
        operationId: 'getDataQuality',
        tags,
        summary: 'Age, last failure and number of doubts of every asset',
        querystring,
        response: { ...problemResponses(), 200: dataQuality },
      },
      handler: (request) => marketData.qualityOfAll(actorOf(request)),
    });
  };
}
