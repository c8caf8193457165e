/** The live connection of the whole application: who opens it, and how soon it is cut. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Problem, type StreamMessage, streamMessage } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { invite, type Somebody, setUpAdministrator } from '../administration/administrators.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock } from '../support/movable-clock.ts';

let application: TestApplication;
let other: TestApplication;
let ada: Somebody;
const environment = { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' };
const clock = createMovableClock();

beforeAll(async () => {
  application = await startTestApplication({ environment, clock });
  ada = await setUpAdministrator(application);
  other = await startTestApplication({ environment, clock, on: application });
});
afterAll(async () => {
  await other.stop();
  await application.stop();
});

let count = 0;
const person = () => invite(application, ada, 'viewer', `person${++count}@example.com`);

async function ticketOf(somebody: Somebody): Promise<string> {
  const { status, body } = await somebody.ask<{ ticket: string; expiresAt: string }>('POST', '/stream/tickets');
  expect(status).toBe(201);
  expect(body.ticket).toMatch(/^[\w-]{43}$/);
  return body.ticket;
}

interface Opened {
  readonly socket: WebSocket;
  readonly messages: StreamMessage[];
  readonly closed: Promise<{ code: number; at: number }>;
}

/** The connection, or the answer that refused it. */
async function open(
  ticket: string,
  { at = application, headers = {} }: { at?: TestApplication; headers?: Record<string, string> } = {},
): Promise<Opened | { readonly status: number; readonly problem: Problem }> {
  const address = `${at.address.replace('http', 'ws')}/api/v1/stream?ticket=${ticket}`;
  const socket = new WebSocket(address, { headers });
  const messages: StreamMessage[] = [];
  socket.on('message', (data) => messages.push(streamMessage.parse(JSON.parse((data as Buffer).toString()))));
  const closed = new Promise<{ code: number; at: number }>((resolve) =>
    socket.on('close', (code) => resolve({ code, at: performance.now() })),
  );
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => resolve({ socket, messages, closed }));
    socket.on('unexpected-response', (_, response) => {
      let text = '';
      response.on('data', (piece: Buffer) => {
        text += piece.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, problem: JSON.parse(text) as Problem }));
    });
  });
}

async function opened(somebody: Somebody, at = application): Promise<Opened> {
  const connection = await open(await ticketOf(somebody), { at });
  if (!('socket' in connection)) throw new Error(`Refused: ${JSON.stringify(connection.problem)}`);
  while (connection.messages.length === 0) await once(connection.socket, 'message');
  return connection;
}

describe('a ticket', () => {
  test('opens one connection, which is greeted', async () => {
    const bob = await person();
    const { messages, socket } = await opened(bob);
    expect(messages).toEqual([{ type: 'hello', sequence: 1, sessionId: bob.session.sessionId }]);
    socket.close();
  });

  test('works once, at whatever process', async () => {
    const ticket = await ticketOf(await person());
    const first = await open(ticket);
    expect('socket' in first).toBe(true);
    for (const at of [application, other])
      expect(await open(ticket, { at })).toMatchObject({ status: 401, problem: { code: 'sign-in-required' } });
    if ('socket' in first) first.socket.close();
  });

  test('of many uses at the same moment one wins', async () => {
    const ticket = await ticketOf(await person());
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => open(ticket, { at: index % 2 === 0 ? application : other })),
    );
    expect(all.filter((one) => 'socket' in one)).toHaveLength(1);
    for (const one of all) if ('socket' in one) one.socket.close();
  });

  test('is of no use after half a minute, when made up, or when its session ended', async () => {
    const bob = await person();
    const late = await ticketOf(bob);
    clock.advance(30_001);
    expect(await open(late)).toMatchObject({ status: 401 });
    expect(await open('x'.repeat(43))).toMatchObject({ status: 401 });
    expect(await open('')).toMatchObject({ status: 400 });
    const orphan = await ticketOf(bob);
    await bob.ask('POST', '/auth/sign-out');
    expect(await open(orphan)).toMatchObject({ status: 401, problem: { code: 'sign-in-required' } });
  });

  test('is kept as a hash only, and stands in no log', async () => {
    const ticket = await ticketOf(await person());
    await open(ticket, { headers: { origin: 'http://evil.example' } });
    await open(ticket);
    await sleep(50);
    expect(application.logged.join('\n')).not.toContain(ticket);
    expect(application.logged.some((line) => line.includes('"/api/v1/stream"'))).toBe(true);
    const { rows } = await application.owner.pool.query('select * from stream_tickets');
    expect(JSON.stringify(rows)).not.toContain(ticket);
  });

  test('is given to those who are signed in', async () => {
    expect((await application.ask('POST', '/api/v1/stream/tickets')).status).toBe(401);
  });
});

