import { exportTransactionsQuery } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { importTimeoutMs } from '../../limits.ts';
import { actorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { portfolioParams as params } from '../portfolios/versioned.ts';
import { sendFile } from './send-file.ts';

const file = z.string();
const transactionFiles = {
  description: 'The file',
  content: {
    'text/csv': { schema: file },
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: file },
    'application/json': { schema: z.looseObject({ format: z.literal('riskoptimizer-transactions') }) },
  },
};

export function exportRoutes({ transactionExport }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('exportTransactions', { class: 'export', handlerTimeoutMs: importTimeoutMs }),
      schema: {
        operationId: 'exportTransactions',
        tags: ['Ledger'],
        summary: 'The transactions of a ledger as a file that imports back equal',
        description:
          'CSV, XLSX or JSON in the order of the ledger. Text that a spreadsheet would calculate has an apostrophe in front, which reading takes away. The same ledger gives the same bytes.',
        params,
        querystring: exportTransactionsQuery,
        response: { ...problemResponses('not-found', 'state-conflict'), 200: transactionFiles },
      },
      handler: async (request, reply) =>
        sendFile(
          reply,
          await transactionExport.export(actorOf(request), request.params.portfolioId, request.query.format),
        ),
    });
  };
}
