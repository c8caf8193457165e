/** Temporary data folders, with nothing left of them afterwards: neither files nor processes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { isAlive, serverProcessesOf } from '../../src/infrastructure/database/embedded-postgres/process-table.ts';
import { until } from './wait.ts';

/** A folder that is removed when the test ends, together with a PostgreSQL that still runs in it. */
export async function temporaryDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-data-'));
  onTestFinished(async () => {
    const killed = await killServer(folder);
    // A failed test may have left a parent that starts it again: without its folder that comes to nothing.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    await until('the killed processes are gone', () => killed.every((pid) => !isAlive(pid)));
  });
  return folder;
}

/** A new folder with a database in it, copied from one that was made before: quicker than making each. */
export async function temporaryCopy(source: string): Promise<string> {
  const folder = await temporaryDataFolder();
  // cp keeps owners and modes, which Node's own copying does not.
  await promisify(execFile)('cp', ['-a', `${source}/.`, folder]);
  return folder;
}

/** The process id of the server of a data folder, from its own file. */
export async function postmasterPid(dataFolder: string): Promise<number> {
  const text = await readFile(join(dataFolder, 'postgresql', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

/** A power failure for PostgreSQL: every process of it at once. Gives their ids; they may take a moment to be gone. */
export async function killServer(dataFolder: string): Promise<number[]> {
  const pids = await serverProcessesOf(join(dataFolder, 'postgresql')).catch(() => []);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It was gone already.
    }
  }
  return pids;
}
