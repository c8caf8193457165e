/** One request and its answer, within time and size. */
import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import { type Agent, request as openRequest, type RequestOptions } from 'node:https';
import { EgressError } from './egress-error.ts';
import { explainFailure } from './explain-failure.ts';
import { readAnswer } from './read-answer.ts';

/** How long is waited for what. */
export interface EgressTimeouts {
  /** Until the connection and its encryption stand. */
  readonly connectMs: number;
  /** Between two bytes, and until the first. */
  readonly idleMs: number;
  readonly totalMs: number;
}

export interface EgressRequest {
  readonly address: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface EgressAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface SendingParts {
  readonly agent: Agent;
  readonly port: number;
  readonly userAgent: string;
  readonly timeouts: EgressTimeouts;
  readonly bytesMax: number;
  readonly requirePublic: (hostname: string, remoteAddress: string | undefined) => void;
}

const headerBytesMax = 32 * 1024;

/** @throws EgressError */
export function sendRequest(
  url: URL,
  request: EgressRequest,
  parts: SendingParts,
  signal: AbortSignal | undefined,
): Promise<EgressAnswer> {
  const { hostname } = url;
  const { timeouts } = parts;
  return new Promise<EgressAnswer>((resolve, reject) => {
    const sent = openRequest(requestOptions(url, request, parts));
    const limits: NodeJS.Timeout[] = [];
    const settled = (): void => {
      for (const limit of limits) clearTimeout(limit);
      signal?.removeEventListener('abort', abort);
    };
    const stop = (error: EgressError): void => {
      settled();
      reject(error);
      sent.destroy(error);
    };
    const abort = (): void => stop(new EgressError('aborted', `the request to ${hostname} is no longer wanted`));
    const connecting = setTimeout(() => stop(late(hostname, timeouts.connectMs)), timeouts.connectMs);
    limits.push(
      connecting,
      setTimeout(() => stop(late(hostname, timeouts.totalMs)), timeouts.totalMs),
    );
    sent.setTimeout(timeouts.idleMs, () => stop(late(hostname, timeouts.idleMs)));
    signal?.addEventListener('abort', abort, { once: true });

    sent.on('error', (error) => stop(explainFailure(error, hostname)));
    whenConnected(sent, (remoteAddress) => {
      clearTimeout(connecting);
      try {
        parts.requirePublic(hostname, remoteAddress);
      } catch (error) {
        stop(explainFailure(error, hostname));
      }
    });
    sent.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      if (status >= 300 && status < 400) return stop(redirected(hostname, status));
      readAnswer(answer, parts.bytesMax).then(
        (body) => {
          settled();
          return resolve({ status, headers: answer.headers, body });
        },
        (error: unknown) => stop(explainFailure(error, hostname)),
      );
    });
    if (signal?.aborted === true) abort();
    else sent.end(request.body);
  });
}

function requestOptions(url: URL, request: EgressRequest, { agent, port, userAgent }: SendingParts): RequestOptions {
  return {
    agent,
    hostname: url.hostname,
    port,
    servername: url.hostname,
    path: `${url.pathname}${url.search}`,
    method: request.method ?? 'GET',
    maxHeaderSize: headerBytesMax,
    headers: { 'user-agent': userAgent, 'accept-encoding': 'gzip', ...request.headers, host: url.host },
  };
}

/** A connection that was kept from an earlier request stands already. */
function whenConnected(sent: ClientRequest, tell: (remoteAddress: string | undefined) => void): void {
  sent.on('socket', (socket) => {
    if (socket.connecting) socket.once('secureConnect', () => tell(socket.remoteAddress));
    else tell(socket.remoteAddress);
  });
}

function redirected(hostname: string, status: number): EgressError {
  return new EgressError('redirect-refused', `${hostname} answered with a redirect (${status}), which is not followed`);
}

function late(hostname: string, milliseconds: number): EgressError {
  return new EgressError('timed-out', `${hostname} did not answer within ${milliseconds} ms`);
}
