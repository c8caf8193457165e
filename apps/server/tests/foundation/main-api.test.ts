/** The real main: from nothing to a filled risk page, through a killed database, to a clean end. */
import { readdir, readFile, stat } from 'node:fs/promises';
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
  const token = await demoToken(api);
  const risk = async () => {
    const { items } = (await ask(`${api}/portfolios`, token)).body as { items: { id: string }[] };
    return (await ask(`${api}/portfolios/${items[0]?.id}/risk`, token)).body as { verdict: string; simulated: boolean };
  };
  const before = await risk();
  expect(before).toMatchObject({ simulated: true, verdict: expect.stringMatching(/\w/) });

  // The link that makes the first account is for the terminal alone; what opens the database is for the server alone.
  const link = /#token=([\w-]{43})/.exec(server.output())?.[1] ?? 'no link was printed';
  expect(link).toHaveLength(43);
  expect(await readFile(join(dataFolder, 'logs', 'server.log'), 'utf8')).not.toContain(link);
  const secrets = await readdir(join(dataFolder, 'secrets'));
  expect(secrets).toHaveLength(5);
  for (const name of secrets) expect((await stat(join(dataFolder, 'secrets', name))).mode & 0o777).toBe(0o600);

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

async function demoToken(api: string): Promise<string> {
  const response = await fetch(`${api}/auth/demo`, {
    method: 'POST',
    headers: { connection: 'close', 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'app' }),
  });
  return ((await response.json()) as { accessToken: string }).accessToken;
}

async function ask(url: string, token?: string): Promise<{ status: number; body: unknown }> {
  const headers = { connection: 'close', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { headers });
  return { status: response.status, body: await response.json() };
}
