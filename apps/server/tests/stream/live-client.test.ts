/** The client of web and mobile against the real server: topics, newest values, reconnections, events told once. */
import type { Asset, StreamMessage } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { LiveClient } from '../../../../packages/client/src/index.ts';
import { createId } from '../../src/core/ids.ts';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';
import { tellAsReplica } from './other-replica.ts';

let application: TestApplication;
let people: People;
let userId: string;
let token: string;
let assetIds: string[];
let portfolioId: string;

beforeAll(async () => {
  application = await startTestApplication();
  people = await makePeople(application);
  ({ userId } = await people.person('advisor'));
  ({ token } = await people.session(userId));
  await application.ask('POST', '/api/v1/me/demo', { token });
  const list = async <Item>(path: string) =>
    (await application.ask<{ items: Item[] }>('GET', `/api/v1${path}`, { token })).body.items;
  assetIds = (await list<Asset>('/assets')).slice(0, 3).map(({ id }) => id);
  portfolioId = (await list<{ id: string }>('/portfolios'))[0]!.id;
});
afterAll(async () => {
  await people.close();
  await application.stop();
});

function connect() {
  const sockets: WebSocket[] = [];
  const said: StreamMessage[] = [];
  const live = new LiveClient({
    origin: application.address,
    ticket: async () => (await application.ask<{ ticket: string }>('POST', '/api/v1/stream/tickets', { token })).body,
    connect: (url) => {
      const socket = new WebSocket(url);
      sockets.push(socket);
      return socket;
    },
    onMessage: (message) => said.push(message),
  });
  onTestFinished(() => live.close());
  return { live, sockets, said };
}

async function tellJob(progress: number): Promise<void> {
  const news = { jobId: portfolioId, state: 'active', progress };
  await tellAsReplica(application, [{ id: createId(), type: 'job', userId, news }]);
}

test('values are at hand as long as somebody watches', async () => {
  const { live, said } = connect();
  let told = 0;
  const topics = assetIds.map((id) => `quotes:${id}`);
  const stops = [live.watch(topics, () => (told += 1)), live.watch([topics[0]!], () => undefined)];
  const stopPortfolio = live.watch([`portfolio:${portfolioId}`, `portfolio:${createId()}`], () => undefined);
  await until('all are quoted', () => assetIds.every((id) => live.quoteOf(id) !== null));
  await until('the portfolio has a value', () => live.portfolioOf(portfolioId) !== null);
  expect(live.status).toBe('open');
  expect(live.portfolioOf(portfolioId)).not.toHaveProperty('sequence');
  await until('it hears more', () => told >= 3);
  expect(said.filter(({ type }) => type === 'refused')).toHaveLength(1);

  stops[0]!();
  stopPortfolio();
  await until('what nobody watches is forgotten', () => live.quoteOf(assetIds[1]!) === null);
  expect(live.portfolioOf(portfolioId)).toBeNull();
  const before = live.quoteOf(assetIds[0]!);
  await until('what is still watched goes on', () => live.quoteOf(assetIds[0]!)?.at !== before?.at);
  expect(live.quoteOf(assetIds[1]!)).toBeNull();
});

test('after a cut it subscribes again, hears what it missed, and nothing twice', async () => {
  const { live, sockets, said } = connect();
  const progress: (number | null)[] = [];
  live.watch(['jobs'], (message) => message.type === 'job' && progress.push(message.progress));
  live.watch([`quotes:${assetIds[0]!}`], () => undefined);
  await until('it is subscribed', () => said.some(({ type }) => type === 'subscribed'));
  await tellJob(0.1);
  await tellJob(0.2);
  await until('both came', () => progress.length === 2);

  const statuses: string[] = [];
  live.onStatus(() => statuses.push(live.status));
  sockets[0]!.close();
  await until('it noticed', () => live.status !== 'open');
  await tellJob(0.3);
  await tellJob(0.4);
  await until('it is back', () => live.status === 'open' && said.some(({ type }) => type === 'resumed'));
  await tellJob(0.5);
  await until('it goes on', () => progress.includes(0.5));
  expect(progress).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
  expect(statuses).toEqual(['waiting', 'connecting', 'open']);
  expect(sockets).toHaveLength(2);
  const heard = said.length;
  await until('quotes go on', () => said.slice(heard).some(({ type }) => type === 'quotes'));
});

test('a refusal is remembered, and not asked for again and again', async () => {
  const { live, said } = connect();
  const missing = `quotes:${createId()}`;
  live.watch([missing], () => undefined);
  await until('it is refused', () => live.refusalOf(missing) === 'not-found');
  live.watch([`quotes:${assetIds[0]!}`], () => undefined);
  await until('another is quoted', () => live.quoteOf(assetIds[0]!) !== null);
  expect(said.filter(({ type }) => type === 'refused')).toHaveLength(1);
});
