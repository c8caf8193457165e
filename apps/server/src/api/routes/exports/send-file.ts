import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { ExportedFile } from '../../../domain/exports/exported-file.ts';

/** Sends a file piece by piece, no faster than the client reads. */
export function sendFile(reply: FastifyReply, { fileName, mediaType, pieces }: ExportedFile): FastifyReply {
  return reply
    .type(mediaType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(pieces, { objectMode: false }));
}
