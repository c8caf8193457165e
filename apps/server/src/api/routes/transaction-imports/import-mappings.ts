import {
  importMappingList,
  importMappingName,
  savedImportMapping,
  transactionFileMapping,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { bodyProblems } from '../portfolios/versioned.ts';

const params = z.strictObject({ mappingName: importMappingName });
const tags = ['Transaction imports'];

export function importMappingRoutes({ importMappings }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listImportMappings', { class: 'read' }),
      schema: {
        operationId: 'listImportMappings',
        tags,
        summary: 'Saved mappings of files of transactions',
        response: { ...problemResponses(), 200: importMappingList },
      },
      handler: (request) => importMappings.list(actorOf(request)),
    });

    app.route({
      ...routeOf('putImportMapping', { class: 'change' }),
      schema: {
        operationId: 'putImportMapping',
        tags,
        summary: 'Save a mapping by a name, or replace it',
        params,
        body: transactionFileMapping,
        response: { ...problemResponses(...bodyProblems, 'not-found', 'state-conflict'), 200: savedImportMapping },
      },
      handler: (request) => importMappings.put(actorOf(request), request.params.mappingName, request.body),
    });

    app.route({
      ...routeOf('deleteImportMapping', { class: 'change' }),
      schema: {
        operationId: 'deleteImportMapping',
        tags,
        summary: 'Forget a saved mapping',
        params,
        response: { ...problemResponses('not-found'), 204: noContent },
      },
      handler: async (request, reply) => {
        await importMappings.delete(actorOf(request), request.params.mappingName);
        return reply.code(204).send();
      },
    });
  };
}
