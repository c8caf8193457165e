/** Thirty ways and more in which a provider can answer wrongly, and what has to come of each. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { ProviderFailure, QuarantineReason } from '../../src/domain/market-data/provider-port.ts';
import type { AdapterUnderTest, Row, Stated } from './adapters-under-test.ts';

export interface Scene {
  readonly adapter: AdapterUnderTest;
  /** What is true. */
  readonly rows: readonly Row[];
  /** A right answer, but for these rows and statements. */
  body(request: IncomingMessage, rows?: readonly Row[], stated?: Stated): string;
}

export type Respond = (request: IncomingMessage, response: ServerResponse, scene: Scene) => void;

type Expected =
  | { readonly failure: readonly ProviderFailure['kind'][] }
  /** A part is used. The reasons of what is kept apart, each found at least once; none when nothing is. */
  | { readonly quarantine: readonly QuarantineReason[] }
  /** The days that must be among the gaps, by their places in the rows. */
  | { readonly missing: readonly number[] };

export interface Behaviour {
  readonly name: string;
  readonly respond: Respond;
  readonly expected: Expected | ((adapter: AdapterUnderTest) => Expected);
  /** It is waited for in vain: with short patience. */
  readonly waits?: true;
}

const unavailable: Expected = { failure: ['unavailable'] };
const invalid: Expected = { failure: ['answer-invalid'] };

const send =
  (body: (scene: Scene, request: IncomingMessage) => string, status = 200): Respond =>
  (request, response, scene) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body(scene, request));

const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Respond =>
  (_, response) =>
    void response.writeHead(code, headers).end(body);

/** The true rows with one of them changed, or replaced by others. */
const change = (index: number, to: (row: Row, adapter: AdapterUnderTest) => Row | readonly Row[]): Respond =>
  send((scene, request) =>
    scene.body(
      request,
      scene.rows.flatMap((row, place) => (place === index ? to(row, scene.adapter) : row)),
    ),
  );

const times = (factor: number) => (row: Row) => ({ ...row, value: String(Number(row.value) * factor) });
const token = (value: string) => (row: Row) => ({ ...row, value });
const middle = 12;
const chunk = Buffer.alloc(64 * 1024, 0x20);
/** 2 GB of spaces in 2 MB: members of gzip one after another are one file. */
const bombMember = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));

const endless =
  (bytes: number): Respond =>
  (_, response) => {
    let sent = 0;
    const more = (): void => {
      while (sent < bytes && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return;
      }
      response.end();
    };
    response.on('drain', more);
    response.writeHead(200, { 'content-type': 'application/json' });
    more();
  };

