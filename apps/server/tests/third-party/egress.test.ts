/** What the egress does with servers that misbehave. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import type { EgressReason } from '../../src/infrastructure/third-party/egress/egress-error.ts';
import { maskAddress, maskSecrets } from '../../src/infrastructure/third-party/egress/mask-secrets.ts';
import { type ProviderServer, type Respond, startProviderServer } from './provider-server.ts';
import { certify } from './test-authority.ts';

const host = 'api.example.com';
const policy = { hosts: [host] };
const timeouts = { connectMs: 400, idleMs: 150, totalMs: 500 };
let server: ProviderServer;
let egress: Egress;

beforeAll(async () => {
  server = await startProviderServer([host]);
  egress = createEgress({ allowedLoopback: server.allowedLoopback, timeouts, answerBytesMax: 64 * 1024 });
});
afterAll(async () => {
  egress.close();
  await server.close();
});

const ask = (path = '/', signal?: AbortSignal) => egress.request({ address: `https://${host}${path}` }, policy, signal);

test('an answer comes back with its status, plain and packed', async () => {
  server.answerWith((request, response) => {
    expect(request.headers.host).toBe(host);
    expect(request.headers['user-agent']).toContain('RiskOptimizer');
    if (request.url === '/plain') response.end('plain');
    else response.writeHead(404, { 'content-encoding': 'gzip' }).end(gzipSync('packed'));
  });
  expect((await ask('/plain')).body.toString()).toBe('plain');
  const packed = await ask('/packed');
  expect([packed.status, packed.body.toString()]).toEqual([404, 'packed']);
});

test('a body is posted', async () => {
  server.answerWith((request, response) => void request.pipe(response));
  const sent = await egress.request({ address: `https://${host}/hook`, method: 'POST', body: '{"a":1}' }, policy);
  expect(sent.body.toString()).toBe('{"a":1}');
});

const misbehaviours: readonly [string, EgressReason, Respond][] = [
  ['says nothing', 'timed-out', () => {}],
  ['stops in the middle', 'timed-out', (_, response) => void response.write('begin')],
  [
    'drips for ever',
    'timed-out',
    (_, response) => {
      const drip = setInterval(() => response.write('x'), 40);
      response.on('close', () => clearInterval(drip));
    },
  ],
  [
    'announces too much',
    'answer-too-large',
    (_, response) => void response.writeHead(200, { 'content-length': 1e9 }).write('x'),
  ],
  [
    'sends too much',
    'answer-too-large',
    (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16 * 1024)));
      };
      response.on('drain', more);
      more();
    },
  ],
  [
    'packs a bomb',
    'answer-too-large',
    (_, response) =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000))),
  ],
  [
    'packs otherwise',
    'answer-unreadable',
    (_, response) => void response.writeHead(200, { 'content-encoding': 'br' }).end('x'),
  ],
  [
    'packs badly',
    'answer-unreadable',
    (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('xxxx'),
  ],
  [
    'cuts the packed answer',
    'connection-failed',
    (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': 500 }).write(gzipSync('x'.repeat(400)));
      setTimeout(() => response.destroy(), 20);
    },
  ],
  ['resets', 'connection-failed', (request) => void request.socket.destroy()],
  [
    'leads inside',
    'redirect-refused',
    (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  ],
  [
    'sends endless headers',
    'answer-unreadable',
    (_, response) => void response.writeHead(200, { a: 'x'.repeat(40_000) }).end(),
  ],
  ['speaks no HTTP', 'answer-unreadable', (request) => void request.socket.end('SMTP ready\r\n\r\n')],
];

test.each(misbehaviours)('a server that %s: %s', async (_, reason, respond) => {
  server.answerWith(respond);
  await expect(ask()).rejects.toMatchObject({ name: 'EgressError', reason });
});

test('the caller can give up, before and meanwhile', async () => {
  server.answerWith(() => {});
  await expect(ask('/', AbortSignal.abort())).rejects.toMatchObject({ reason: 'aborted' });
  expect(server.requests).toHaveLength(0);
  await expect(ask('/', AbortSignal.timeout(30))).rejects.toMatchObject({ reason: 'aborted' });
});

describe('certificates', () => {
  test.each([
    ['of nobody we trust', [host], undefined, false],
    ['for another host', ['other.example.com'], undefined, true],
    ['that has run out', [host], { fromDays: -10, toDays: -5 }, true],
  ] as const)('a certificate %s is refused', async (_, hosts, lifetime, isTrusted) => {
    const bad = await startProviderServer([host], await certify(hosts, lifetime));
    const allowedLoopback = isTrusted
      ? bad.allowedLoopback
      : { ...bad.allowedLoopback, authority: server.allowedLoopback.authority };
    const careful = createEgress({ allowedLoopback, timeouts });
    bad.answerWith((_, response) => void response.end('secret'));
    bad.streamWith((socket) => socket.send('secret'));
    const expected = { reason: 'certificate-not-trusted' };
    await expect(careful.request({ address: `https://${host}/` }, policy)).rejects.toMatchObject(expected);
    await expect(careful.webSocket(`wss://${host}/`, policy)).rejects.toMatchObject(expected);
    expect(bad.requests).toHaveLength(0);
    careful.close();
    await bad.close();
  });
});

describe('WebSocket', () => {
  test('messages come, and frames that are too large close it', async () => {
    server.streamWith((socket) => {
      socket.send('hello');
      socket.send('x'.repeat(2_000_000));
    });
    const socket = await egress.webSocket(`wss://${host}/stream`, policy);
    const heard: string[] = [];
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    const code = await new Promise((resolve) => socket.once('close', resolve));
    expect(heard.map((text) => text.length)).toEqual([5]);
    expect(code).toBe(1006);
  });

  test('a connection that was refused, or is no longer wanted', async () => {
    await expect(egress.webSocket('wss://other.example.com/', policy)).rejects.toMatchObject({
      reason: 'host-not-allowed',
    });
    await expect(egress.webSocket(`https://${host}/`, policy)).rejects.toMatchObject({ reason: 'address-invalid' });
    const signal = AbortSignal.abort();
    await expect(egress.webSocket(`wss://${host}/`, policy, signal)).rejects.toMatchObject({ reason: 'aborted' });
  });
});

describe('secrets', () => {
  test('keys in addresses are masked', () => {
    const masked = maskAddress('https://me:pw@api.example.com/x?apikey=abc&symbol=AAPL&api_token=def&Token=ghi');
    for (const secret of ['abc', 'def', 'ghi', 'pw', 'me:']) expect(masked).not.toContain(secret);
    expect(masked).toContain('symbol=AAPL');
    expect(maskAddress('no address?apikey=abc')).toBe('***');
    expect(maskSecrets('key a/b as a%2Fb', ['a/b', ''])).toBe('key *** as ***');
  });

  test('no error names a key', async () => {
    const address = `https://other.example.com/?apikey=hidden-key`;
    await expect(egress.request({ address }, policy)).rejects.not.toThrow(/hidden-key/);
    await expect(egress.request({ address: 'https://\0?apikey=hidden-key' }, policy)).rejects.not.toThrow(/hidden-key/);
    server.answerWith((request) => void request.socket.destroy());
    await expect(ask('/?apikey=hidden-key')).rejects.not.toThrow(/hidden-key/);
  });
});
