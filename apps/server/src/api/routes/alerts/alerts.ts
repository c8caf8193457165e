import { acknowledgeAlertRequest, alert, alertList, alertListQuery, identifier } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { bodyProblems } from '../portfolios/versioned.ts';

const tags = ['Alerts'];
const params = z.strictObject({ alertId: identifier });

export function alertRoutes({ alerts }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listAlerts', { class: 'read' }),
      schema: {
        operationId: 'listAlerts',
        tags,
        summary: 'Your alerts, the newest first',
        querystring: alertListQuery,
        response: { ...problemResponses(), 200: alertList },
      },
      handler: (request) => alerts.list(actorOf(request), request.query),
    });

    app.route({
      ...routeOf('getAlert', { class: 'read' }),
      schema: {
        operationId: 'getAlert',
        tags,
        summary: 'An alert: what happened, and who was told',
        params,
        response: { ...problemResponses('not-found'), 200: alert },
      },
      handler: (request) => alerts.get(actorOf(request), request.params.alertId),
    });

    app.route({
      ...routeOf('acknowledgeAlert', { class: 'change' }),
      schema: {
        operationId: 'acknowledgeAlert',
        tags,
        summary: 'Say that an alert was seen, with a note',
        description: 'Once. The alert stays open as long as what it is about stays true.',
        params,
        body: acknowledgeAlertRequest,
        response: { ...problemResponses(...bodyProblems, 'not-found', 'state-conflict'), 200: alert },
      },
      handler: (request) => alerts.acknowledge(actorOf(request), request.params.alertId, request.body),
    });
  };
}
