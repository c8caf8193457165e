/** The real main: from nothing to a filled risk page, through a killed database, to a clean end. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiPrefix } from '@riskoptimizer/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive, serverProcessesOf } from '../../src/infrastructure/database/embedded-postgres/process-table.ts';
import { killServer, postmasterPid, temporaryDataFolder } from '../support/data-folder.ts';
import { runServerProcess } from '../support/server-process.ts';
import { until } from '../support/wait.ts';

const main = fileURLToPath(new URL('../../src/main-api.ts', import.meta.url));

test('starts with nothing but a folder, survives the death of its database, and leaves no process behind', async () => {
  const dataFolder = await temporaryDataFolder();
  const server = runServerProcess(main, { RISKOPTIMIZER_DATA: dataFolder, PORT: '0' });
  onTestFinished(() => {
    if (server.child.exitCode === null && server.child.signalCode === null) server.child.kill('SIGKILL');
  });
  const api = (await server.address) + apiPrefix;
  const risk = async () => {
    const { items } = (await ask(`${api}/portfolios`)).body as { items: { id: string }[] };
    return (await ask(`${api}/portfolios/${items[0]?.id}/risk`)).body as { verdict: string; simulated: boolean };
  };
  const before = await risk();
  expect(before).toMatchObject({ simulated: true, verdict: expect.stringMatching(/\w/) });

  const killed = await postmasterPid(dataFolder);
  await killServer(dataFolder);
  expect((await ask(`${api}/health/live`)).status).toBe(200);
  await until('the server is ready again', async () => {
    const { status } = await ask(`${api}/health/ready`);
    expect([200, 503]).toContain(status);
    return status === 200;
  });
  expect(await postmasterPid(dataFolder)).not.toBe(killed);
  expect(await risk()).toMatchObject({ verdict: before.verdict });

  server.signalGroup('SIGINT');
  expect(await server.ended).toBe(0);
  expect(isAlive(server.child.pid ?? 0)).toBe(false);
  expect(await serverProcessesOf(join(dataFolder, 'postgresql'))).toEqual([]);
});

async function ask(url: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, { headers: { connection: 'close' } });
  return { status: response.status, body: await response.json() };
}
