/** Makes a new cluster with initdb, wholly or not at all. */
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diskFullSentence, folderError } from '../../../core/data-folder.ts';
import { StartError } from '../../../core/start-error.ts';
import type { PostgresBinaries } from './binaries.ts';
import { administratorRole } from './cluster-files.ts';
import { isAlive } from './process-table.ts';
import { runCommand } from './run-command.ts';
import type { ServerAccount } from './server-account.ts';

const initdbTimeoutMs = 120_000;

/** Folders that this process works in: in a container an abandoned one may carry our own process id. */
const underway = new Set<string>();

/**
 * The builtin locale C.UTF-8 sorts by code point and knows upper and lower case of every script. It comes with PostgreSQL,
 * so an update of the operating system cannot change the order under an index.
 */
const initdbParameters = [
  `--username=${administratorRole}`,
  '--auth=peer',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
  // A desk's database is small: half of the standard amounts of shared memory and of log kept for recovery.
  '--set=shared_buffers=64MB',
  '--set=max_wal_size=512MB',
  '--set=timezone=UTC',
  '--set=log_timezone=UTC',
];

/**
 * initdb works in a folder beside the cluster that is renamed at the end: a start that was killed leaves nothing that looks
 * like a database, and of two that start at once one comes first and the other uses what it made.
 */
export async function initialiseCluster(
  clusterFolder: string,
  binaries: PostgresBinaries,
  account: ServerAccount,
): Promise<void> {
  await removeAbandoned(clusterFolder);
  const staged = `${clusterFolder}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  underway.add(staged);
  try {
    await mkdir(staged, { mode: 0o700 });
    if (account.switchTo !== null) await chown(staged, account.uid, account.gid);
    await runInitdb(staged, binaries, account);
    await rename(staged, clusterFolder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    await syncFolder(dirname(clusterFolder));
  } catch (error) {
    throw await folderError(error, dirname(clusterFolder));
  } finally {
    await rm(staged, { recursive: true, force: true });
    underway.delete(staged);
  }
}

async function runInitdb(folder: string, binaries: PostgresBinaries, account: ServerAccount): Promise<void> {
  const result = await runCommand(binaries.initdb, ['-D', folder, ...initdbParameters], {
    account: account.switchTo,
    timeoutMs: initdbTimeoutMs,
  });
  if (result.status === 0) return;
  if (result.signal !== null) {
    throw new StartError(
      `Making the database in ${dirname(folder)} was ended by ${result.signal}; nothing half-made is left. Start again.`,
    );
  }
  if (/No space left on device|Disk quota exceeded/.test(result.output)) {
    throw new StartError(await diskFullSentence(dirname(folder)));
  }
  const reason = /(?:error|FATAL|PANIC): *(.+)/.exec(result.output)?.[1] ?? result.output.trim().split('\n').at(-1);
  throw new StartError(
    `The database could not be made in ${dirname(folder)}: initdb says "${reason}". ` +
      'Mend that, choose another data folder with RISKOPTIMIZER_DATA, or set DATABASE_URL.',
  );
}

/** What killed starts left; the process id in the name tells whether its maker still works on it. */
async function removeAbandoned(clusterFolder: string): Promise<void> {
  const [parent, prefix] = [dirname(clusterFolder), `${basename(clusterFolder)}.new-`];
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const maker = Number.parseInt(name.slice(prefix.length), 10);
    const abandoned = maker === process.pid ? !underway.has(join(parent, name)) : !isAlive(maker);
    if (abandoned) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** Makes the new name of the cluster outlive a power failure. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
