/** What cannot be read as HTTP at all reaches no route; it is answered here, on the bare connection. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { apiPrefix } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import { createId } from '../../core/ids.ts';
import { problemDocument } from './problems.ts';
import type { SecurityHeaders } from './security-headers.ts';

export function answerUnreadable(headersOf: SecurityHeaders) {
  // It belongs to no address; the headers of the API are the stricter ones.
  const headers = Object.entries(headersOf(apiPrefix)).map(([name, value]) => `${name}: ${value}`);
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else answer(error, socket, headers);
  };
}

function answer(error: NodeJS.ErrnoException, socket: Socket, headers: readonly string[]): void {
  const problem = new ProblemError('request-malformed', detailOf(error.code));
  const body = JSON.stringify(problemDocument(problem, createId()));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...headers,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function detailOf(code: string | undefined): string {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'The request did not come to an end in time. Send it again.';
  if (code === 'HPE_HEADER_OVERFLOW') return 'The headers of the request are too long.';
  return 'The request is not HTTP.';
}
