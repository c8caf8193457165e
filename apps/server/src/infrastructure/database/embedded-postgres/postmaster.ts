/** Starts and stops the PostgreSQL server of a cluster. */
import { type ChildProcess, spawn } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskFullSentence } from '../../../core/data-folder.ts';
import type { Logger } from '../../../core/logging.ts';
import { StartError } from '../../../core/start-error.ts';
import type { PostgresBinaries } from './binaries.ts';
import { findPostmaster, type Postmaster, removeMisleadingFiles } from './postmaster-file.ts';
import { isServerOf, serverProcessesOf } from './process-table.ts';
import { cleanEnvironment } from './run-command.ts';
import type { ServerAccount } from './server-account.ts';
import { socketPort } from './socket-folder.ts';

const pollMs = 15;
/** Recovery after a crash replays the log, which may take a while. */
const startLimitMs = 120_000;
const stopLimitMs = 30_000;
/** How long the processes of a killed server may take to notice that it is gone. */
const orphanLimitMs = 15_000;
const logBytesMax = 10 * 1024 ** 2;

export interface PostmasterPlace {
  readonly clusterFolder: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly binaries: PostgresBinaries;
  readonly account: ServerAccount;
  readonly log: Logger;
}

/**
 * Makes sure that the server runs and takes connections: the one that runs already, or a new one.
 *
 * @throws StartError with PostgreSQL's own reason when it does not start.
 */
export async function ensurePostmaster(place: PostmasterPlace): Promise<{ postmaster: Postmaster; adopted: boolean }> {
  const began = performance.now();
  let started: StartedServer | null = null;
  while (performance.now() - began < startLimitMs) {
    const found = await findPostmaster(place.clusterFolder);
    if (found?.status === 'ready') return { postmaster: found, adopted: found.pid !== started?.child.pid };
    if (found === null && started === null && (await isVacant(place, performance.now() - began))) {
      await removeMisleadingFiles(place.clusterFolder, place.socketFolder);
      started = await spawnPostmaster(place);
    }
    if (started !== null && started.child.exitCode !== null) {
      await explainExit(place, started, performance.now() - began);
      started = null;
    }
    // Ended by a signal: a Ctrl-C that came before it had a group of its own, or somebody's kill. It may be started again.
    if (started !== null && started.child.signalCode !== null) started = null;
    await sleep(pollMs);
  }
  throw new StartError(
    `PostgreSQL did not become ready within ${startLimitMs / 1000} s. Its log is ${place.logFile}; start again when it has recovered.`,
  );
}

/** Whether nothing of an earlier server is left; the processes of a killed one need a moment to notice that it is gone. */
async function isVacant(place: PostmasterPlace, elapsedMs: number): Promise<boolean> {
  const orphans = await serverProcessesOf(place.clusterFolder);
  if (orphans.length === 0) return true;
  if (elapsedMs < orphanLimitMs || (await findPostmaster(place.clusterFolder)) !== null) return false;
  throw new StartError(
    `Processes of a PostgreSQL that was killed still use ${place.clusterFolder} (${orphans.join(', ')}). ` +
      `End them with "kill ${orphans.join(' ')}" and start again.`,
  );
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. Past the limit it is told to stop at once. */
export async function stopPostmaster(clusterFolder: string, pid: number, log: Logger): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (signal !== 'SIGINT')
      log.warn({ postgresPid: pid, signal }, 'PostgreSQL does not stop; asking with more force.');
    if (!signalPostmaster(pid, signal)) return;
    const began = performance.now();
    while (performance.now() - began < stopLimitMs) {
      if (!(await isServerOf(clusterFolder, pid))) return;
      await sleep(pollMs);
    }
  }
}

/** Also for the last moment of a process, when nothing can be awaited. False when there is no such process. */
export function signalPostmaster(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

interface StartedServer {
  readonly child: ChildProcess;
  /** Where its part of the log begins. */
  readonly logOffset: number;
}

/**
 * In a session of its own, so that Ctrl-C in the terminal reaches us and not PostgreSQL, which must outlive the last
 * request; with its output in a file, so that it also outlives us.
 */
async function spawnPostmaster(place: PostmasterPlace): Promise<StartedServer> {
  await keepLogShort(place.logFile);
  const logHandle = await open(place.logFile, 'a', 0o600);
  try {
    const { size: logOffset } = await logHandle.stat();
    const child = spawn(place.binaries.postgres, serverParameters(place), {
      cwd: '/',
      env: cleanEnvironment,
      detached: true,
      stdio: ['ignore', logHandle.fd, logHandle.fd],
      ...place.account.switchTo,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.on('error', (error) => place.log.error({ err: error }, 'PostgreSQL could not be signalled.'));
    child.unref();
    return { child, logOffset };
  } finally {
    await logHandle.close();
  }
}

/** What must hold whatever stands in postgresql.conf; the rest may be tuned there. */
function serverParameters(place: PostmasterPlace): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    port: String(socketPort),
    unix_socket_directories: `"${place.socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '%m [%p] ',
    // Rows and statements are the owner's business: they do not go into a log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_statement: 'none',
  };
  return [
    '-D',
    place.clusterFolder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/** Returns when another try makes sense; throws the sentence when it does not. */
async function explainExit(place: PostmasterPlace, started: StartedServer, elapsedMs: number): Promise<void> {
  const text = await readFrom(place.logFile, started.logOffset);
  // Another start was quicker: its server is found in the next round.
  if (/lock file "postmaster\.pid" already exists|lock file .* is empty/.test(text) && elapsedMs < orphanLimitMs)
    return;
  // Processes of a killed server are still on their way out.
  if (/pre-existing shared memory block/.test(text) && elapsedMs < orphanLimitMs) return;
  if (/No space left on device/.test(text)) throw new StartError(await diskFullSentence(place.clusterFolder));
  const reason = /(?:FATAL|PANIC): +(.+)/.exec(text)?.[1] ?? text.trim().replaceAll(/\s+/g, ' ');
  const hint = /HINT: +(.+)/.exec(text)?.[1];
  throw new StartError(
    `PostgreSQL does not start on ${place.clusterFolder}: it says "${reason}"${hint === undefined ? '' : ` and advises "${hint}"`}. ` +
      `Its whole log is ${place.logFile}.`,
  );
}

async function readFrom(file: string, offset: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(Math.max(size - offset, 0), 64 * 1024));
    await handle.read(buffer, 0, buffer.length, offset);
    return buffer.toString('utf8');
  } finally {
    await handle.close();
  }
}

async function keepLogShort(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found !== null && found.size > logBytesMax) await rename(file, `${file}.1`);
}
