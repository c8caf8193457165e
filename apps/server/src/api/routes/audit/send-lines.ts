import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Lines are gathered into pieces that are worth a write each. */
const pieceCharacters = 64 * 1024;

/** Sends a file of lines as they come, no faster than the client reads. */
export function sendLines(reply: FastifyReply, fileName: string, lines: AsyncIterable<string>): FastifyReply {
  return reply
    .type('application/x-ndjson; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(inPieces(lines), { objectMode: false }));
}

async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let piece = '';
  for await (const line of lines) {
    piece += line;
    if (piece.length < pieceCharacters) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}
