import multipart from '@fastify/multipart';
import {
  apiPrefix,
  createTransactionImportQuery,
  identifier,
  routes,
  transactionFileBytesMax,
  transactionImport,
  transactionImportCommit,
  transactionImportMapping,
  transactionImportQuery,
  transactionImportResult,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { importTimeoutMs, multipartOverheadBytes } from '../../limits.ts';
import { actorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { bodyProblems, portfolioParams } from '../portfolios/versioned.ts';
import { discardRest, transactionUpload, uploadedFile } from '../price-imports/uploaded-file.ts';

const params = z.strictObject({ transactionImportId: identifier });
const tags = ['Transaction imports'];
/** A commit or a mapping may name every row of a file. */
const choiceBytesMax = 2 * 1024 * 1024;

export function transactionImportRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(uploadRoute(services));
    await app.register(stagedRoutes(services));
  };
}

/** In a scope of its own, because only here bodies are files and not JSON. */
function uploadRoute({ transactionImports }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers();
    await app.register(multipart);
    app.addContentTypeParser('text/csv', (_, payload, done) => done(null, payload));

    app.route({
      ...routeOf('createTransactionImport', {
        class: 'upload',
        handlerTimeoutMs: importTimeoutMs,
        bodyLimit: transactionFileBytesMax + multipartOverheadBytes,
      }),
      schema: {
        operationId: 'createTransactionImport',
        tags,
        summary: 'Read a file of transactions and see what it would store',
        description: `CSV, XLSX, OFX, Flex queries of Interactive Brokers, or our own JSON, at most ${transactionFileBytesMax / 1e6} MB. Nothing is stored but the preview, for a day.`,
        params: portfolioParams,
        querystring: createTransactionImportQuery,
        response: {
          ...problemResponses(
            'request-malformed',
            'body-too-large',
            'media-type-unsupported',
            'not-found',
            'state-conflict',
            'transaction-file-invalid',
          ),
          201: transactionImport,
        },
      },
      handler: async (request, reply) => {
        try {
          const { fileName, bytes } = await uploadedFile(request, request.query.fileName, transactionUpload);
          const { portfolioId } = request.params;
          const actor = actorOf(request);
          const preview = await transactionImports.create(actor, portfolioId, fileName, bytes, request.query.mapping);
          const path = routes.getTransactionImport.path.replace(':transactionImportId', preview.id);
          return await reply.code(201).header('location', `${apiPrefix}${path}`).send(preview);
        } finally {
          discardRest(request);
        }
      },
    });
  };
}

function stagedRoutes({ transactionImports }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('getTransactionImport', { class: 'read' }),
      schema: {
        operationId: 'getTransactionImport',
        tags,
        summary: 'A preview again, with a page of its rows',
        params,
        querystring: transactionImportQuery,
        response: { ...problemResponses('not-found'), 200: transactionImport },
      },
      handler: (request) => transactionImports.get(actorOf(request), request.params.transactionImportId, request.query),
    });

    app.route({
      ...routeOf('mapTransactionImport', {
        class: 'change',
        handlerTimeoutMs: importTimeoutMs,
        bodyLimit: choiceBytesMax,
      }),
      schema: {
        operationId: 'mapTransactionImport',
        tags,
        summary: 'Read the file again by another mapping, or say which assets its securities are',
        params,
        body: transactionImportMapping,
        response: {
          ...problemResponses(...bodyProblems, 'not-found', 'state-conflict', 'transaction-file-invalid'),
          200: transactionImport,
        },
      },
      handler: (request) => transactionImports.map(actorOf(request), request.params.transactionImportId, request.body),
    });

    app.route({
      ...routeOf('commitTransactionImport', {
        class: 'change',
        handlerTimeoutMs: importTimeoutMs,
        bodyLimit: choiceBytesMax,
      }),
      schema: {
        operationId: 'commitTransactionImport',
        tags,
        summary: 'Store the chosen rows in the ledger, all of them or none',
        params,
        body: transactionImportCommit,
        response: {
          ...problemResponses(...bodyProblems, 'not-found', 'state-conflict'),
          200: transactionImportResult,
        },
      },
      handler: (request) =>
        transactionImports.commit(actorOf(request), request.params.transactionImportId, request.body),
    });

    app.route({
      ...routeOf('discardTransactionImport', { class: 'change' }),
      schema: {
        operationId: 'discardTransactionImport',
        tags,
        summary: 'Forget a preview',
        params,
        response: { ...problemResponses('not-found'), 204: noContent },
      },
      handler: async (request, reply) => {
        await transactionImports.discard(actorOf(request), request.params.transactionImportId);
        return reply.code(204).send();
      },
    });
  };
}
