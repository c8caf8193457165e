/**
 * Whether anybody still waits for the answer.
 *
 * Fastify's own `request.signal` follows the request: with a body it counts as closed once the body was read, and the signal
 * is aborted while the client waits (and the handler's time limit is dropped with it). This one follows the response.
 */
import type { FastifyReply } from 'fastify';
import { ProblemError } from '../../core/errors.ts';

/** Aborted when the client goes away before the answer is complete: nobody needs the calculation any more. */
export function signalOfClient(reply: FastifyReply): AbortSignal {
  const leaving = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished)
      leaving.abort(new ProblemError('not-ready', 'The client did not wait for the answer.'));
  });
  return leaving.signal;
}

export function hasClientLeft(reply: FastifyReply): boolean {
  return reply.raw.destroyed && !reply.raw.writableFinished;
}
