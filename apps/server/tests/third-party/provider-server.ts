/** A server on loopback that stands where providers are: HTTPS and WebSocket, with a certificate for their names. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { AllowedLoopback } from '../../src/infrastructure/third-party/egress/egress.ts';
import { certify, type ServerCertificate } from './test-authority.ts';

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

export interface ProviderServer {
  readonly port: number;
  readonly allowedLoopback: AllowedLoopback;
  /** Requests since the last call of `answerWith`. */
  readonly requests: IncomingMessage[];
  /** What it does from now on. */
  answerWith(respond: Respond): void;
  /** What it does with WebSockets from now on. */
  streamWith(open: (socket: WebSocket, request: IncomingMessage) => void): void;
  close(): Promise<void>;
}

export async function startProviderServer(
  hosts: readonly string[],
  certificate?: ServerCertificate,
): Promise<ProviderServer> {
  const { authority, key, cert } = certificate ?? (await certify(hosts));
  const requests: IncomingMessage[] = [];
  const connections = new Set<Duplex>();
  let respond: Respond = (_, response) => response.writeHead(404).end();
  let open: (socket: WebSocket, request: IncomingMessage) => void = (socket) => socket.close();
  const server = createServer({ key, cert }, (request, response) => {
    requests.push(request);
    respond(request, response);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    requests.push(request);
    open(socket, request);
  });
  server.on('connection', (socket: Duplex) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  const port = await listen(server);
  return {
    port,
    allowedLoopback: { authority, ports: new Map(hosts.map((host) => [host, port])) },
    requests,
    answerWith: (next) => {
      requests.length = 0;
      respond = next;
    },
    streamWith: (next) => {
      requests.length = 0;
      open = next;
    },
    close: async () => {
      for (const connection of connections) connection.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
