/** A server process from start to stop: what it prints, what a signal does, what it leaves behind. */
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { serverProcessesOf } from '../../src/infrastructure/database/embedded-postgres/process-table.ts';
import { temporaryDataFolder } from '../support/data-folder.ts';
import { runServerProcess, type ServerProcess } from '../support/server-process.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { until } from '../support/wait.ts';

const script = fileURLToPath(new URL('../support/lifecycle-starter.ts', import.meta.url));

describe('with the embedded PostgreSQL', () => {
  test('Ctrl-C finishes what is under way, leaves no process, keeps the data; the next start is quick', async () => {
    const dataFolder = await temporaryDataFolder();
    const first = start({ RISKOPTIMIZER_DATA: dataFolder });
    const address = await first.address;
    expect(first.output()).toContain(`Making the database in ${dataFolder}. This happens once.`);
    expect(await get(address, '/store/7')).toBe('done');
    const slow = get(address, '/slow/600');
    await get(address, '/');
    first.signalGroup('SIGINT');
    expect(await slow).toBe('done');
    expect(await first.ended).toBe(0);
    expect(first.complaints()).toBe('');
    expect(await serverProcessesOf(join(dataFolder, 'postgresql'))).toEqual([]);
    await expect(get(address, '/')).rejects.toThrow('fetch failed');

    const second = start({ RISKOPTIMIZER_DATA: dataFolder });
    expect(await get(await second.address, '/rows')).toBe('1');
    const seconds = Number(/\(in ([\d.]+) s\)/.exec(second.output())?.[1]);
    // It takes about 0.7 s on an idle machine; a loaded one only shows a gross miss.
    expect(seconds).toBeLessThan(9);
    expect(second.output()).not.toContain('Making the database');
    second.signalGroup('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  test('prints a few lines for a person, and writes its log as JSON into a file of its own', async () => {
    const dataFolder = await temporaryDataFolder();
    const server = start({ RISKOPTIMIZER_DATA: dataFolder });
    const address = await server.address;
    server.signalGroup('SIGINT');
    await server.ended;
    expect(server.output()).toMatch(
      new RegExp(
        `\\n\\nRiskOptimizer is ready at ${address} \\(in \\d+\\.\\d s\\)\\n\\n(  .*\\n|\\n)*` +
          `  Data           ${dataFolder} \\(PostgreSQL 18\\.\\d+\\)\\n  Log            ${dataFolder}/logs/server\\.log\\n`,
      ),
    );
    const file = join(dataFolder, 'logs', 'server.log');
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toContainEqual(expect.objectContaining({ level: 'info', msg: 'Ready.', time: expect.any(String) }));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('a second Ctrl-C does not wait, and still leaves no process behind', async () => {
    const dataFolder = await temporaryDataFolder();
    const server = start({ RISKOPTIMIZER_DATA: dataFolder });
    const slow = get(await server.address, '/slow/8000').catch((error: Error) => error);
    await get(await server.address, '/');
    const began = performance.now();
    server.signalGroup('SIGINT');
    await new Promise((resolve) => {
      setTimeout(resolve, 600);
    });
    server.signalGroup('SIGINT');
    expect(await server.ended).toBe(1);
    expect(performance.now() - began).toBeLessThan(6_000);
    expect(await slow).toBeInstanceOf(Error);
    await until(
      'PostgreSQL is gone',
      async () => (await serverProcessesOf(join(dataFolder, 'postgresql'))).length === 0,
    );
  });

  test('an error that nobody caught is reported, logged, and ends the server as a failure, cleanly', async () => {
    const dataFolder = await temporaryDataFolder();
    const server = start({ RISKOPTIMIZER_DATA: dataFolder });
    await get(await server.address, '/crash').catch(() => {});
    expect(await server.ended).toBe(1);
    expect(server.complaints()).toMatch(
      /^RiskOptimizer has a defect and cannot go on\. Please report this:\nTypeError: nobody caught this\n +at /,
    );
    expect(await readFile(join(dataFolder, 'logs', 'server.log'), 'utf8')).toContain('"level":"fatal"');
    expect(await serverProcessesOf(join(dataFolder, 'postgresql'))).toEqual([]);
  });

  test('a signal during the first start stops it as soon as it can be stopped', async () => {
    const dataFolder = await temporaryDataFolder();
    const server = start({ RISKOPTIMIZER_DATA: dataFolder });
    await until('it has begun', () => server.output().includes('Making the database'));
    server.signalGroup('SIGINT');
    expect(await server.ended).toBe(0);
    expect(await serversLeftIn(dataFolder)).toEqual([]);
  });

  // A program that is being started shares our process group for some milliseconds, so the signal ends it as well.
  test('a signal in the very milliseconds in which initdb is started is no failure either', async () => {
    for (const delayMs of [0, 2, 4, 5, 6, 7, 8]) {
      const dataFolder = await temporaryDataFolder();
      const server = start({ RISKOPTIMIZER_DATA: dataFolder });
      await new Promise<void>((resolve) => {
        server.child.stdout?.on('data', () => {
          if (server.output().includes('Making the database')) resolve();
        });
      });
      const began = performance.now();
      // A timer would be a millisecond late, which is as long as what is looked for.
      while (performance.now() - began < delayMs);
      server.signalGroup('SIGINT');
      expect([await server.ended, server.complaints()]).toEqual([0, '']);
      expect(await serversLeftIn(dataFolder)).toEqual([]);
      expect((await readdir(dataFolder)).filter((name) => name.includes('.new-'))).toEqual([]);
    }
  });
});

describe('what stops a start', () => {
  test('a taken port: who has it, and how to take another, before anything is made', async () => {
    const dataFolder = join(await temporaryDataFolder(), 'data');
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    onTestFinished(() => void holder.close());
    const { port } = holder.address() as { port: number };
    const server = start({ RISKOPTIMIZER_DATA: dataFolder, PORT: String(port) });
    expect(await server.ended).toBe(1);
    const name = (await readFile('/proc/self/comm', 'utf8').catch(() => '')).trim();
    const who = process.platform === 'linux' ? `process ${process.pid} (${name})` : '.*';
    expect(server.complaints()).toMatch(
      new RegExp(`^Port ${port} is taken by ${escaped(who)}\\. Start on another one: PORT=${port + 1} npm start\\. `),
    );
    await expect(stat(dataFolder)).rejects.toThrow('ENOENT');
  });

  test('a data folder in use', async () => {
    const dataFolder = await temporaryDataFolder();
    const first = start({ RISKOPTIMIZER_DATA: dataFolder });
    await first.address;
    const second = start({ RISKOPTIMIZER_DATA: dataFolder });
    expect(await second.ended).toBe(1);
    expect(second.complaints()).toContain(`is in use by another RiskOptimizer (process ${first.child.pid}, since `);
    expect(second.complaints().trim().split('\n')).toHaveLength(1);
    first.signalGroup('SIGINT');
    expect(await first.ended).toBe(0);
  });

  test('settings that are wrong, each with its sentence', async () => {
    const server = start({ PORT: 'eighty', HOST: '0.0.0.0', RISKOPTIMIZER_DTA: '/srv' });
    expect(await server.ended).toBe(1);
    expect(server.complaints().trim().split('\n')).toEqual([
      expect.stringMatching(/^PORT is "eighty"; expected/),
      expect.stringMatching(/^RISKOPTIMIZER_DTA is not a setting of RiskOptimizer; did you mean RISKOPTIMIZER_DATA\?/),
      expect.stringMatching(/^HOST is "0\.0\.0\.0", which other machines can reach/),
    ]);
    expect(server.output()).toBe('');
  });
});

describe('with a PostgreSQL of its own', () => {
  test('uses it, logs to the error output when told so, and keeps nothing but the secrets in the data folder', async () => {
    const database = await createTestDatabase();
    const dataFolder = join(await temporaryDataFolder(), 'data');
    const server = start({
      DATABASE_URL: database.connectionString,
      RISKOPTIMIZER_DATA: dataFolder,
      RISKOPTIMIZER_LOG_TO: 'stderr',
    });
    expect(await get(await server.address, '/store/3')).toBe('done');
    server.signalGroup('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(JSON.parse(server.complaints().split('\n', 1).join(''))).toMatchObject({ level: 'info' });
    expect(await readdir(dataFolder)).toEqual(['secrets']);
    const client = new Client({ connectionString: database.connectionString });
    await client.connect();
    expect((await client.query('select display_name from users')).rows).toEqual([{ display_name: 'Visitor 3' }]);
    await client.end();
    await database.drop();
  });

  test('says why it cannot be used, without the password', async () => {
    const address = new URL(inject('administratorConnectionString'));
    address.pathname = '/no_such_database';
    address.password = 'hush-7731';
    const server = start({ DATABASE_URL: address.href, RISKOPTIMIZER_LOG_TO: 'stderr' });
    expect(await server.ended).toBe(1);
    expect(server.complaints()).toMatch(
      /^The database of DATABASE_URL \(.*\/no_such_database\) cannot be used: database "no_such_database" does not exist\. Check the address/,
    );
    expect(server.complaints()).not.toContain('hush-7731');
  });
});

function start(environment: Record<string, string>): ServerProcess {
  const server = runServerProcess(script, { PORT: '0', ...environment });
  onTestFinished(() => {
    if (server.child.exitCode === null && server.child.signalCode === null) server.child.kill('SIGKILL');
  });
  return server;
}

/** Of a folder in which the database may never have been made. */
async function serversLeftIn(dataFolder: string): Promise<number[]> {
  const made = (await readdir(dataFolder)).includes('postgresql');
  return made ? serverProcessesOf(join(dataFolder, 'postgresql')) : [];
}

async function get(address: string, path: string): Promise<string> {
  const response = await fetch(address + path, { headers: { connection: 'close' } });
  return response.text();
}

function escaped(text: string): string {
  return process.platform === 'linux' ? text.replaceAll(/[()]/g, '\\$&') : text;
}
