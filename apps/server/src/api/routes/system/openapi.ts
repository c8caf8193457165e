import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemResponses, routeOf } from '../../route.ts';

const openApiDocument = z
  .looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.record(z.string(), z.unknown()) })
  .describe('OpenAPI 3.1');

/** This description of the API itself. */
export function openApiRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('openapi', { class: 'read' }),
      schema: {
        operationId: 'openapi',
        tags: ['System'],
        summary: 'This description',
        response: { ...problemResponses(), 200: openApiDocument },
      },
      handler: async () => app.swagger() as z.infer<typeof openApiDocument>,
    });
  };
}
