/** The API reference is for this machine, unless a setting opens it: what a server can do is not everybody's business. */
import { apiPrefix, routes } from '@riskoptimizer/contracts';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../../core/errors.ts';
import { isFromThisMachine } from './trusted-origin.ts';

const documentAddress = apiPrefix + routes.openapi.path;

/** To others there is nothing there. Call it before the routes of the reference are added. */
export function keepDocsLocal(app: FastifyInstance, apiDocs: 'local' | 'public'): void {
  if (apiDocs === 'public') return;
  app.addHook('onRequest', async (request) => {
    const path = request.url.split('?')[0]!;
    const isReference = path === documentAddress || path === '/docs' || path.startsWith('/docs/');
    if (isReference && !isFromThisMachine(request))
      throw new ProblemError('not-found', `There is nothing at ${path.slice(0, 200)}.`);
  });
}
