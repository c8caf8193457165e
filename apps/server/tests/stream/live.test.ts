/** Live data of two replicas on one database, with and without Redis: who hears what, how soon, and when no longer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Asset, LiveQuote, Portfolio, Share } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partOrSkip } from '../../../../infra/launch/test-parts.ts';
import { createId } from '../../src/core/ids.ts';
import { makePeople, type People } from '../access/people.ts';
import { ensureHolding } from '../access/portfolio-rows.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { until } from '../support/wait.ts';
import { type LiveConnection, openLive } from './live-clients.ts';

interface Holder {
  readonly userId: string;
  readonly email: string;
  readonly token: string;
  readonly sessionId: string;
}

describe.each(['notify', 'redis'] as const)('live data by %s', (bus) => {
  const isSkipped = bus === 'redis' && partOrSkip('redis');
  let redis: RedisServer | null = null;
  let first: TestApplication;
  let second: TestApplication;
  let people: People;
  let owner: Holder;
  let friend: Holder;
  let assets: Asset[];
  let portfolio: Portfolio;
  const clock = createMovableClock();
  const opened: LiveConnection[] = [];

  async function holder(role: 'advisor' | 'analyst'): Promise<Holder> {
    const person = await people.person(role);
    const session = await people.session(person.userId);
    return { ...person, token: session.token, sessionId: session.sessionId };
  }
  const open = async (at: TestApplication, who: Holder) => {
    const connection = await openLive(at, who.token);
    opened.push(connection);
    return connection;
  };
  const api = <Body>(who: Holder, method: string, path: string, json?: unknown) =>
    first.ask<Body>(method, `/api/v1${path}`, { token: who.token, ...(json === undefined ? {} : { json }) });
  const share = async (expiresAt: string | null = null) => {
    const json = { email: friend.email, level: 'read', expiresAt };
    const { status, body } = await api<Share>(owner, 'POST', `/portfolios/${portfolio.id}/shares`, json);
    expect(status).toBe(201);
    return body;
  };
  const quoteTopics = (count: number) => assets.slice(0, count).map(({ id }) => `quotes:${id}`);
  const quotesOf = (connection: LiveConnection): LiveQuote[] => connection.of('quotes').flatMap(({ quotes }) => quotes);

  beforeAll(async () => {
    if (isSkipped) return;
    if (bus === 'redis') redis = await startRedisServer();
    const environment: Record<string, string> = redis === null ? {} : { REDIS_URL: redis.url };
    first = await startTestApplication({ environment, clock });
    second = await startTestApplication({ environment, clock, on: first });
    people = await makePeople(first);
    [owner, friend] = [await holder('advisor'), await holder('analyst')];
    await api(owner, 'POST', '/me/demo');
    assets = (await api<{ items: Asset[] }>(owner, 'GET', '/assets')).body.items;
    const listed = await api<{ items: { id: string }[] }>(owner, 'GET', '/portfolios');
    portfolio = (await api<Portfolio>(owner, 'GET', `/portfolios/${listed.body.items[0]!.id}`)).body;
  });
  afterAll(async () => {
    if (isSkipped) return;
    for (const { socket } of opened) socket.terminate();
    await people.close();
    await second.stop();
    await first.stop();
    await redis?.remove();
  });

  test.skipIf(isSkipped)('prices of the simulated market move within seconds, the same at both replicas', async () => {
    const both = [await open(first, owner), await open(second, owner)];
    for (const connection of both) {
      connection.say({ type: 'subscribe', topics: quoteTopics(20) });
      expect((await connection.next('subscribed')).topics.toSorted()).toEqual(quoteTopics(20).toSorted());
    }
    const isMoving = (connection: LiveConnection) =>
      assets.slice(0, 20).some(({ id }) => {
        const prices = quotesOf(connection).filter(({ assetId }) => assetId === id);
        return new Set(prices.map(({ price }) => price)).size >= 3;
      });
    await until('prices move at both', () => both.every(isMoving), 15_000);
    const [one, other] = both.map((connection) => new Map(quotesOf(connection).map((quote) => [key(quote), quote])));
    const common = [...one!.keys()].filter((name) => other!.has(name));
    expect(common.length).toBeGreaterThan(20);
    for (const name of common) expect(other!.get(name)).toEqual(one!.get(name));
    const byId = new Map(assets.map((asset) => [asset.id, asset]));
    for (const quote of one!.values()) {
      expect(quote).toMatchObject({ provider: 'simulated', simulated: true });
      expect(quote.previousClose).toBe(byId.get(quote.assetId)!.prices.lastClose);
      expect(Math.abs(Number(quote.price) / Number(quote.previousClose) - 1)).toBeLessThan(0.25);
    }
    for (const { socket, messages } of both) {
      expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, index) => index + 1));
      socket.close();
    }
    // No simulated price is ever a close.
    const { rows } = await first.owner.pool.query('select count(*)::int from prices where date > now()::date');
    expect(rows).toEqual([{ count: 0 }]);
  });

  test.skipIf(isSkipped)('the value of a portfolio follows the quotes, once a second at most', async () => {
    const connection = await open(second, owner);
    const topics = [`portfolio:${portfolio.id}`, ...portfolio.holdings.map(({ assetId }) => `quotes:${assetId}`)];
    connection.say({ type: 'subscribe', topics });
    const isComplete = () => connection.of('portfolio').filter(({ gaps }) => gaps.length === 0).length >= 3;
    await until('three values come', isComplete);
    const values = connection.of('portfolio');
    const times = values.map(({ at }) => Date.parse(at));
    for (let index = 2; index < times.length; index += 1)
      expect(times[index]! - times[index - 1]!).toBeGreaterThanOrEqual(900);
    const last = values.at(-1)!;
    expect(last).toMatchObject({ portfolioId: portfolio.id, baseCurrency: 'USD', simulated: true });
    expect(last.closeDate).toBe(portfolio.valueDate);
    // What is gained or lost today is what separates it from the value at the close, to a cent a holding.
    const difference = Number(last.value) - Number(portfolio.totalValue);
    expect(Math.abs(difference - Number(last.intradayResult))).toBeLessThan(0.01 * portfolio.holdings.length);
    expect(Math.abs(last.intradayReturn! - difference / Number(portfolio.totalValue))).toBeLessThan(1e-6);
    expect(new Set(values.map(({ value }) => value)).size).toBeGreaterThan(1);
    connection.socket.close();
  });

  test.skipIf(isSkipped)('what is foreign, missing, misspelt or unquoted is refused, each for itself', async () => {
    const imported = await ensureHolding(first.owner.pool, owner.userId, 'CLOSES');
    const connection = await open(second, friend);
    const foreign = [`quotes:${assets[0]!.id}`, `portfolio:${portfolio.id}`, `limits:${portfolio.id}`];
    const missing = [`quotes:${createId()}`, `portfolio:${createId()}`];
    const misspelt = ['quotes', 'quotes:1', 'Jobs', 'prices:x', `jobs:${friend.userId}`, '', ' jobs'];
    connection.say({ type: 'subscribe', topics: [...foreign, ...missing, ...misspelt, 'jobs', 'alerts'] });
    expect((await connection.next('subscribed')).topics).toEqual(['jobs', 'alerts']);
    const { topics } = await connection.next('refused');
    const reasons = new Map(topics.map(({ topic, reason }) => [topic, reason]));
    for (const topic of [...foreign, ...missing]) expect(reasons.get(topic)).toBe('not-found');
    for (const topic of misspelt) expect(reasons.get(topic)).toBe('unknown-topic');
    await sleep(1_500);
    expect([...connection.of('quotes'), ...connection.of('portfolio')]).toEqual([]);
    connection.socket.close();

    const own = await open(first, owner);
    own.say({ type: 'subscribe', topics: [`quotes:${imported}`] });
    expect((await own.next('refused')).topics).toEqual([{ topic: `quotes:${imported}`, reason: 'no-live-source' }]);
    own.socket.close();
  });

  test.skipIf(isSkipped)('a share opens portfolio and holdings; taken back, both close within a second', async () => {
    const given = await share();
    const connection = await open(second, friend);
    const held = portfolio.holdings.map(({ assetId }) => `quotes:${assetId}`);
    const notHeld = assets.find(
      ({ id }) =>
        !JSON.stringify(portfolio.benchmark).includes(id) && !portfolio.holdings.some(({ assetId }) => assetId === id),
    )!;
    const topics = [`portfolio:${portfolio.id}`, ...held];
    const refused = [`limits:${portfolio.id}`, `quotes:${notHeld.id}`];
    connection.say({ type: 'subscribe', topics: [...topics, ...refused, 'jobs'] });
    expect((await connection.next('subscribed')).topics.toSorted()).toEqual([...topics, 'jobs'].toSorted());
    const reasons = (await connection.next('refused')).topics;
    expect(reasons.toSorted((one, other) => (one.topic < other.topic ? -1 : 1))).toEqual(
      refused.map((topic) => ({ topic, reason: 'not-found' })),
    );
    await connection.next('quotes');
    await connection.next('portfolio');

    const began = performance.now();
    expect((await api(owner, 'DELETE', `/portfolios/${portfolio.id}/shares/${given.id}`)).status).toBe(204);
    const closed = await connection.next('closed');
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(closed.topics.map(({ topic }) => topic).toSorted()).toEqual(topics.toSorted());
    expect(new Set(closed.topics.map(({ reason }) => reason))).toEqual(new Set(['not-found']));
    const heard = connection.messages.length;
    await sleep(2_500);
    expect(connection.messages.slice(heard)).toEqual([]);
    connection.socket.close();
  });

  test.skipIf(isSkipped)('a share that runs out closes what it opened', async () => {
    const given = await share(new Date(clock.now().getTime() + 60_000).toISOString());
    const connection = await open(first, friend);
    connection.say({ type: 'subscribe', topics: [`portfolio:${portfolio.id}`] });
    await connection.next('portfolio');
    const began = performance.now();
    clock.advance(61_000);
    expect((await connection.next('closed')).topics).toEqual([
      { topic: `portfolio:${portfolio.id}`, reason: 'not-found' },
    ]);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(given.expiresAt).not.toBeNull();
    connection.socket.close();
  });

  test.skipIf(isSkipped)('what is unsubscribed is not told any more', async () => {
    const connection = await open(first, owner);
    const [kept, dropped] = quoteTopics(2) as [string, string];
    connection.say({ type: 'subscribe', topics: [kept, dropped] });
    await until('both are quoted', () => new Set(quotesOf(connection).map(({ assetId }) => assetId)).size === 2);
    connection.say({ type: 'unsubscribe', topics: [dropped] });
    await sleep(300);
    const heard = connection.messages.length;
    await until('the other goes on', () => connection.messages.length >= heard + 2);
    const later = connection.messages.slice(heard).flatMap((message) => ('quotes' in message ? message.quotes : []));
    expect(new Set(later.map(({ assetId }) => `quotes:${assetId}`))).toEqual(new Set([kept]));
    connection.socket.close();
  });

  test.skipIf(isSkipped)('when the session ends, the connection closes as ever', async () => {
    const session = await people.session(owner.userId);
    const connection = await openLive(second, session.token);
    connection.say({ type: 'subscribe', topics: quoteTopics(5) });
    await connection.next('quotes');
    await first.ask('POST', '/api/v1/auth/sign-out', { token: session.token });
    expect((await connection.closed).code).toBe(4401);
  });
});

function key({ assetId, at }: LiveQuote): string {
  return `${assetId} ${at}`;
}
