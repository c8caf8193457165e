import multipart from '@fastify/multipart';
import {
  everythingBytesMax,
  everythingFormat,
  everythingPreview,
  exportEverythingRequest,
  importEverythingQuery,
  importEverythingResult,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { everythingTooLarge } from '../../../domain/exports/everything-import.ts';
import { importTimeoutMs, multipartOverheadBytes } from '../../limits.ts';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { bodyProblems } from '../portfolios/versioned.ts';
import { discardRest, uploadedFile } from '../price-imports/uploaded-file.ts';
import { sendFile } from './send-file.ts';

const tags = ['Account'];
const upload = { bytesMax: everythingBytesMax, fileName: 'everything.json', tooLarge: everythingTooLarge };
const uploadOptions = {
  class: 'upload' as const,
  handlerTimeoutMs: importTimeoutMs,
  bodyLimit: everythingBytesMax + multipartOverheadBytes,
};
const files = {
  description: 'The file',
  content: {
    'application/json': { schema: z.looseObject({ format: z.literal(everythingFormat) }) },
    'application/zip': { schema: z.string() },
  },
};

export function everythingRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(exportRoute(services));
    await app.register(importRoutes(services));
  };
}

function exportRoute({ everythingExport }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('exportEverything', { class: 'export', handlerTimeoutMs: importTimeoutMs }),
      schema: {
        operationId: 'exportEverything',
        tags,
        summary: 'Everything of your own as a file that an empty account takes back',
        description:
          'Assets with prices, exchange rates, portfolios with holdings, targets and transactions, saved mappings. Not what belongs to the account itself: sign-in, keys, shares, versions of portfolios, jobs.',
        body: exportEverythingRequest,
        response: { ...problemResponses(...bodyProblems, 'state-conflict'), 200: files },
      },
      handler: async (request, reply) => sendFile(reply, await everythingExport.export(actorOf(request), request.body)),
    });
  };
}

/** In a scope of its own, because only here bodies are files and not JSON. */
function importRoutes({ everythingImport }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers();
    await app.register(multipart);
    app.addContentTypeParser('application/octet-stream', (_, payload, done) => done(null, payload));

    app.route({
      ...routeOf('previewEverything', uploadOptions),
      schema: {
        operationId: 'previewEverything',
        tags,
        summary: 'What an import of everything would store',
        description: `The document or the archive of an export, at most ${everythingBytesMax / 1e6} MB. Nothing is stored and nothing is kept: send the file again, with the sha256 of this answer, to import it.`,
        response: { ...problemResponses(...bodyProblems), 200: everythingPreview },
      },
      handler: async (request) => {
        try {
          const { bytes } = await uploadedFile(request, undefined, upload);
          return await everythingImport.preview(actorOf(request), bytes);
        } finally {
          discardRest(request);
        }
      },
    });

    app.route({
      ...routeOf('importEverything', uploadOptions),
      schema: {
        operationId: 'importEverything',
        tags,
        summary: 'Everything of an export into this account, which must be empty; all of it or nothing',
        querystring: importEverythingQuery,
        response: { ...problemResponses(...bodyProblems, 'state-conflict'), 200: importEverythingResult },
      },
      handler: async (request) => {
        try {
          const { bytes } = await uploadedFile(request, undefined, upload);
          return await everythingImport.import(actorOf(request), bytes, request.query.sha256);
        } finally {
          discardRest(request);
        }
      },
    });
  };
}