export const wireBehaviours: readonly Behaviour[] = [
  { name: 'never answers', respond: () => {}, expected: unavailable, waits: true },
  {
    name: 'stops in the middle',
    respond: (request, response, scene) => void response.write(scene.body(request).slice(0, 40)),
    expected: unavailable,
    waits: true,
  },
  {
    name: 'drips for ever',
    respond: (_, response) => {
      const drip = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(drip));
    },
    expected: unavailable,
    waits: true,
  },
  {
    name: 'drips its headers',
    respond: (request) => {
      const { socket } = request;
      const drip = setInterval(() => socket.write('X-Slow: 1\r\n'), 50);
      socket.write('HTTP/1.1 200 OK\r\n');
      socket.on('close', () => clearInterval(drip));
      socket.on('error', () => clearInterval(drip));
    },
    expected: unavailable,
    waits: true,
  },
  { name: '500', respond: status(500), expected: unavailable },
  { name: '503 with a long Retry-After', respond: status(503, { 'retry-after': '120' }), expected: unavailable },
  { name: '520 with a page', respond: status(520, {}, '<html>origin error</html>'), expected: unavailable },
  { name: 'resets the connection', respond: (request) => void request.socket.destroy(), expected: unavailable },
  {
    name: 'resets in the middle',
    respond: (request, response, scene) => {
      response.write(scene.body(request).slice(0, 40));
      setTimeout(() => response.destroy(), 20);
    },
    expected: unavailable,
  },
  {
    name: 'announces more than it sends',
    respond: (request, response, scene) => {
      const body = scene.body(request);
      response.writeHead(200, { 'content-length': Buffer.byteLength(body) + 10 });
      response.write(body);
      setTimeout(() => response.destroy(), 20);
    },
    expected: unavailable,
  },
  {
    name: 'announces less than it sends',
    respond: (request, _, scene) => {
      const body = scene.body(request);
      request.socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length - 30}\r\n\r\n${body}`);
    },
    expected: { failure: ['answer-invalid', 'unavailable'] },
  },
  {
    name: 'redirects to a link-local address',
    respond: status(302, { location: 'https://169.254.169.254/latest/' }),
    expected: invalid,
  },
  { name: 'redirects to this machine', respond: status(307, { location: 'https://127.0.0.1/' }), expected: invalid },
  { name: 'a body of 2 GB', respond: endless(2 ** 31), expected: invalid },
  {
    name: 'a gzip bomb of 2 GB',
    respond: (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      for (let member = 0; member < 32; member += 1) response.write(bombMember);
      response.end();
    },
    expected: invalid,
  },
  { name: 'damaged gzip', respond: status(200, { 'content-encoding': 'gzip' }, 'no gzip at all'), expected: invalid },
  { name: 'headers without end', respond: status(200, { 'x-long': 'x'.repeat(60_000) }), expected: invalid },
  { name: 'no HTTP', respond: (request) => void request.socket.end('220 smtp ready\r\n'), expected: invalid },
  {
    name: 'text that is no UTF-8',
    respond: (_, response) => void response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
    expected: invalid,
  },
];

export const formBehaviours: readonly Behaviour[] = [
  {
    name: 'HTML instead of data',
    respond: status(200, {}, '<!doctype html><h1>We are down</h1>\n'),
    expected: invalid,
  },
  { name: '200 with an error text', respond: status(200, {}, 'Exceeded the daily hits limit'), expected: invalid },
  {
    name: '200 with an error object',
    respond: status(200, {}, '{"failure":"something went wrong"}\n'),
    expected: invalid,
  },
  {
    name: 'a truncated answer',
    respond: send((scene, request) => scene.body(request).slice(0, -25)),
    expected: invalid,
  },
  {
    name: 'a field of another name',
    respond: send((scene, request) => scene.body(request).replaceAll(...scene.adapter.renamed)),
    expected: invalid,
  },
  { name: 'a nested bomb', respond: status(200, {}, '['.repeat(200_000)), expected: invalid },
  { name: 'null', respond: status(200, {}, 'null'), expected: invalid },
  {
    name: 'a huge number of rows',
    respond: send((scene, request) => {
      const first = Date.parse('2026-11-19T00:00:00Z');
      return scene.body(
        request,
        Array.from({ length: 110_000 }, (_, index) => ({
          date: new Date(first - index * 86_400_000).toISOString().slice(0, 10),
          value: '1',
        })),
      );
    }),
    expected: invalid,
  },
  {
    name: 'another symbol',
    respond: send((scene, request) =>
      scene.adapter.says.includes('symbol')
        ? scene.body(request, scene.rows, { ...scene.adapter.stated, symbol: 'ZZZ' })
        : scene.body(request, scene.rows.map(times(30))),
    ),
    expected: invalid,
  },
  {
    name: 'another currency',
    respond: send((scene, request) =>
      scene.adapter.says.includes('currency')
        ? scene.body(request, scene.rows, { ...scene.adapter.stated, currency: 'JPY' })
        : scene.body(request, scene.rows.map(times(100))),
    ),
    expected: invalid,
  },
];

/** Where days are the names of members, one of two hides the other: the whole answer is refused. */
const twice = ({ keyedByDay }: AdapterUnderTest): Expected =>
  keyedByDay === true ? invalid : { quarantine: ['duplicate-day'] };

export const valueBehaviours: readonly Behaviour[] = [
  {
    name: 'NaN',
    respond: change(middle, token('NaN')),
    expected: ({ format }) => (format === 'json' ? invalid : { quarantine: ['price-invalid'] }),
  },
  { name: '"NaN"', respond: change(middle, token('"NaN"')), expected: { quarantine: ['price-invalid'] } },
  { name: 'a word', respond: change(middle, token('"N/A"')), expected: { quarantine: ['price-invalid'] } },
  { name: '1e999', respond: change(middle, token('1e999')), expected: { quarantine: ['price-invalid'] } },
  { name: 'a negative price', respond: change(middle, token('-123.4')), expected: { quarantine: ['price-invalid'] } },
  { name: 'a price of zero', respond: change(middle, token('0')), expected: { quarantine: ['price-invalid'] } },
  { name: 'no price on a day', respond: change(middle, token('null')), expected: { missing: [middle] } },
  { name: 'a price times 100', respond: change(middle, times(100)), expected: { quarantine: ['unit-shift'] } },
  { name: 'a price divided by 100', respond: change(middle, times(0.01)), expected: { quarantine: ['unit-shift'] } },
  { name: 'a price times 9.3', respond: change(middle, times(9.3)), expected: { quarantine: ['jump'] } },
  {
    name: 'pence from the last third on',
    respond: send((scene, request) =>
      scene.body(
        request,
        scene.rows.map((row, place) => (place >= scene.rows.length * 0.7 ? times(100)(row) : row)),
      ),
    ),
    expected: { quarantine: ['unit-shift'] },
  },
  {
    name: 'a split of four that nobody announced',
    respond: send((scene, request) =>
      scene.body(
        request,
        scene.rows.map((row, place) => (place >= scene.rows.length * 0.7 ? times(0.25)(row) : row)),
      ),
    ),
    expected: { quarantine: ['jump'] },
  },
  {
    name: 'dates in the future',
    respond: send((scene, request) => {
      const last = scene.rows.at(-1)!;
      return scene.body(request, [...scene.rows, { ...last, date: '2026-12-24' }, { ...last, date: '2031-01-02' }]);
    }),
    expected: { quarantine: ['date-in-future'] },
  },
  {
    name: 'the same day twice, with the same price',
    respond: change(middle, (row) => [row, row]),
    expected: twice,
  },
  {
    name: 'the same day twice, with two prices',
    respond: change(middle, (row) => [row, times(1.01)(row)]),
    expected: twice,
  },
  {
    name: 'missing days',
    respond: send((scene, request) =>
      scene.body(
        request,
        scene.rows.filter((_, place) => place < middle || place >= middle + 8),
      ),
    ),
    expected: { missing: [middle, middle + 7] },
  },
  {
    name: 'dates in no order',
    respond: send((scene, request) =>
      scene.body(
        request,
        scene.rows.toSorted((one, other) => (one.date.at(-1)! < other.date.at(-1)! ? 1 : -1)),
      ),
    ),
    expected: { quarantine: [] },
  },
  { name: 'no rows', respond: send((scene, request) => scene.body(request, [])), expected: { missing: [0, 20] } },
];
