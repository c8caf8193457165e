/** The live connection (WebSocket), and the tickets that open it. */
import websocket from '@fastify/websocket';
import { streamQuery, streamTicket } from '@riskoptimizer/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ProblemError } from '../../../core/errors.ts';
import type { StreamHolder } from '../../../domain/stream/ports.ts';
import type { AdministrationServices } from '../../administration-services.ts';
import { sessionActorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { StreamConnections } from './stream-connections.ts';
import { streamLimits } from './stream-limits.ts';

/** Lets requests become WebSockets, those of the stream alone. Call it before any route is added. */
export async function acceptWebSockets(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: streamLimits.messageBytesMax, perMessageDeflate: false },
    // Connections end themselves (stream-connection.ts), and the routes close them when the server stops.
    errorHandler: (error, _socket, request) => request.log.debug({ err: error }, 'A live connection failed.'),
    preClose: (done) => {
      app.websocketServer.close();
      done();
    },
  });
  app.addHook('onRequest', async (request) => {
    if (request.ws && request.routeOptions.config.routeName !== 'openStream')
      throw new ProblemError('not-found', 'There is no WebSocket here.');
  });
}

type StreamServices = Pick<AdministrationServices, 'onSessionEnded' | 'stream'>;

export function streamRoutes({
  administration: { stream, onSessionEnded },
  live,
}: Pick<Services, 'live'> & { readonly administration: StreamServices }): FastifyPluginAsyncZod {
  return async (app) => {
    const holders = new WeakMap<FastifyRequest['raw'], StreamHolder>();
    const connections = new StreamConnections({
      limits: streamLimits,
      log: app.log,
      desk: live,
      endedAmong: (sessionIds) => stream.endedAmong(sessionIds),
    });
    const stopListening = onSessionEnded(({ sessionId, reason }) => connections.endSession(sessionId, reason));
    app.addHook('preClose', async () => {
      stopListening();
      connections.close();
    });

    app.route({
      ...routeOf('createStreamTicket', { class: 'session' }),
      schema: {
        operationId: 'createStreamTicket',
        tags: ['Session'],
        summary: 'A ticket that opens one live connection, within 30 seconds',
        response: { ...problemResponses('sign-in-required', 'csrf-refused'), 201: streamTicket },
      },
      handler: async (request, reply) => {
        const { ticket, expiresAt } = await stream.createTicket(sessionActorOf(request));
        return reply.code(201).send({ ticket, expiresAt: expiresAt.toISOString() });
      },
    });

    app.route({
      ...routeOf('openStream', { class: 'session' }),
      schema: {
        operationId: 'openStream',
        tags: ['Session'],
        summary: 'The live connection: a WebSocket with quotes, values, jobs, alerts and limits',
        description:
          'Opened with a ticket of `POST /stream/tickets`. The client subscribes to topics; docs/guides/live.md has the messages.',
        querystring: streamQuery,
        response: {
          ...problemResponses('sign-in-required'),
          101: z.undefined().describe('A WebSocket from here on'),
        },
      },
      preHandler: async (request) => {
        if (!request.ws) throw new ProblemError('request-invalid', 'This is opened as a WebSocket, not asked by GET.');
        holders.set(request.raw, await stream.open(request.query.ticket));
      },
      // Every plain request was refused before.
      handler: async () => undefined,
      wsHandler: (socket, request) => {
        const holder = holders.get(request.raw);
        if (holder === undefined) socket.terminate();
        else connections.add(socket, holder);
      },
    });
  };
}
