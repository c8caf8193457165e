/** Clients that do not read, and clients that say what nobody should: over real sockets, with small limits. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StreamMessage, streamMessage, streamTopicsMax } from '@riskoptimizer/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { StreamConnections } from '../../src/api/routes/stream/stream-connections.ts';
import { closeCodes, type StreamLimits, streamLimits } from '../../src/api/routes/stream/stream-limits.ts';
import { createId } from '../../src/core/ids.ts';
import type { QuoteFrame, Subscriber } from '../../src/domain/live/subscriber.ts';
import { until } from '../support/wait.ts';

const limits: StreamLimits = { ...streamLimits, slowMs: 60_000 };
const portfolioId = createId();
const assetIds = Array.from({ length: 200 }, () => createId());

let server: WebSocketServer;
let connections: StreamConnections;
let subscribers: Subscriber[];
let asked: (readonly string[])[];
let gone: Set<unknown>;

function listen(chosen: StreamLimits): void {
  connections = new StreamConnections({
    limits: chosen,
    log: { warn: () => undefined } as never,
    desk: {
      subscribe: async (subscriber, topics) => {
        asked.push(topics);
        subscribers.push(subscriber);
        subscriber.subscribed(topics);
      },
      unsubscribe: () => undefined,
      resume: (subscriber) => subscriber.resumed(),
      leave: (subscriber) => void gone.add(subscriber),
    },
    endedAmong: async () => new Map(),
  });
  server.on('connection', (socket) => connections.add(socket as never, { userId: createId(), sessionId: createId() }));
}

beforeEach(async () => {
  [subscribers, asked, gone] = [[], [], new Set()];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: limits.messageBytesMax });
  await once(server, 'listening');
});
afterEach(() => {
  connections.close();
  for (const client of server.clients) client.terminate();
  server.close();
});

interface Client {
  readonly socket: WebSocket;
  readonly messages: StreamMessage[];
  readonly closed: Promise<{ code: number; reason: string }>;
}

async function open(): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const messages: StreamMessage[] = [];
  socket.on('message', (data) => messages.push(streamMessage.parse(JSON.parse((data as Buffer).toString()))));
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  await once(socket, 'open');
  await until('it is greeted', () => messages.length > 0);
  return { socket, messages, closed };
}

async function subscribed(): Promise<{ client: Client; subscriber: Subscriber; serverSide: WebSocket }> {
  const client = await open();
  client.socket.send(JSON.stringify({ type: 'subscribe', topics: ['jobs'] }));
  await until('it is subscribed', () => client.messages.some(({ type }) => type === 'subscribed'));
  return { client, subscriber: subscribers[0]!, serverSide: [...server.clients][0]! };
}

function frame(round: number): QuoteFrame {
  const at = new Date(1_800_000_000_000 + round).toISOString();
  const quotes = new Map(
    assetIds.map((assetId) => [
      assetId,
      JSON.stringify({ assetId, price: String(round), at, previousClose: '1', provider: 'test', simulated: true }),
    ]),
  );
  return { quotes, text: [...quotes.values()].join(',') };
}

const value = (round: number) =>
  JSON.stringify({
    portfolioId,
    baseCurrency: 'USD',
    value: `${round}`,
    intradayResult: '0',
    intradayReturn: 0,
    at: '2026-11-22T12:00:00.000Z',
    closeDate: null,
    simulated: true,
    gaps: [],
  }).slice(1, -1);

const job = (progress: number) => ({
  type: 'job' as const,
  topic: 'jobs',
  text: JSON.stringify({ event: createId(), jobId: portfolioId, state: 'active', progress }).slice(1, -1),
});

describe('a client that does not read', () => {
  const rounds = 2_000;

  test('costs little memory, and hears the newest and of the gap when it reads again', async () => {
    listen(limits);
    const { client, subscriber, serverSide } = await subscribed();
    client.socket.pause();
    let waitingMax = 0;
    // 64 MB of quotes, the kernel takes some of them.
    for (let round = 1; round <= rounds; round += 1) {
      subscriber.quotes(frame(round));
      subscriber.portfolio(`portfolio:${portfolioId}`, value(round));
      subscriber.event(job(round / rounds));
      waitingMax = Math.max(waitingMax, serverSide.bufferedAmount);
      if (round % 20 === 0) await sleep(0);
    }
    expect(waitingMax).toBeLessThan(limits.waitingBytes + 64 * 1024);
    expect(serverSide.readyState).toBe(WebSocket.OPEN);

    client.socket.resume();
    const last = <Type extends StreamMessage['type']>(type: Type): Extract<StreamMessage, { type: Type }> | undefined =>
      client.messages.findLast((message): message is Extract<StreamMessage, { type: Type }> => message.type === type);
    await until('the newest quotes come', () => last('quotes')?.quotes[0]?.price === String(rounds));
    expect(new Set(last('quotes')!.quotes.map(({ assetId }) => assetId))).toEqual(new Set(assetIds));
    expect(new Set(last('quotes')!.quotes.map(({ price }) => price))).toEqual(new Set([String(rounds)]));
    expect(last('portfolio')!.value).toBe(String(rounds));
    expect(last('job')!.progress).toBe(1);
    const gaps = client.messages.filter((message) => message.type === 'gap');
    expect(new Set(gaps.map(({ topic }) => topic))).toEqual(new Set(['quotes', `portfolio:${portfolioId}`, 'jobs']));
    // Every place is that of a message, or stands in a gap.
    const missing = gaps.flatMap(({ from, to }) =>
      Array.from({ length: to! - from! + 1 }, (_, index) => from! + index),
    );
    const places = [...client.messages.map(({ sequence }) => sequence), ...missing].toSorted(
      (one, other) => one - other,
    );
    expect(places).toEqual(places.map((_, index) => index + 1));
    const jobs = client.messages.filter(({ type }) => type === 'job').length;
    const jobsLost = gaps
      .filter(({ topic }) => topic === 'jobs')
      .reduce((sum, { from, to }) => sum + to! - from! + 1, 0);
    expect(jobs + jobsLost).toBe(rounds);

    subscriber.quotes(frame(rounds + 1));
    await until('it goes on', () => last('quotes')?.quotes[0]?.price === String(rounds + 1));
    client.socket.close();
  });

  test('is not told of what was taken back while it did not read', async () => {
    listen(limits);
    const { client, subscriber } = await subscribed();
    client.socket.pause();
    for (let round = 1; round <= 600; round += 1) {
      subscriber.quotes(frame(round));
      if (round % 20 === 0) await sleep(0);
    }
    const [secret, ...others] = assetIds as [string, ...string[]];
    subscriber.closed([{ topic: `quotes:${secret}`, reason: 'not-found' }]);
    client.socket.resume();
    const index = () => client.messages.findIndex(({ type }) => type === 'closed');
    await until('it hears that', () => index() >= 0);
    await until('and the newest', () => client.messages.slice(index()).some(({ type }) => type === 'quotes'));
    const after = client.messages
      .slice(index())
      .flatMap((message) => (message.type === 'quotes' ? message.quotes : []));
    expect(after.map(({ assetId }) => assetId)).not.toContain(secret);
    expect(new Set(after.map(({ assetId }) => assetId))).toEqual(new Set(others));
    client.socket.close();
  });

  test('for too long is cut off, and forgotten', async () => {
    listen({ ...limits, slowMs: 300, closingMs: 2_000 });
    const { client, subscriber } = await subscribed();
    client.socket.pause();
    const began = performance.now();
    const timer = setInterval(() => {
      for (let count = 0; count < 20; count += 1) subscriber.quotes(frame(count));
    }, 5);
    await until('it is let go', () => gone.has(subscriber));
    clearInterval(timer);
    expect(performance.now() - began).toBeLessThan(8_000);
    client.socket.resume();
    expect(await client.closed).toEqual({
      code: closeCodes.tooSlow,
      reason: 'Too slow: what was told was not read.',
    });
    await until('nobody is there', () => connections.count === 0);
  });

  test('but keeps asking, is cut off before its answers fill the memory', async () => {
    listen({ ...limits, messagesAtOnce: 100_000 });
    const { client, serverSide } = await subscribed();
    client.socket.pause();
    const topics = Array.from({ length: 400 }, () => `quotes:${createId()}`);
    let waitingMax = 0;
    for (let count = 0; count < 2_000 && serverSide.readyState === WebSocket.OPEN; count += 1) {
      client.socket.send(JSON.stringify({ type: 'subscribe', topics }));
      await sleep(1);
      waitingMax = Math.max(waitingMax, serverSide.bufferedAmount);
    }
    expect(serverSide.readyState).toBe(WebSocket.CLOSED);
    expect(waitingMax).toBeLessThan(limits.waitingBytesMax + 64 * 1024);
  });
});

describe('what nobody should say', () => {
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  const hostile: [string, string | Buffer, RegExp][] = [
    ['nothing', '', /empty/],
    ['no JSON', '{"type":', /not JSON/],
    ['JSON of 5,000 levels', deep, /nested/],
    ['a deep object in a list of topics', `{"type":"subscribe","topics":[${deep}]}`, /nested/],
    ['bytes', Buffer.from('{"type":"subscribe","topics":["jobs"]}'), /bytes/],
    ['a key twice', '{"type":"subscribe","type":"resume","topics":["jobs"]}', /twice/],
    ['__proto__', '{"type":"subscribe","topics":["jobs"],"__proto__":{}}', /__proto__/],
    ['another key', '{"type":"subscribe","topics":["jobs"],"admin":true}', /admin/],
    ['another type', '{"type":"hello"}', /Not a message/],
    ['topics that are numbers', '{"type":"subscribe","topics":[1]}', /topics/],
    ['no topics', '{"type":"subscribe","topics":[]}', /topics/],
    ['a topic of 1,000 letters', `{"type":"subscribe","topics":["${'x'.repeat(1_000)}"]}`, /topics/],
    [
      'too many topics',
      JSON.stringify({ type: 'subscribe', topics: Array(streamTopicsMax + 1).fill('jobs') }),
      /topics/,
    ],
    ['no event', '{"type":"resume","after":"\' or 1=1"}', /after/],
    ['null', 'null', /Not a message/],
  ];
  test.each(hostile)('%s closes the connection, with the reason', async (_, said, reason) => {
    listen(limits);
    const { socket, closed } = await open();
    socket.send(said);
    const end = await closed;
    expect(end.code).toBe(closeCodes.notAllowed);
    expect(end.reason).toMatch(reason);
    expect(Buffer.byteLength(end.reason)).toBeLessThanOrEqual(123);
    expect(asked).toEqual([]);
  });

  test('10,000 topics are not even read', async () => {
    listen(limits);
    const { socket, closed } = await open();
    socket.send(
      JSON.stringify({ type: 'subscribe', topics: Array.from({ length: 10_000 }, () => `quotes:${createId()}`) }),
    );
    expect((await closed).code).toBe(1009);
    expect(asked).toEqual([]);
  });

  test('a message that does not end', async () => {
    listen(limits);
    const { socket, closed } = await open();
    for (let count = 0; count < 100; count += 1) socket.send('x'.repeat(1_000), { fin: false });
    expect((await closed).code).toBe(1009);
  });

  test('many messages at once are a flood; a few are not', async () => {
    listen(limits);
    const message = JSON.stringify({ type: 'subscribe', topics: ['jobs'] });
    const polite = await open();
    for (let count = 0; count < limits.messagesAtOnce; count += 1) polite.socket.send(message);
    await until('all were heard', () => asked.length === limits.messagesAtOnce);
    const flood = await open();
    for (let count = 0; count < 500; count += 1) flood.socket.send(message);
    expect(await flood.closed).toEqual({ code: closeCodes.notAllowed, reason: 'Too many messages.' });
    expect(polite.socket.readyState).toBe(WebSocket.OPEN);
    expect(asked.length).toBeLessThanOrEqual(2 * limits.messagesAtOnce + 1);
  });
});
