/** A worker is killed while a webhook is on its way: another one sends it again, under the same id. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { runServerProcess, type ServerProcess } from '../support/server-process.ts';
import { until } from '../support/wait.ts';
import { type ProviderServer, startProviderServer } from '../third-party/provider-server.ts';
import { openAlertDesk } from './alert-desk.ts';

const host = 'hooks.example.com';
const starter = fileURLToPath(new URL('./worker-starter.ts', import.meta.url));
let hooks: ProviderServer;
let application: TestApplication;
let people: People;
let folder: string;
const workers: ServerProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-alert-workers-'));
  hooks = await startProviderServer([host]);
  application = await startTestApplication({
    replaced: { egress: createEgress({ allowedLoopback: hooks.allowedLoopback }) },
  });
  people = await makePeople(application);
}, 60_000);
afterAll(async () => {
  for (const worker of workers) worker.child.kill('SIGTERM');
  await Promise.all(workers.map(({ ended }) => ended));
  await people.close();
  await application.stop();
  await hooks.close();
  await rm(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<ServerProcess> {
  const fieldKeys = application.parts.secrets.fieldKeys
    .map(({ id, bytes }) => `${id}:${bytes.toString('base64')}`)
    .join('\n');
  const worker = runServerProcess(starter, {
    DATABASE_URL: application.connectionString,
    RISKOPTIMIZER_DATA: join(folder, `data-${workers.length}`),
    RISKOPTIMIZER_FIELD_KEYS: fieldKeys,
    RISKOPTIMIZER_LOG_TO: 'stderr',
    RISKOPTIMIZER_CALCULATION_THREADS: '1',
    TEST_HOOK_PORT: String(hooks.port),
    TEST_HOOK_AUTHORITY: hooks.allowedLoopback.authority,
  });
  workers.push(worker);
  const isReady = () => worker.child.exitCode !== null || worker.output().includes('The worker is ready');
  await until('the worker is ready', isReady, 60_000);
  if (worker.child.exitCode !== null) throw new Error(`The worker ended: ${worker.output()}${worker.complaints()}`);
  return worker;
}

test('the message comes again under its id, and is done once', { timeout: 120_000 }, async () => {
  const desk = await openAlertDesk(application, people);
  const ids: unknown[] = [];
  let isAnswering = false;
  hooks.answerWith((request, response) => {
    ids.push(request.headers['riskoptimizer-delivery']);
    request.resume();
    if (isAnswering) response.writeHead(204).end();
  });
  const subject = { kind: 'asset', assetId: desk.assetIds[0] };
  const rule = await desk.createRule({ measure: 'price', subject, threshold: '150', channels: ['webhook'] });
  const path = `/portfolios/${desk.portfolioId}/alert-rules/${rule.id}/webhook`;
  expect((await desk.ask('PUT', path, { address: `https://${host}/` })).status).toBe(200);
  const first = await startWorker();
  await desk.addClose(desk.assetIds[0], 200);
  await until('the message is on its way', () => ids.length === 1, 30_000);
  first.child.kill('SIGKILL');
  await first.ended;
  isAnswering = true;
  await startWorker();
  await until(
    'the message is sent',
    async () => (await desk.alertsOf(rule.id))[0]?.deliveries[0]?.state === 'sent',
    60_000,
  );
  const [alert] = await desk.alertsOf(rule.id);
  expect(alert!.deliveries).toMatchObject([{ id: ids[0], attempts: 2 }]);
  expect(ids).toEqual([ids[0], ids[0]]);
});
