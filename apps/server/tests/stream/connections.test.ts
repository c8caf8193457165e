/** Live connections over real sockets, with limits small enough to be reached: too many, too large, silent, talkative. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StreamMessage, streamMessage } from '@riskoptimizer/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { StreamConnections } from '../../src/api/routes/stream/stream-connections.ts';
import { closeCodes, streamLimits } from '../../src/api/routes/stream/stream-limits.ts';
import { createId } from '../../src/core/ids.ts';
import { until } from '../support/wait.ts';

const limits = {
  ...streamLimits,
  connectionsOfUser: 3,
  connectionsInAll: 5,
  heartbeatMs: 150,
  sessionCheckMs: 100,
  closingMs: 200,
};

let server: WebSocketServer;
let connections: StreamConnections;
let ended: Map<string, 'expired'>;
let failure: Error | null;
const warnings: string[] = [];

beforeEach(async () => {
  [ended, failure] = [new Map(), null];
  warnings.length = 0;
  connections = new StreamConnections({
    limits,
    desk: {
      subscribe: async () => undefined,
      unsubscribe: () => undefined,
      resume: () => undefined,
      leave: () => undefined,
    },
    log: { warn: (_: unknown, text: string) => void warnings.push(text) } as never,
    endedAmong: async (ids) => {
      if (failure !== null) throw failure;
      return new Map(ids.flatMap((id) => (ended.has(id) ? [[id, 'expired'] as const] : [])));
    },
  });
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: limits.messageBytesMax });
  server.on('connection', (socket, request) => {
    const [, userId = '', sessionId = ''] = (request.url ?? '').split('/');
    connections.add(socket as never, { userId, sessionId });
  });
  await once(server, 'listening');
});
afterEach(async () => {
  connections.close();
  for (const client of server.clients) client.terminate();
  server.close();
});

interface Client {
  readonly socket: WebSocket;
  readonly messages: StreamMessage[];
  readonly closed: Promise<{ code: number; reason: string }>;
}

const port = () => (server.address() as AddressInfo).port;

async function open(userId = createId(), sessionId = createId(), options = {}): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${port()}/${userId}/${sessionId}`, options);
  const messages: StreamMessage[] = [];
  socket.on('message', (data) => messages.push(streamMessage.parse(JSON.parse((data as Buffer).toString()))));
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  await once(socket, 'open');
  return { socket, messages, closed };
}

test('a connection is greeted, pinged, and kept as long as it answers', async () => {
  const sessionId = createId();
  const { socket, messages } = await open(createId(), sessionId);
  let pings = 0;
  socket.on('ping', () => {
    pings += 1;
  });
  await until('four pings came', () => pings >= 4);
  expect(messages).toEqual([{ type: 'hello', sequence: 1, sessionId }]);
  expect(socket.readyState).toBe(WebSocket.OPEN);
});

test('one that does not answer a ping is gone by the next', async () => {
  const { socket, closed } = await open(createId(), createId(), { autoPong: false });
  expect((await closed).code).toBe(1006);
  expect(socket.readyState).toBe(WebSocket.CLOSED);
  await until('it is forgotten', () => connections.count === 0);
});

test('a session that ended is told why and cut, all its connections and no other', async () => {
  const [userId, sessionId] = [createId(), createId()];
  const mine = [await open(userId, sessionId), await open(userId, sessionId)];
  const other = await open(userId);
  connections.endSession(sessionId, 'ended-by-administrator');
  for (const { closed, messages } of mine) {
    expect(await closed).toEqual({ code: closeCodes.sessionEnded, reason: 'ended-by-administrator' });
    expect(messages.at(-1)).toEqual({ type: 'session-ended', sequence: 2, reason: 'ended-by-administrator' });
  }
  expect(other.socket.readyState).toBe(WebSocket.OPEN);
  expect(connections.count).toBe(1);
});

describe('when nobody tells that a session ended', () => {
  test('it is found out', async () => {
    const sessionId = createId();
    const { closed, messages } = await open(createId(), sessionId);
    ended.set(sessionId, 'expired');
    expect(await closed).toEqual({ code: closeCodes.sessionEnded, reason: 'expired' });
    expect(messages.at(-1)).toMatchObject({ type: 'session-ended', reason: 'expired' });
  });

  test('one that ended before it was open is cut at once', async () => {
    const sessionId = createId();
    ended.set(sessionId, 'expired');
    const { closed } = await open(createId(), sessionId);
    expect((await closed).code).toBe(closeCodes.sessionEnded);
  });

  test('and nobody can be asked, all are closed', async () => {
    const all = [await open(), await open()];
    failure = new Error('no database');
    for (const { closed } of all) expect((await closed).code).toBe(closeCodes.tryLater);
    expect(warnings).toHaveLength(1);
  });

  test('one question that fails is no reason', async () => {
    const { socket } = await open();
    failure = new Error('no database');
    await sleep(limits.sessionCheckMs * 1.2);
    failure = null;
    await sleep(limits.sessionCheckMs * 3);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe('what a client sends', () => {
  test.each([
    ['a text', (socket: WebSocket) => socket.send('hello')],
    ['bytes', (socket: WebSocket) => socket.send(Buffer.alloc(10))],
    ['nothing', (socket: WebSocket) => socket.send('')],
    ['a ping', (socket: WebSocket) => socket.ping()],
    [
      'a flood of pongs',
      (socket: WebSocket) => {
        for (let count = 0; count <= limits.pongsOfHeartbeat; count += 1) socket.pong();
      },
    ],
  ])('%s closes the connection', async (_, send) => {
    const { socket, closed } = await open();
    send(socket);
    expect((await closed).code).toBe(closeCodes.notAllowed);
  });

  test('a frame above the limit is not even received', async () => {
    const { socket, closed } = await open();
    socket.send(Buffer.alloc(limits.messageBytesMax + 1));
    expect((await closed).code).toBe(1009);
  });

  test('what is no WebSocket frame', async () => {
    const { socket, closed } = await open();
    (socket as unknown as { _socket: Socket })._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    expect([1002, 1006]).toContain((await closed).code);
  });
});

describe('how many', () => {
  test('of one user', async () => {
    const userId = createId();
    const kept = [await open(userId), await open(userId), await open(userId)];
    expect((await (await open(userId)).closed).code).toBe(closeCodes.tryLater);
    expect(kept.map(({ socket }) => socket.readyState)).toEqual([1, 1, 1]);
    kept[0]!.socket.close();
    await until('one is gone', () => connections.count === 2);
    expect((await open(userId)).socket.readyState).toBe(WebSocket.OPEN);
  });

  test('in all', async () => {
    for (let count = 0; count < limits.connectionsInAll; count += 1) await open();
    const late = await open();
    expect(await late.closed).toEqual({ code: closeCodes.tryLater, reason: 'Too many are open.' });
  });
});

test('when the server stops all are told, and one that does not answer is cut', async () => {
  const polite = await open();
  const silent = connect(port(), '127.0.0.1');
  silent.write(
    `GET /${createId()}/${createId()} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await until('both are there', () => connections.count === 2);
  const cut = once(silent, 'close');
  silent.resume();
  connections.close();
  expect((await polite.closed).code).toBe(closeCodes.goingAway);
  await cut;
  const late = await open();
  expect((await late.closed).code).toBe(closeCodes.goingAway);
});
