/** Temporary data folders, with nothing left of them afterwards: neither files nor processes. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { serverProcessesOf } from '../../src/infrastructure/database/embedded-postgres/process-table.ts';
import { until } from './wait.ts';

/** A folder that is removed when the test ends, together with a PostgreSQL that still runs in it. */
export async function temporaryDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-data-'));
  onTestFinished(async () => {
    await killServer(folder);
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The process id of the server of a data folder, from its own file. */
export async function postmasterPid(dataFolder: string): Promise<number> {
  const text = await readFile(join(dataFolder, 'postgresql', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

/** A power failure for PostgreSQL: every process of it at once. */
export async function killServer(dataFolder: string): Promise<void> {
  const cluster = join(dataFolder, 'postgresql');
  const processes = () => serverProcessesOf(cluster).catch(() => []);
  for (const pid of await processes()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It was gone already.
    }
  }
  await until('the killed processes are gone', async () => (await processes()).length === 0);
}
