/**
 * The torture server: every behaviour against every HTTP adapter.
 *
 * Whatever happens, no value comes back that is not true, what is doubtful is kept apart with a reason, and what fails says why.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MarketDataProvider } from '../../src/domain/market-data/provider-port.ts';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import type { MovableClock } from '../support/movable-clock.ts';
import { type AdapterUnderTest, adaptersUnderTest, type Range, type Row, testKey } from './adapters-under-test.ts';
import { type Behaviour, formBehaviours, type Scene, valueBehaviours, wireBehaviours } from './behaviours.ts';
import { createFixedClock } from './fixed-clock.ts';
import { type ProviderServer, startProviderServer } from './provider-server.ts';
import { certify } from './test-authority.ts';

const present = '2026-11-20T22:00:00.000Z';
const patience = { connectMs: 10_000, idleMs: 10_000, totalMs: 30_000 };
/** For behaviours that wait for ever. */
const impatience = { connectMs: 10_000, idleMs: 200, totalMs: 500 };
const answerBytesMax = 4 * 1024 * 1024;
const dayMs = 86_400_000;
const dayCount = 42;
const last = Date.parse('2026-11-19T00:00:00Z');
const behaviours = [...wireBehaviours, ...formBehaviours, ...valueBehaviours];

const hosts = adaptersUnderTest.map(({ host }) => host);
/** One for all: making keys takes longer than most behaviours. */
const certificate = await certify(hosts);
let badServer: ProviderServer;
let goodAuthority: string;
beforeAll(async () => {
  badServer = await startProviderServer(hosts, await certify(['elsewhere.example.com']));
  goodAuthority = badServer.allowedLoopback.authority;
});
afterAll(() => badServer.close());

test('there are thirty', () => expect(behaviours.length).toBeGreaterThanOrEqual(30));

/** Six weeks of days that wander by a percent or so. */
function trueRows({ everyDay, level }: AdapterUnderTest): Row[] {
  const days = Array.from({ length: dayCount }, (_, index) => new Date(last - (dayCount - 1 - index) * dayMs));
  return days
    .filter((day) => everyDay || (day.getUTCDay() !== 0 && day.getUTCDay() !== 6))
    .map((day, index) => ({
      date: day.toISOString().slice(0, 10),
      value: (level * (1 + 0.01 * Math.sin(index * 1.7))).toFixed(4),
    }));
}

