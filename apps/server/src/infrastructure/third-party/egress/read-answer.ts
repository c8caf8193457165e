/** The body of an answer, unpacked as it arrives and never more of it than the cap. */
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { EgressError } from './egress-error.ts';

/**
 * Reads a body of at most `bytesMax` bytes, counted both as it comes over the wire and after unpacking, so that neither a long
 * answer nor a small one that unpacks to gigabytes takes memory.
 *
 * @throws EgressError `answer-too-large`, `answer-unreadable`, `connection-failed`.
 */
export async function readAnswer(answer: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const announced = Number(answer.headers['content-length'] ?? 0);
  if (announced > bytesMax) {
    answer.destroy();
    throw tooLarge(bytesMax);
  }
  const encoding = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    answer.destroy();
    throw new EgressError(
      'answer-unreadable',
      `the answer is packed as ${encoding.slice(0, 40)}, which was not asked for`,
    );
  }
  return encoding === 'gzip' ? readPacked(answer, bytesMax) : readPlain(answer, bytesMax);
}

function readPlain(answer: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > bytesMax) answer.destroy(tooLarge(bytesMax));
      else chunks.push(chunk);
    });
    answer.on('error', (error) => {
      chunks.length = 0;
      reject(error);
    });
    answer.on('end', () => resolve(Buffer.concat(chunks, size)));
    answer.on('close', () => reject(cutOff()));
  });
}

function readPacked(answer: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const unpack = createGunzip();
    const chunks: Buffer[] = [];
    let packed = 0;
    let size = 0;
    const fail = (error: Error): void => {
      chunks.length = 0;
      reject(error);
      answer.destroy();
      unpack.destroy();
    };
    answer.on('data', (chunk: Buffer) => {
      packed += chunk.length;
      if (packed > bytesMax) fail(tooLarge(bytesMax));
    });
    answer.on('error', fail);
    answer.on('close', () => {
      if (!answer.complete) fail(cutOff());
    });
    unpack.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > bytesMax) fail(tooLarge(bytesMax));
      else chunks.push(chunk);
    });
    unpack.on('error', (error) => {
      fail(new EgressError('answer-unreadable', 'the answer is packed with gzip and damaged', { cause: error }));
    });
    unpack.on('end', () => resolve(Buffer.concat(chunks, size)));
    answer.pipe(unpack);
  });
}

function tooLarge(bytesMax: number): EgressError {
  return new EgressError('answer-too-large', `the answer is larger than ${bytesMax} bytes`);
}

function cutOff(): EgressError {
  return new EgressError('connection-failed', 'the connection was closed before the answer was complete');
}