describe('the handshake', () => {
  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'file://'])(
    'from origin %s is refused',
    async (origin) => {
      const ticket = await ticketOf(ada);
      expect(await open(ticket, { headers: { origin } })).toMatchObject({
        status: 403,
        problem: { code: 'origin-refused' },
      });
      // The ticket was not looked at: its owner may still use it.
      const own = await open(ticket, { headers: { origin: application.address } });
      expect('socket' in own).toBe(true);
      if ('socket' in own) own.socket.close();
    },
  );

  test('is answered at the stream alone, and a plain request is told so', async () => {
    const socket = new WebSocket(`${application.address.replace('http', 'ws')}/api/v1/health/live`);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(404);
    const plain = await application.ask<Problem>('GET', `/api/v1/stream?ticket=${await ticketOf(ada)}`);
    expect([plain.status, plain.body.code]).toEqual([400, 'request-invalid']);
  });

  test('takes no more than eight of one user', async () => {
    const bob = await person();
    const eight: Opened[] = [];
    for (let index = 0; index < 8; index += 1) eight.push(await opened(bob));
    const ninth = await open(await ticketOf(bob));
    expect('socket' in ninth && (await ninth.closed).code).toBe(1013);
    for (const { socket } of eight) socket.close();
  });
});

describe('is cut within a second, with the reason', () => {
  const ways: [string, (bob: Somebody) => Promise<unknown>, string][] = [
    ['signed out', (bob) => bob.ask('POST', '/auth/sign-out'), 'signed-out'],
    ['ended by the user', (bob) => bob.ask('DELETE', `/me/sessions/${bob.session.sessionId}`), 'ended-by-user'],
    [
      'ended by an administrator',
      (bob) => ada.ask('POST', `/admin/users/${bob.userId}/end-sessions`),
      'ended-by-administrator',
    ],
    [
      'account disabled',
      (bob) => ada.ask('PATCH', `/admin/users/${bob.userId}`, { status: 'disabled' }),
      'account-disabled',
    ],
  ];
  test.each(ways)('%s', async (_, end, reason) => {
    const bob = await person();
    const both = [await opened(bob, application), await opened(bob, other)];
    const began = performance.now();
    await end(bob);
    for (const { closed, messages } of both) {
      const { code, at } = await closed;
      expect(code).toBe(4401);
      expect(at - began).toBeLessThan(1_000);
      expect(messages.at(-1)).toEqual({ type: 'session-ended', sequence: 2, reason });
    }
  });

  test('a session that ran out, by the next look', async () => {
    const bob = await person();
    const { closed, messages } = await opened(bob);
    await application.owner.pool.query("update sessions set idle_expires_at = now() - interval '1 day' where id = $1", [
      bob.session.sessionId,
    ]);
    const began = performance.now();
    expect((await closed).code).toBe(4401);
    expect(performance.now() - began).toBeLessThan(6_500);
    expect(messages.at(-1)).toMatchObject({ type: 'session-ended', reason: 'expired' });
  });

  test('not the other session of the same user', async () => {
    const bob = await person();
    const here = await opened(bob);
    const json = { email: bob.email, password: 'quiet harbour lantern', client: 'app' };
    const again = await application.ask<Somebody['session']>('POST', '/api/v1/auth/sign-in', { json });
    const headers = { authorization: `Bearer ${again.body.accessToken}` };
    await application.ask('POST', '/api/v1/auth/sign-out', { headers });
    await sleep(300);
    expect(here.socket.readyState).toBe(WebSocket.OPEN);
    here.socket.close();
  });
});

test('a client that says what it may not is shown the door, and a large frame is not read', async () => {
  const bob = await person();
  const talkative = await opened(bob);
  talkative.socket.send('{"type":"hello"}');
  expect((await talkative.closed).code).toBe(1008);
  const large = await opened(bob);
  large.socket.send(Buffer.alloc(40_000));
  expect((await large.closed).code).toBe(1009);
});

test('when the server stops, connections are told', async () => {
  const third = await startTestApplication({ environment, clock, on: application });
  const { closed } = await opened(await person(), third);
  const began = performance.now();
  await third.stop();
  expect((await closed).code).toBe(1001);
  expect(performance.now() - began).toBeLessThan(5_000);
});
