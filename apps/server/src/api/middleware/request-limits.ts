/** Limits of a request that Node and Fastify do not have: the length of the address. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../../core/errors.ts';
import { addressLengthMax } from '../limits.ts';

export function limitAddressLength(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (request.url.length > addressLengthMax)
      throw new ProblemError('request-malformed', `The address is longer than ${addressLengthMax} characters.`);
  });
}
