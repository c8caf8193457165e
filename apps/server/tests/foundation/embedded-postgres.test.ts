/** The embedded PostgreSQL in fair weather: made, started, stopped, started again; closed to everybody else. */
import { execFile } from 'node:child_process';
import { chmod, lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/infrastructure/database/embedded-postgres/embedded-postgres.ts';
import { chooseServerAccount } from '../../src/infrastructure/database/embedded-postgres/server-account.ts';
import { chooseSocketFolder } from '../../src/infrastructure/database/embedded-postgres/socket-folder.ts';
import { postmasterPid, temporaryDataFolder } from '../support/data-folder.ts';

const silent = pino({ level: 'silent' });
const isRoot = process.getuid?.() === 0;

test('what was stored is there after stop and start, and a later start takes a moment', async () => {
  const dataFolder = await temporaryDataFolder();
  let firstStarts = 0;
  const onFirstStart = () => {
    firstStarts += 1;
  };
  const first = await startEmbeddedPostgres({ dataFolder, log: silent, onFirstStart });
  await query(first, 'create table kept as select 42 as answer');
  await first.stop();
  await first.stop();
  await expect(postmasterPid(dataFolder)).rejects.toThrow('ENOENT');

  const began = performance.now();
  const second = await startEmbeddedPostgres({ dataFolder, log: silent, onFirstStart });
  // About 60 ms on an idle machine.
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(second).toMatchObject({ adopted: false, version: expect.stringMatching(/^18\.\d+$/) });
  expect(firstStarts).toBe(1);
  expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

describe('a running server', () => {
  const dataFolder = join(tmpdir(), `riskoptimizer-open-${process.pid}`);
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    await mkdir(dataFolder, { mode: 0o700 });
    server = await startEmbeddedPostgres({ dataFolder, log: silent });
  });
  afterAll(async () => {
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true });
  });

  test('keeps every promise to the disk and listens on no network', async () => {
    const rows = await query(
      server,
      `select name, setting from pg_settings where name in
        ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses', 'server_encoding', 'TimeZone')
       order by name`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      TimeZone: 'UTC',
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
    });
  });

  test('sorts by code point and knows upper case of every script, whatever the operating system', async () => {
    const rows = await query(
      server,
      `select string_agg(word, ' ' order by word) as sorted, upper('éclair ñandú жук') as upper
       from unnest(array['zebra', 'Äpfel', 'apple', 'Zürich']) as word`,
    );
    expect(rows).toEqual([{ sorted: 'Zürich apple zebra Äpfel', upper: 'ÉCLAIR ÑANDÚ ЖУК' }]);
  });

  test('gives the application its own database and no power over the server', async () => {
    expect(
      await query(
        server,
        `select current_user::text as role, current_database()::text as database,
        rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`,
      ),
    ).toEqual([
      { role: 'riskoptimizer', database: 'riskoptimizer', rolsuper: false, rolcreaterole: false, rolcreatedb: false },
    ]);
    await expect(query(server, "copy (select 1) to program 'true'")).rejects.toThrow('permission denied');
    await expect(query(server, "select pg_read_file('/etc/passwd')")).rejects.toThrow('permission denied');
  });

  test('stands in folders that nobody else can read', async () => {
    const account = await chooseServerAccount(join(dataFolder, 'postgresql'));
    const found = await Promise.all(
      ['', 'postgresql', 'run', 'logs', 'logs/postgresql.log'].map(async (name) => {
        const { mode, uid } = await stat(join(dataFolder, name));
        return [name, (mode & 0o777).toString(8), uid];
      }),
    );
    const self = process.getuid?.();
    expect(found).toEqual([
      ['', isRoot ? '711' : '700', self],
      ['postgresql', '700', account.uid],
      ['run', '700', account.uid],
      ['logs', '700', self],
      ['logs/postgresql.log', '600', self],
    ]);
    expect(account.uid).not.toBe(0);
  });

  test.runIf(isRoot)('refuses another user of the machine even when he gets to the socket', async () => {
    const run = join(dataFolder, 'run');
    await chmod(run, 0o755);
    await chmod(join(run, '.s.PGSQL.5432'), 0o777);
    try {
      expect(await connectAs(65_534, server.ownerConnectionString)).toMatch(/Peer authentication failed/);
      expect(await connectAs(0, server.ownerConnectionString)).toBe('connected');
    } finally {
      await chmod(run, 0o700);
    }
  });

  test('keeps statements and rows out of its log', async () => {
    await query(server, 'create table secret_names (name text primary key)');
    await query(server, "insert into secret_names values ('Ada-7731')");
    await expect(query(server, "insert into secret_names values ('Ada-7731')")).rejects.toThrow('duplicate key');
    const log = await readFile(join(dataFolder, 'logs', 'postgresql.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('Ada-7731');
  });
});

describe('the socket', () => {
  test('stands outside of a data folder whose path is too long for one', async () => {
    const dataFolder = join(await temporaryDataFolder(), 'a-very-long-name-'.repeat(6));
    await mkdir(dataFolder, { recursive: true });
    if (isRoot) await chmod(join(dataFolder, '..'), 0o711);
    const server = await startEmbeddedPostgres({ dataFolder, log: silent });
    const folder = new URL(server.ownerConnectionString).searchParams.get('host')!;
    expect(folder.startsWith('/tmp/riskoptimizer-')).toBe(true);
    expect(((await lstat(folder)).mode & 0o777).toString(8)).toBe('700');
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    await rm(folder, { recursive: true });
  });

  test('prefers the folder of the session, and never for another account', () => {
    const long = `/${'x'.repeat(120)}`;
    const self = { uid: 1000, switchTo: null };
    expect(chooseSocketFolder('/data', self, '/run/user/1000')).toBe('/data/run');
    expect(chooseSocketFolder(long, self, '/run/user/1000')).toMatch(
      /^\/run\/user\/1000\/riskoptimizer-1000-[0-9a-f]{16}$/,
    );
    expect(chooseSocketFolder(long, self, long)).toMatch(/^\/tmp\/riskoptimizer-1000-/);
    expect(chooseSocketFolder(long, { uid: 101, switchTo: { uid: 101, gid: 104 } }, '/run/user/0')).toMatch(
      /^\/tmp\/riskoptimizer-101-/,
    );
    expect(chooseSocketFolder(long, self, null)).not.toBe(chooseSocketFolder(`${long}y`, self, null));
  });

  test('is not put where somebody else has prepared the place', async () => {
    const dataFolder = join(await temporaryDataFolder(), 'a-very-long-name-'.repeat(6));
    await mkdir(dataFolder, { recursive: true });
    if (isRoot) await chmod(join(dataFolder, '..'), 0o711);
    const account = await chooseServerAccount(join(dataFolder, 'postgresql'));
    const place = chooseSocketFolder(dataFolder, account, null);
    await writeFile(place, 'squatter');
    try {
      await expect(startEmbeddedPostgres({ dataFolder, log: silent })).rejects.toThrow(
        `${place} is needed for the connection to PostgreSQL, but it does not belong to user "${account.name}".`,
      );
    } finally {
      await rm(place);
    }
  });
});

/** What a process of that user is told when it connects. */
async function connectAs(uid: number, connectionString: string): Promise<string> {
  const script = `
    const { Client } = await import('pg');
    process.setgroups([]); process.setgid(${uid}); process.setuid(${uid});
    const client = new Client({ connectionString: ${JSON.stringify(connectionString)} });
    console.log(await client.connect().then(() => 'connected', (error) => error.message));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
  });
  return stdout.trim();
}

async function query(server: EmbeddedPostgres, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: server.ownerConnectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
