/** Which processes live, and which of them belong to a cluster. */
import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { runCommand } from './run-command.ts';

/** Whether the id is taken, whoever owns the process. PostgreSQL asks no more than this of the ids it finds in its files. */
export function isTaken(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process with this id does anything: a zombie, which waits to be cleared away (often in containers), does not. */
export function isAlive(pid: number): boolean {
  if (!isTaken(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    // "pid (name) state …", where the name may hold anything.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1) ?? '';
    return !afterName.trimStart().startsWith('Z');
  } catch {
    return false;
  }
}

/**
 * Whether a process is a PostgreSQL server of this cluster. Ids are given out again, in containers after every start, so a
 * living id alone proves nothing: all processes of a server stand in its folder (Linux) or name it (elsewhere).
 */
export async function isServerOf(clusterFolder: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const real = await realpath(clusterFolder);
  if (process.platform === 'linux') return (await workingFolderOf(String(pid))) === real;
  const { output } = await runCommand('ps', ['-o', 'command=', '-p', String(pid)], { timeoutMs: 5_000 });
  return output.includes(clusterFolder) || output.includes(real);
}

/** Every process of the cluster's server, also those that outlived a killed postmaster. Linux only; elsewhere none. */
export async function serverProcessesOf(clusterFolder: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const real = await realpath(clusterFolder);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map(workingFolderOf));
  return pids.filter((_, index) => folders[index] === real).map(Number);
}

/** Of a PostgreSQL process only. Null for any other, for a zombie, and for a process that is not ours to see. */
async function workingFolderOf(pid: string): Promise<string | null> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  if (name.trim() !== 'postgres') return null;
  return readlink(`/proc/${pid}/cwd`).catch(() => null);
}
