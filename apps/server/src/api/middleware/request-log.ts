/** One line for each request that was answered, and its id in the answer. */
import type { FastifyInstance } from 'fastify';

export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request;
    const durationMs = Math.round(reply.elapsedTime * 10) / 10;
    const line = { method, url: url.split('?')[0], status: reply.statusCode, durationMs };
    // Health is asked every few seconds by whoever watches.
    if (url.includes('/health/') && reply.statusCode < 400) request.log.debug(line, 'Answered.');
    else request.log.info(line, 'Answered.');
  });
}
