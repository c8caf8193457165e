import type { FastifyRequest } from 'fastify';

/**
 * The origin of the page that a request comes from. A browser says it itself, and middleware/trusted-origin.ts has refused
 * any that is not ours by now; a program that says none gets that of the address it asked.
 */
export function pageOriginOf(request: FastifyRequest): string {
  return (request.headers.origin ?? `${request.protocol}://${request.headers.host ?? ''}`).toLowerCase();
}
