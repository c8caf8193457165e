import type { FastifyReply } from 'fastify';

/** Sends an answer that is JSON already and was checked against its schema where it was written. */
export function sendJson(reply: FastifyReply, json: string): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .serializer((text: string) => text)
    .send(json);
}
