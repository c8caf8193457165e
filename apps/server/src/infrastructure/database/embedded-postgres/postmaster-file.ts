/** postmaster.pid, the file in which a running PostgreSQL says who and where it is. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderError } from '../../../core/data-folder.ts';
import { isAlive, isServerOf, serverProcessesOf } from './process-table.ts';

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
 * Removes a file whose process id was given to another program, as PostgreSQL would take that one for itself and refuse to
 * start. When the id belongs to nobody the file stays: PostgreSQL reads in it whether the shared memory is still in use.
 */
export async function removeMisleadingFile(clusterFolder: string): Promise<void> {
  const pid = Number((await readLines(clusterFolder))[0]);
  if (!isAlive(pid) || (await isServerOf(clusterFolder, pid))) return;
  if ((await serverProcessesOf(clusterFolder)).length > 0) return;
  await rm(join(clusterFolder, 'postmaster.pid'), { force: true });
}

async function readLines(clusterFolder: string): Promise<string[]> {
  try {
    return (await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw await folderError(error, clusterFolder);
  }
}
