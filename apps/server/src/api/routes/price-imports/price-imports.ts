import multipart from '@fastify/multipart';
import {
  apiPrefix,
  createPriceImportQuery,
  identifier,
  priceFileBytesMax,
  priceImport,
  priceImportCommit,
  priceImportResult,
  routes,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { importTimeoutMs, multipartOverheadBytes } from '../../limits.ts';
import { actorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { discardRest, uploadedFile } from './uploaded-file.ts';

const params = z.strictObject({ importId: identifier });
const tags = ['Price imports'];

export function priceImportRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(uploadRoute(services));
    await app.register(stagedRoutes(services));
  };
}

/** In a scope of its own, because only here bodies are files and not JSON. */
function uploadRoute({ priceImports }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers();
    await app.register(multipart);
    app.addContentTypeParser('text/csv', (_, payload, done) => done(null, payload));

    app.route({
      ...routeOf('createPriceImport', {
        class: 'upload',
        handlerTimeoutMs: importTimeoutMs,
        bodyLimit: priceFileBytesMax + multipartOverheadBytes,
      }),
      schema: {
        operationId: 'createPriceImport',
        tags,
        summary: 'Read a price file and see what it holds',
        description: `Nothing is stored but the preview, for a day. At most ${priceFileBytesMax / 1e6} MB. Every problem is listed with line, column and remedy.`,
        querystring: createPriceImportQuery,
        response: {
          ...problemResponses(
            'request-malformed',
            'body-too-large',
            'media-type-unsupported',
            'price-file-invalid',
            'calculation-timeout',
          ),
          201: priceImport,
        },
      },
      handler: async (request, reply) => {
        try {
          const { fileName, bytes } = await uploadedFile(request, request.query.fileName);
          const preview = await priceImports.preview(actorOf(request), fileName, bytes);
          const location = `${apiPrefix}${routes.createPriceImport.path}/${preview.id}`;
          return await reply.code(201).header('location', location).send(preview);
        } finally {
          discardRest(request);
        }
      },
    });
  };
}

function stagedRoutes({ priceImports }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('getPriceImport', { class: 'read' }),
      schema: {
        operationId: 'getPriceImport',
        tags,
        summary: 'A preview again',
        params,
        response: { ...problemResponses('not-found'), 200: priceImport },
      },
      handler: (request) => priceImports.get(actorOf(request), request.params.importId),
    });

    app.route({
      ...routeOf('commitPriceImport', { class: 'change', handlerTimeoutMs: importTimeoutMs }),
      schema: {
        operationId: 'commitPriceImport',
        tags,
        summary: 'Store the prices of a preview, all or nothing',
        description:
          'New symbols become assets. Of an asset that was imported before, the prices of the dates in the file are replaced and all others kept. Simulated assets are never touched: a real asset of the same symbol stands beside them.',
        params,
        body: priceImportCommit,
        response: {
          ...problemResponses(
            'request-malformed',
            'media-type-unsupported',
            'body-too-large',
            'not-found',
            'already-exists',
            'state-conflict',
            'data-insufficient',
            'calculation-refused',
            'calculation-timeout',
          ),
          200: priceImportResult,
        },
      },
      handler: (request) => priceImports.commit(actorOf(request), request.params.importId, request.body),
    });

    app.route({
      ...routeOf('discardPriceImport', { class: 'change' }),
      schema: {
        operationId: 'discardPriceImport',
        tags,
        summary: 'Forget a preview',
        params,
        response: { ...problemResponses('not-found'), 204: noContent },
      },
      handler: async (request, reply) => {
        await priceImports.discard(actorOf(request), request.params.importId);
        return reply.code(204).send();
      },
    });
  };
}
