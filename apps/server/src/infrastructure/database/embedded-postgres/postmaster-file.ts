/** postmaster.pid, the file in which a running PostgreSQL says who and where it is. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderError } from '../../../core/data-folder.ts';
import { isServerOf, isTaken } from './process-table.ts';
import { socketPort } from './socket-folder.ts';

export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  readonly status: 'starting' | 'ready' | 'stopping';
}

/** The server that runs on this cluster, or null. A file that a killed server left behind does not count. */
export async function findPostmaster(clusterFolder: string): Promise<Postmaster | null> {
  const lines = await readLines(clusterFolder);
  const pid = Number(lines[0]);
  if (!(await isServerOf(clusterFolder, pid))) return null;
  const status = lines[7]?.trim();
  return {
    pid,
    socketFolder: lines[4]?.trim() ?? '',
    status: status === 'ready' || status === 'stopping' ? status : 'starting',
  };
}

/**
 * Removes the files of a killed server when its process id is taken again, by another program or by its own zombie, as
 * PostgreSQL would believe that it still runs. When the id is free the files stay: PostgreSQL clears them away itself, and
 * reads in them whether the shared memory is still in use. Call it only when no process of the server is left.
 */
export async function removeMisleadingFiles(clusterFolder: string, socketFolder: string): Promise<void> {
  const places = [join(clusterFolder, 'postmaster.pid'), join(socketFolder, `.s.PGSQL.${socketPort}.lock`)];
  for (const file of places) {
    const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
    if (isTaken(pid)) await rm(file, { force: true });
  }
}

async function readLines(clusterFolder: string): Promise<string[]> {
  try {
    return (await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw await folderError(error, clusterFolder);
  }
}
