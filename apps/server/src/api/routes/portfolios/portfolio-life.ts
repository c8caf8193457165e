import { bulkPortfoliosRequest, bulkPortfoliosResponse, portfolio } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { actorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { entityTag, expectedVersion } from './if-match.ts';
import { bodyProblems, portfolioParams as params, valuationProblems, versioned } from './versioned.ts';

const tags = ['Portfolios'];
const refused = ['not-found', 'state-conflict', 'version-conflict', 'version-required'] as const;

export function portfolioLifeRoutes({ portfolios, portfolioLife }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('deletePortfolio', { class: 'change' }),
      schema: {
        operationId: 'deletePortfolio',
        tags,
        summary: 'Delete a portfolio',
        description:
          'It is missing for everybody from then on. Its owner finds it with `state=deleted`, and can restore it for 30 days; the ETag of the answer is the version to restore. Refused while another portfolio is measured against it.',
        params,
        headers: versioned,
        response: { ...problemResponses(...refused), 204: noContent },
      },
      handler: async (request, reply) => {
        const { params: asked, headers } = request;
        const expected = expectedVersion(headers['if-match']);
        const version = await portfolioLife.delete(actorOf(request), asked.portfolioId, expected);
        return reply.code(204).header('etag', entityTag(version)).send();
      },
    });

    app.route({
      ...routeOf('archivePortfolio', { class: 'change' }),
      schema: {
        operationId: 'archivePortfolio',
        tags,
        summary: 'Put a portfolio aside',
        description: 'It leaves the list of active ones and is not changed any more; it is still read and measured.',
        params,
        headers: versioned,
        response: { ...problemResponses(...refused, ...valuationProblems), 200: portfolio },
      },
      handler: async (request, reply) => {
        const { params: asked, headers } = request;
        const expected = expectedVersion(headers['if-match']);
        await portfolioLife.archive(actorOf(request), asked.portfolioId, expected);
        const archived = await portfolios.get(actorOf(request), asked.portfolioId);
        return reply.header('etag', entityTag(archived.version)).send(archived);
      },
    });

    app.route({
      ...routeOf('restorePortfolio', { class: 'change' }),
      schema: {
        operationId: 'restorePortfolio',
        tags,
        summary: 'Bring a portfolio back',
        description:
          'From deletion, with its shares, as it was then; otherwise out of the archive. When another portfolio has its name by now, that one is renamed first.',
        params,
        headers: versioned,
        response: { ...problemResponses(...refused, 'already-exists', ...valuationProblems), 200: portfolio },
      },
      handler: async (request, reply) => {
        const { params: asked, headers } = request;
        const expected = expectedVersion(headers['if-match']);
        await portfolioLife.restore(actorOf(request), asked.portfolioId, expected);
        const restored = await portfolios.get(actorOf(request), asked.portfolioId);
        return reply.header('etag', entityTag(restored.version)).send(restored);
      },
    });

    app.route({
      ...routeOf('bulkPortfolios', { class: 'change' }),
      schema: {
        operationId: 'bulkPortfolios',
        tags,
        summary: 'Archive, restore or delete up to 100 portfolios',
        description:
          'Each item is checked by itself and has its own result: one that is refused leaves the others done. What is done is stored together, each with its entry in the audit trail.',
        body: bulkPortfoliosRequest,
        response: { ...problemResponses(...bodyProblems), 200: bulkPortfoliosResponse },
      },
      handler: (request) => portfolioLife.bulk(actorOf(request), request.body),
    });
  };
}
