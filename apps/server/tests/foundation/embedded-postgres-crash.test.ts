/** The embedded PostgreSQL in foul weather: killed servers, killed parents, two at once, leftovers. Nothing committed is lost. */
import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/infrastructure/database/embedded-postgres/embedded-postgres.ts';
import { isAlive, serverProcessesOf } from '../../src/infrastructure/database/embedded-postgres/process-table.ts';
import { chooseServerAccount } from '../../src/infrastructure/database/embedded-postgres/server-account.ts';
import { killServer, postmasterPid, temporaryCopy, temporaryDataFolder } from '../support/data-folder.ts';
import { runStarter, type Starter } from '../support/embedded-process.ts';
import { until } from '../support/wait.ts';

const silent = pino({ level: 'silent' });

/** A data folder with an empty database, stopped. */
const prepared = join(tmpdir(), `riskoptimizer-prepared-${process.pid}`);
beforeAll(async () => {
  await (await startEmbeddedPostgres({ dataFolder: prepared, log: silent })).stop();
});
afterAll(() => rm(prepared, { recursive: true, force: true }));

describe('a parent killed while it writes', () => {
  test('leaves a server that the next start adopts, with every committed row', async () => {
    const dataFolder = await temporaryCopy(prepared);
    const writer = runStarter(dataFolder, 'write');
    await killWhenWritten(writer, 200);
    const postmaster = await postmasterPid(dataFolder);
    const server = await startEmbeddedPostgres({ dataFolder, log: silent });
    expect(server.adopted).toBe(true);
    expect(await postmasterPid(dataFolder)).toBe(postmaster);
    await expectEveryCommit(server, writer);
    await server.stop();
    expect(isAlive(postmaster)).toBe(false);
  });

  test('together with its server: the next start recovers every committed row', async () => {
    const dataFolder = await temporaryCopy(prepared);
    for (const commits of [50, 120]) {
      const writer = runStarter(dataFolder, 'write');
      await killWhenWritten(writer, commits, () => killServer(dataFolder));
      const server = await startEmbeddedPostgres({ dataFolder, log: silent });
      expect(server.adopted).toBe(false);
      await expectEveryCommit(server, writer);
      await server.stop();
    }
  });

  test('with only the postmaster killed: its orphans are waited for, not fought', async () => {
    const dataFolder = await temporaryCopy(prepared);
    const writer = runStarter(dataFolder, 'write');
    await killWhenWritten(writer, 50, async () => process.kill(await postmasterPid(dataFolder), 'SIGKILL'));
    const server = await startEmbeddedPostgres({ dataFolder, log: silent });
    expect(server.adopted).toBe(false);
    await expectEveryCommit(server, writer);
    await server.stop();
  });
});

describe('a server killed under a living parent', () => {
  test('is started again: the same address works and committed rows are there', async () => {
    const dataFolder = await temporaryCopy(prepared);
    const lost: Error[] = [];
    const server = await startEmbeddedPostgres({ dataFolder, log: silent, onLost: (error) => lost.push(error) });
    const pool = new Pool({ connectionString: server.ownerConnectionString });
    pool.on('error', () => {});
    await pool.query('create table kept as select 7 as seven');
    const answer = async () => {
      const { rows } = await pool.query<{ start: string; seven: number }>(
        'select pg_postmaster_start_time()::text as start, seven from kept',
      );
      return rows[0]!;
    };
    for (const signal of ['SIGKILL', 'SIGQUIT', 'SIGINT'] as const) {
      const before = await answer();
      process.kill(await postmasterPid(dataFolder), signal);
      // By its start: a backend that outlives its server for a moment answers as well, and hinders the next one from starting.
      await until('another server answers', () =>
        answer().then(
          ({ start, seven }) => start !== before.start && seven === 7,
          () => false,
        ),
      );
    }
    expect(lost).toEqual([]);
    await pool.end();
    await server.stop();
    expect(await serverProcessesOf(join(dataFolder, 'postgresql'))).toEqual([]);
  });

  test('loses one backend: PostgreSQL restarts itself and the folder is still ours', async () => {
    const dataFolder = await temporaryCopy(prepared);
    const server = await startEmbeddedPostgres({ dataFolder, log: silent });
    const pool = new Pool({ connectionString: server.ownerConnectionString });
    pool.on('error', () => {});
    const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
    await until('the pool gets answers again', () => pool.query('select 7 as seven').then(isSeven, () => false));
    await pool.end();
    expect(await runStarter(dataFolder, 'hold').first).toMatchObject({ event: 'refused' });
    await server.stop();
  });

  test('a parent that simply exits takes its server with it', async () => {
    const dataFolder = await temporaryCopy(prepared);
    await runStarter(dataFolder, 'exit').ended;
    const remaining = () => serverProcessesOf(join(dataFolder, 'postgresql'));
    await until('the server is gone', async () => (await remaining()).length === 0);
    expect(await remaining()).toEqual([]);
  });
});

