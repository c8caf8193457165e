import {
  apiPrefix,
  bulkTransactionsRequest,
  bulkTransactionsResponse,
  identifier,
  transaction,
  transactionInput,
  transactionList,
  transactionListQuery,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { entityTag, expectedVersion } from '../portfolios/if-match.ts';
import { bodyProblems, portfolioParams as params, versioned } from '../portfolios/versioned.ts';

const tags = ['Ledger'];
const transactionParams = z.strictObject({ portfolioId: identifier, transactionId: identifier });

/** 2,000 transactions with long notes. */
const bulkBytesMax = 4 * 1024 * 1024;

export function transactionRoutes({ ledger }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listTransactions', { class: 'read' }),
      schema: {
        operationId: 'listTransactions',
        tags,
        summary: 'Transactions of a portfolio, the newest first',
        params,
        querystring: transactionListQuery,
        response: { ...problemResponses('not-found', 'state-conflict'), 200: transactionList },
      },
      handler: (request) => ledger.list(actorOf(request), request.params.portfolioId, request.query),
    });

    app.route({
      ...routeOf('createTransaction', { class: 'change' }),
      schema: {
        operationId: 'createTransaction',
        tags,
        summary: 'Enter a transaction',
        description:
          'Refused with the field named when it cannot be, such as a sale of more than is held on its date, and when it would make a later one impossible. Cash may become negative.',
        params,
        body: transactionInput,
        response: { ...problemResponses(...bodyProblems, 'not-found', 'state-conflict'), 201: transaction },
      },
      handler: async (request, reply) => {
        const created = await ledger.create(actorOf(request), request.params.portfolioId, request.body);
        const location = `${apiPrefix}/portfolios/${created.portfolioId}/transactions/${created.id}`;
        return reply
          .code(201)
          .headers({ etag: entityTag(created.version), location })
          .send(created);
      },
    });

    app.route({
      ...routeOf('createTransactions', { class: 'change', bodyLimit: bulkBytesMax }),
      schema: {
        operationId: 'createTransactions',
        tags,
        summary: 'Enter many transactions, all or none',
        description:
          'Each is checked with all the others in place, whatever their order; what is wrong is named by the position of the item. Of one date they count in the order in which they were given.',
        params,
        body: bulkTransactionsRequest,
        response: {
          ...problemResponses(...bodyProblems, 'not-found', 'state-conflict'),
          201: bulkTransactionsResponse,
        },
      },
      handler: async (request, reply) =>
        reply.code(201).send(await ledger.createMany(actorOf(request), request.params.portfolioId, request.body.items)),
    });

    app.route({
      ...routeOf('getTransaction', { class: 'read' }),
      schema: {
        operationId: 'getTransaction',
        tags,
        summary: 'One transaction',
        description: 'The ETag of the answer is its version.',
        params: transactionParams,
        response: { ...problemResponses('not-found'), 200: transaction },
      },
      handler: async (request, reply) => {
        const { portfolioId, transactionId } = request.params;
        const found = await ledger.get(actorOf(request), portfolioId, transactionId);
        return reply.header('etag', entityTag(found.version)).send(found);
      },
    });

    app.route({
      ...routeOf('updateTransaction', { class: 'change' }),
      schema: {
        operationId: 'updateTransaction',
        tags,
        summary: 'Correct a transaction',
        description: 'It keeps its place among those of its date. Refused when another one would become impossible.',
        params: transactionParams,
        headers: versioned,
        body: transactionInput,
        response: {
          ...problemResponses(...bodyProblems, 'not-found', 'state-conflict', 'version-conflict', 'version-required'),
          200: transaction,
        },
      },
      handler: async (request, reply) => {
        const { params: asked, headers, body } = request;
        const expected = expectedVersion(headers['if-match']);
        const { portfolioId, transactionId } = asked;
        const changed = await ledger.update(actorOf(request), portfolioId, transactionId, expected, body);
        return reply.header('etag', entityTag(changed.version)).send(changed);
      },
    });

    app.route({
      ...routeOf('deleteTransaction', { class: 'change' }),
      schema: {
        operationId: 'deleteTransaction',
        tags,
        summary: 'Take a transaction out',
        description: 'Refused when another one would become impossible, such as the sale of what it bought.',
        params: transactionParams,
        headers: versioned,
        response: {
          ...problemResponses('not-found', 'state-conflict', 'version-conflict', 'version-required'),
          204: noContent,
        },
      },
      handler: async (request, reply) => {
        const { portfolioId, transactionId } = request.params;
        const expected = expectedVersion(request.headers['if-match']);
        await ledger.delete(actorOf(request), portfolioId, transactionId, expected);
        return reply.code(204).send();
      },
    });
  };
}
