/**
 * The one way out: every request to the internet, HTTP and WebSocket, is made here.
 *
 * docs/decisions/0009-outgoing-requests.md says what is kept out and why.
 */
import { Agent } from 'node:https';
import { WebSocket } from 'ws';
import { checkDestination, type DestinationPolicy } from './destination.ts';
import { EgressError } from './egress-error.ts';
import { explainFailure } from './explain-failure.ts';
import { createPublicLookup, type ResolveName, requirePublic } from './resolve-public.ts';
import { type EgressAnswer, type EgressRequest, type EgressTimeouts, sendRequest } from './send-request.ts';

/** Tests put their own server in the place of a provider's. There is no setting of the product for it. */
export interface AllowedLoopback {
  /** Port on 127.0.0.1 by host name. */
  readonly ports: ReadonlyMap<string, number>;
  /** The authority whose certificates the server shows; they are checked as any other. */
  readonly authority: string;
}

export interface EgressOptions {
  readonly userAgent?: string;
  readonly timeouts?: EgressTimeouts;
  readonly answerBytesMax?: number;
  readonly resolveName?: ResolveName;
  readonly allowedLoopback?: AllowedLoopback;
}

export interface Egress {
  /** @throws EgressError */
  request(request: EgressRequest, policy: DestinationPolicy, signal?: AbortSignal): Promise<EgressAnswer>;
  /** An open WebSocket. It answers pings by itself; whoever asked for it closes it. @throws EgressError */
  webSocket(address: string, policy: DestinationPolicy, signal?: AbortSignal): Promise<WebSocket>;
  /** Connections that are kept for the next request go. */
  close(): void;
}

const defaultTimeouts: EgressTimeouts = { connectMs: 5_000, idleMs: 8_000, totalMs: 20_000 };
const defaultAnswerBytesMax = 32 * 1024 * 1024;
const frameBytesMax = 1024 * 1024;
const connectionsPerHostMax = 4;

export function createEgress(options: EgressOptions = {}): Egress {
  const {
    allowedLoopback,
    timeouts = defaultTimeouts,
    userAgent = 'RiskOptimizer (self-hosted portfolio analysis)',
  } = options;
  const bytesMax = options.answerBytesMax ?? defaultAnswerBytesMax;
  const isLoopbackAllowed = (hostname: string): boolean => allowedLoopback?.ports.has(hostname) ?? false;
  const tls = {
    lookup: createPublicLookup(isLoopbackAllowed, options.resolveName),
    minVersion: 'TLSv1.2' as const,
    rejectUnauthorized: true,
    ...(allowedLoopback === undefined ? {} : { ca: allowedLoopback.authority }),
  };
  const agent = new Agent({ ...tls, keepAlive: true, maxSockets: connectionsPerHostMax });
  const portOf = (url: URL): number => allowedLoopback?.ports.get(url.hostname) ?? Number(url.port || 443);

  return {
    request: async (request, policy, signal) => {
      const url = checkDestination(request.address, 'https:', policy);
      const parts = { agent, port: portOf(url), userAgent, timeouts, bytesMax, requirePublic: checkPeer };
      return sendRequest(url, request, parts, signal);
    },
    webSocket: async (address, policy, signal) => {
      const url = checkDestination(address, 'wss:', policy);
      const port = portOf(url);
      const target = new URL(url);
      target.port = String(port);
      const socket = new WebSocket(target, {
        ...tls,
        headers: { 'user-agent': userAgent, host: url.host },
        followRedirects: false,
        handshakeTimeout: timeouts.connectMs,
        maxPayload: frameBytesMax,
        perMessageDeflate: false,
      });
      return opened(socket, url.hostname, signal);
    },
    close: () => agent.destroy(),
  };

  /** Once more when the connection stands: what is at the other end counts, not what was said before. */
  function checkPeer(hostname: string, remoteAddress: string | undefined): void {
    if (!isLoopbackAllowed(hostname)) requirePublic(hostname, remoteAddress ?? '');
  }
}

function opened(socket: WebSocket, hostname: string, signal: AbortSignal | undefined): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(new EgressError('aborted', `the connection to ${hostname} is no longer wanted`));
      socket.terminate();
    };
    signal?.addEventListener('abort', abort, { once: true });
    socket.on('error', (error) => reject(explainFailure(error, hostname)));
    socket.once('unexpected-response', (request, answer) => {
      const status = answer.statusCode ?? 0;
      request.destroy();
      const reason = status >= 300 && status < 400 ? 'redirect-refused' : 'connection-failed';
      reject(new EgressError(reason, `${hostname} answered ${status} instead of a WebSocket`));
    });
    socket.once('open', () => {
      signal?.removeEventListener('abort', abort);
      resolve(socket);
    });
    if (signal?.aborted === true) abort();
  });
}
