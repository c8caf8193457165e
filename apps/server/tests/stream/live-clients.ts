/** Real WebSocket clients of a running application. */
import { once } from 'node:events';
import { type StreamMessage, type StreamRequest, streamMessage } from '@riskoptimizer/contracts';
import { WebSocket } from 'ws';
import type { TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';

type Type = StreamMessage['type'];
export type MessageOf<Name extends Type> = Extract<StreamMessage, { type: Name }>;

export interface LiveConnection {
  readonly socket: WebSocket;
  readonly messages: StreamMessage[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string; readonly at: number }>;
  say(request: StreamRequest): void;
  /** Those of a kind, in their order. */
  of<Name extends Type>(type: Name): MessageOf<Name>[];
  /** The first of a kind after the message of that number, when it has come. */
  next<Name extends Type>(type: Name, from?: number): Promise<MessageOf<Name>>;
}

/** A connection of whoever has the token, greeted. */
export async function openLive(at: TestApplication, token: string): Promise<LiveConnection> {
  const { status, body } = await at.ask<{ ticket: string }>('POST', '/api/v1/stream/tickets', { token });
  if (status !== 201) throw new Error(`No ticket: ${status} ${JSON.stringify(body)}`);
  const socket = new WebSocket(`${at.address.replace('http', 'ws')}/api/v1/stream?ticket=${body.ticket}`);
  const messages: StreamMessage[] = [];
  socket.on('message', (data) => messages.push(streamMessage.parse(JSON.parse((data as Buffer).toString()))));
  const closed = new Promise<{ code: number; reason: string; at: number }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason), at: performance.now() })),
  );
  await once(socket, 'open');
  const of = <Name extends Type>(type: Name) =>
    messages.filter((message): message is MessageOf<Name> => message.type === type);
  await until('it is greeted', () => of('hello').length === 1);
  return {
    socket,
    messages,
    closed,
    say: (request) => socket.send(JSON.stringify(request)),
    of,
    async next(type, from = 0) {
      const find = () => messages.slice(from).find((message) => message.type === type);
      await until(`a message ${type} comes`, () => find() !== undefined, 15_000);
      return find() as MessageOf<typeof type>;
    },
  };
}
