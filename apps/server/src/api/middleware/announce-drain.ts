/** A server that is about to stop asks with each answer for a new connection, which then goes to another one. */
import type { FastifyInstance } from 'fastify';
import type { Drain } from '../../domain/readiness/drain.ts';

export function announceDrain(app: FastifyInstance, drain: Pick<Drain, 'isDraining'>): void {
  app.addHook('onRequest', async (_, reply) => {
    if (drain.isDraining) reply.header('connection', 'close');
  });
}