describe('two on one data folder', () => {
  test('the second is told who has it, since when and what to do; the first goes on, and then it is free', async () => {
    const dataFolder = await temporaryCopy(prepared);
    const first = runStarter(dataFolder, 'hold');
    const started = await first.first;
    const refused = startEmbeddedPostgres({ dataFolder, log: silent });
    await expect(refused).rejects.toThrow(
      new RegExp(
        `^The data folder ${dataFolder} is in use by another RiskOptimizer ` +
          `\\(process ${started.pid}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\)\\. Stop that one, or start this one on ` +
          'its own folder and port: RISKOPTIMIZER_DATA=/another/folder PORT=8081 npm start\\.$',
      ),
    );
    expect(await ping(started.connectionString!)).toBe(true);
    first.child.kill('SIGTERM');
    await first.ended;
    const next = await startEmbeddedPostgres({ dataFolder, log: silent });
    expect(next.adopted).toBe(false);
    await next.stop();
  });

  test('of several first starts at once exactly one wins, and nothing half-made stays', async () => {
    const dataFolder = await temporaryDataFolder();
    const starters = [1, 2, 3].map(() => runStarter(dataFolder, 'hold'));
    const said = await Promise.all(starters.map((starter) => starter.first));
    expect(said.map((line) => line.event).toSorted()).toEqual(['refused', 'refused', 'started']);
    for (const line of said.filter((one) => one.event === 'refused')) expect(line.sentence).toContain('is in use by');
    const winner = said.find((line) => line.event === 'started');
    expect(await ping(winner!.connectionString!)).toBe(true);
    for (const starter of starters) starter.child.kill('SIGTERM');
    await Promise.all(starters.map((starter) => starter.ended));
    expect((await readdir(dataFolder)).toSorted()).toEqual(['logs', 'postgresql', 'run']);
  });
});

describe('leftovers', () => {
  test.each([
    ['a dead process', async () => 4_194_000],
    ['another program, with the rights of PostgreSQL', sleepAsServerAccount],
  ])('a postmaster.pid that names %s does not stop the start', async (_, choosePid) => {
    const dataFolder = await temporaryCopy(prepared);
    const first = await startEmbeddedPostgres({ dataFolder, log: silent });
    const file = join(dataFolder, 'postgresql', 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await first.stop();
    const pid = String(await choosePid(dataFolder));
    await writeFile(file, [pid, ...lines.slice(1)].join('\n'));
    await writeFile(join(dataFolder, 'run', '.s.PGSQL.5432.lock'), [pid, ...lines.slice(1)].join('\n'));
    const second = await startEmbeddedPostgres({ dataFolder, log: silent });
    expect(second.adopted).toBe(false);
    expect(await ping(second.ownerConnectionString)).toBe(true);
    await second.stop();
  });

  test('a database that was being made when its process was killed is thrown away and made anew', async () => {
    const dataFolder = await temporaryDataFolder();
    const abandoned = join(dataFolder, 'postgresql.new-4194000-0a0b0c0d');
    await chmod(dataFolder, 0o711);
    await mkdir(abandoned);
    await writeFile(join(abandoned, 'PG_VERSION'), '18');
    const server = await startEmbeddedPostgres({ dataFolder, log: silent });
    expect(await readdir(dataFolder)).not.toContain('postgresql.new-4194000-0a0b0c0d');
    expect(await ping(server.ownerConnectionString)).toBe(true);
    await server.stop();
  });

  test('a first start that was killed after making the cluster is completed', async () => {
    const dataFolder = await temporaryDataFolder();
    const starter = runStarter(dataFolder, 'hold');
    await until('the cluster is there', async () => (await readdir(dataFolder)).includes('postgresql'));
    starter.child.kill('SIGKILL');
    await starter.ended;
    const server = await startEmbeddedPostgres({ dataFolder, log: silent });
    expect(await ping(server.ownerConnectionString)).toBe(true);
    await server.stop();
  });
});

/** Lets it write for a while, then kill -9, in the middle of whatever it does. */
async function killWhenWritten(writer: Starter, commits: number, besides?: () => Promise<unknown>): Promise<void> {
  expect((await writer.first).event).toBe('started');
  await until('rows are written', () => writer.lines.length > commits, 20_000);
  await besides?.();
  writer.child.kill('SIGKILL');
  await writer.ended;
}

/** Every number that was reported as committed is there, and at most the one that was under way besides. */
async function expectEveryCommit(server: EmbeddedPostgres, writer: Starter): Promise<void> {
  const reported = writer.lines.flatMap((line) => (line.entry === undefined ? [] : [line.entry]));
  const client = new Client({ connectionString: server.ownerConnectionString });
  await client.connect();
  const { rows } = await client.query<{ entry: string }>('select entry from ledger order by entry');
  await client.end();
  const stored = new Set(rows.map((row) => Number(row.entry)));
  expect(reported.length).toBeGreaterThan(0);
  expect(reported.filter((entry) => !stored.has(entry))).toEqual([]);
  expect(Math.max(...stored) - Math.max(...reported)).toBeLessThanOrEqual(1);
}

/** A program that has got the process id of a dead PostgreSQL. PostgreSQL heeds only ids of its own account. */
async function sleepAsServerAccount(dataFolder: string): Promise<number> {
  const account = await chooseServerAccount(join(dataFolder, 'postgresql'));
  const child = spawn('sleep', ['60'], { stdio: 'ignore', ...account.switchTo });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child.pid ?? 0;
}

async function ping(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ seven: number }>('select 7 as seven');
  await client.end();
  return isSeven({ rows });
}

function isSeven({ rows }: { rows: { seven: number }[] }): boolean {
  return rows[0]?.seven === 7;
}
