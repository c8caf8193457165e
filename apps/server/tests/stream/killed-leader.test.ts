/** The replica that quotes is killed without a word; the other one quotes within seconds. */
import { once } from 'node:events';
import { join } from 'node:path';
import { type Asset, streamMessage } from '@riskoptimizer/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask } from '../api/test-application.ts';
import { temporaryDataFolder } from '../support/data-folder.ts';
import { openOwnerPool } from '../support/owner-pool.ts';
import { runServerProcess } from '../support/server-process.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { until } from '../support/wait.ts';

const main = join(import.meta.dirname, '../../src/main-api.ts');

test('the other replica takes over within five seconds, at the price of that second', {
  timeout: 120_000,
}, async () => {
  const database = await createTestDatabase();
  const owner = openOwnerPool(database.connectionString, 1);
  const dataFolder = await temporaryDataFolder();
  const environment = {
    RISKOPTIMIZER_DATA: dataFolder,
    DATABASE_URL: database.connectionString,
    PORT: '0',
    RISKOPTIMIZER_CALCULATION_THREADS: '1',
  };
  const leader = runServerProcess(main, environment);
  await leader.address;
  const other = runServerProcess(main, environment);
  onTestFinished(async () => {
    leader.child.kill('SIGKILL');
    other.signalGroup('SIGINT');
    await other.ended;
    await owner.end();
    await database.drop();
  });
  const api = `${await other.address}/api/v1`;
  const demo = await ask<{ accessToken: string }>(`${api}/auth/demo`, 'POST', { json: { client: 'app' } });
  const token = demo.body.accessToken;
  const assets = (await ask<{ items: Asset[] }>(`${api}/assets`, 'GET', { token })).body.items.slice(0, 10);
  const { body } = await ask<{ ticket: string }>(`${api}/stream/tickets`, 'POST', { token });
  const socket = new WebSocket(`${api.replace('http', 'ws')}/stream?ticket=${body.ticket}`);
  const heard: { at: number; quotedAt: number; price: number; close: number }[] = [];
  socket.on('message', (data) => {
    const message = streamMessage.parse(JSON.parse((data as Buffer).toString()));
    if (message.type !== 'quotes') return;
    for (const { price, previousClose, at } of message.quotes)
      heard.push({
        at: performance.now(),
        quotedAt: Date.parse(at),
        price: Number(price),
        close: Number(previousClose),
      });
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'subscribe', topics: assets.map(({ id }) => `quotes:${id}`) }));
  await until('it is quoted', () => heard.length >= 30);
  const { rows } = await owner.query<{ count: number }>(
    "select count(*)::int from pg_stat_activity where application_name = 'riskoptimizer-live' and datname = current_database()",
  );
  expect(rows[0]!.count).toBe(2);

  leader.child.kill('SIGKILL');
  const killedAt = performance.now();
  const killedTime = Date.now();
  await until('it is quoted again', () => heard.some(({ quotedAt }) => quotedAt > killedTime + 100), 15_000);
  const first = heard.find(({ quotedAt }) => quotedAt > killedTime + 100)!;
  expect(first.at - killedAt).toBeLessThan(5_000);
  const count = heard.length;
  await until('it goes on', () => heard.length >= count + 20);
  socket.close();
});