describe.each(adaptersUnderTest)('$name', { concurrent: true }, (adapter) => {
  const rows = trueRows(adapter);
  const range: Range = { from: rows[0]!.date, to: '2026-11-19', lastKnown: rows[0]! };
  const truth = new Map(rows.map(({ date, value }) => [date, Number(value)]));

  /** A server, an egress and an adapter of its own for each behaviour: they run side by side. */
  async function stage(
    use: (provider: MarketDataProvider, server: ProviderServer, clock: MovableClock) => Promise<void>,
    timeouts = patience,
  ): Promise<void> {
    const clock = createFixedClock(present);
    const server = await startProviderServer([adapter.host], certificate);
    const egress = createEgress({ allowedLoopback: server.allowedLoopback, timeouts, answerBytesMax });
    try {
      await use(createProvider(egress, clock), server, clock);
    } finally {
      egress.close();
      await server.close();
    }
  }
  const createProvider = (egress: Egress, clock: MovableClock) =>
    adapter.create({
      egress,
      clock,
      breaker: { failuresMax: 2, openMs: 60_000, openMsMax: 600_000 },
      retry: { attemptsMax: 2, waitMs: 1, retryAfterMsMax: 10 },
    });
  const scene: Scene = {
    adapter,
    rows,
    body: (request, given = rows, stated = adapter.stated) => adapter.respond(given, stated, request),
  };
  const behave = (server: ProviderServer, respond: Behaviour['respond']) =>
    server.answerWith((request, response) => respond(request, response, scene));
  const good: Behaviour['respond'] = (request, response) => void response.end(scene.body(request));

  test('a right answer is read completely', async () => {
    await stage(async (provider, server) => {
      behave(server, good);
      const answer = await adapter.read(provider, range);
      expect(answer).toMatchObject({ ok: true, value: { quarantined: [], gaps: [] } });
      if (!answer.ok) return;
      expect(answer.value.points.map(({ date }) => date)).toEqual(rows.map(({ date }) => date));
      for (const { date, value } of answer.value.points) expect(Number(value)).toBeCloseTo(truth.get(date)!, 9);
    });
  });

  test.each(behaviours)('$name', async ({ respond, expected: given, waits }) => {
    await stage(
      async (provider, server) => {
        behave(server, respond);
        const expected = typeof given === 'function' ? given(adapter) : given;
        const answer = await adapter.read(provider, range);
        expect(JSON.stringify(answer)).not.toContain(testKey);
        if ('failure' in expected) {
          expect(answer.ok ? 'taken' : answer.failure.kind, JSON.stringify(answer)).toBeOneOf([...expected.failure]);
          return;
        }
        expect(answer, JSON.stringify(answer)).toMatchObject({ ok: true });
        if (!answer.ok) return;
        const { points, quarantined, gaps } = answer.value;
        // The heart of it: nothing that comes back is untrue, and each day once.
        for (const { date, value } of points) expect(Number(value)).toBeCloseTo(truth.get(date) ?? Number.NaN, 6);
        expect(new Set(points.map(({ date }) => date)).size).toBe(points.length);
        const isExplained = (day: string) =>
          gaps.some(({ from, to, reason }) => from <= day && day <= to && reason !== '');
        const unread = rows.filter(({ date }) => !points.some((point) => point.date === date));
        for (const { date } of unread) expect(isExplained(date), `${date} is missing without a reason`).toBe(true);
        if ('missing' in expected) {
          expect(quarantined).toEqual([]);
          for (const place of expected.missing) expect(isExplained(rows[place]!.date)).toBe(true);
        } else {
          const reasons = [...new Set(quarantined.map(({ reason }) => reason))];
          if (adapter.otherReasons === true) expect(reasons.length > 0).toBe(expected.quarantine.length > 0);
          else expect(reasons).toEqual(expected.quarantine);
        }
      },
      waits === undefined ? patience : impatience,
    );
  });

  test.each([
    ['seconds', '120', '2026-11-20T22:02:00.000Z'],
    ['a date', 'Fri, 20 Nov 2026 23:30:00 GMT', '2026-11-20T23:30:00.000Z'],
    ['nothing', undefined, '2026-11-20T22:01:00.000Z'],
    ['nonsense', 'soon', '2026-11-20T22:01:00.000Z'],
  ])('429 with %s as Retry-After: no request until then', async (_, header, until) => {
    await stage(async (provider, server, clock) => {
      behave(
        server,
        (_, response) => void response.writeHead(429, header === undefined ? {} : { 'retry-after': header }).end(),
      );
      const limited = { ok: false, failure: { kind: 'rate-limited', until } };
      expect(await adapter.read(provider, range)).toMatchObject(limited);
      behave(server, good);
      expect(await adapter.read(provider, range)).toMatchObject(limited);
      expect(server.requests).toHaveLength(0);
      clock.advance(Date.parse(until) - Date.parse(present));
      expect(await adapter.read(provider, range)).toMatchObject({ ok: true });
    });
  });

  test.each([
    [401, 'unauthorised'],
    [402, 'plan-excludes'],
    [403, 'plan-excludes'],
    [404, 'not-found'],
    [451, 'unsupported'],
    [400, 'answer-invalid'],
  ] as const)('status %i: %s, asked once', async (status, kind) => {
    await stage(async (provider, server) => {
      behave(server, (_, response) => void response.writeHead(status).end('no'));
      expect(await adapter.read(provider, range)).toMatchObject({
        ok: false,
        failure: { kind: adapter.statuses?.[status] ?? kind },
      });
      expect(server.requests).toHaveLength(1);
    });
  });

  test('a failure that passes is asked again', async () => {
    await stage(async (provider, server) => {
      let times = 0;
      behave(server, (request, response) => {
        times += 1;
        if (times === 1) response.writeHead(503, { 'retry-after': '0' }).end();
        else good(request, response, scene);
      });
      expect(await adapter.read(provider, range)).toMatchObject({ ok: true });
      expect(times).toBe(2);
    });
  });

  test('after failures in a row it is left alone, then tried once, then trusted', async () => {
    await stage(async (provider, server, clock) => {
      behave(server, (_, response) => void response.writeHead(200).end('<html>'));
      for (const _ of [1, 2])
        expect(await adapter.read(provider, range)).toMatchObject({ failure: { kind: 'answer-invalid' } });
      behave(server, good);
      const open = { ok: false, failure: { kind: 'unavailable', until: '2026-11-20T22:01:00.000Z' } };
      expect(await adapter.read(provider, range)).toMatchObject(open);
      expect(server.requests).toHaveLength(0);
      clock.advance(60_000);
      behave(server, (_, response) => void response.writeHead(200).end('<html>'));
      await adapter.read(provider, range);
      behave(server, good);
      expect(await adapter.read(provider, range)).toMatchObject({ failure: { until: '2026-11-20T22:03:00.000Z' } });
      clock.advance(120_000);
      expect(await adapter.read(provider, range)).toMatchObject({ ok: true });
      expect(await adapter.read(provider, range)).toMatchObject({ ok: true });
    });
  });

  test('a certificate that is not for this host', async () => {
    const egress = createEgress({
      allowedLoopback: { ...badServer.allowedLoopback, authority: goodAuthority },
      timeouts: patience,
    });
    const answer = await adapter.read(createProvider(egress, createFixedClock(present)), range);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    egress.close();
  });
});
