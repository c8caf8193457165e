import { live, readiness } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';

/** `live` says that the process answers; `ready` that everything a request needs is there. */
export function healthRoutes({ readiness: checkReadiness }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('live', { class: null }),
      schema: {
        operationId: 'live',
        tags: ['System'],
        summary: 'Whether the process answers',
        response: { ...problemResponses(), 200: live },
      },
      handler: async () => ({ status: 'live' as const }),
    });

    app.route({
      ...routeOf('ready', { class: null }),
      schema: {
        operationId: 'ready',
        tags: ['System'],
        summary: 'Whether database, migrations and calculation threads are there',
        response: { ...problemResponses(), 200: readiness, 503: readiness },
      },
      handler: async (_, reply) => {
        const answer = await checkReadiness();
        return reply.code(answer.status === 'ready' ? 200 : 503).send(answer);
      },
    });
  };
}
