/** demo, doctor and serve: files, checks and a process that passes signals on. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { failJson, repositoryRoot, runCli, runJson, workFolder } from './support/run-cli.ts';

interface Finding {
  name: string;
  status: string;
  message: string;
  remedy: string | null;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('demo', () => {
  it('writes prices in one currency and weights, which the other commands read', async () => {
    const answer = await runJson(['demo', '--out', 'market.csv']);
    expect(answer).toMatchObject({
      pricesFile: 'market.csv',
      weightsFile: 'market-weights.json',
      simulated: true,
      assetCount: 30,
    });
    const risk = await runJson(['risk', 'market.csv', '--weights', 'market-weights.json']);
    expect(risk.window.count).toBeGreaterThan(200);
    expect(Object.keys(risk.weights).length).toBeGreaterThan(5);
    expect(risk.annualised.annualVolatility).toBeGreaterThan(0.02);
    const frontier = await runJson(['frontier', 'market.csv', '--exact']);
    expect(frontier.corners.length).toBeGreaterThan(2);
  });

  it('says that it is simulated and what to try next', async () => {
    const { status, stdout, stderr } = await runCli(['demo', '--out', 'spoken.csv', '--seed', '3']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Simulated market .*seed 3\); no price is real\.$/m);
    expect(stdout).toContain('  riskoptimizer risk spoken.csv --weights spoken-weights.json');
  });

  it('the same seed writes the same bytes, another seed others', async () => {
    for (const [seed, name] of [
      ['1', 'one'],
      ['1', 'same'],
      ['2', 'two'],
    ] as const) {
      await runJson(['demo', '--out', `${name}.csv`, '--seed', seed]);
    }
    const read = (name: string) => readFileSync(join(workFolder(), `${name}.csv`), 'utf8');
    expect(read('one')).toBe(read('same'));
    expect(read('one')).not.toBe(read('two'));
  });

  it('overwrites nothing unless told to', async () => {
    writeFileSync(join(workFolder(), 'mine.csv'), 'mine');
    expect(await failJson(['demo', '--out', 'mine.csv'])).toMatchObject({ code: 'file-exists', file: 'mine.csv' });
    expect(readFileSync(join(workFolder(), 'mine.csv'), 'utf8')).toBe('mine');
    await runJson(['demo', '--out', 'mine.csv', '--force']);
    expect(readFileSync(join(workFolder(), 'mine.csv'), 'utf8')).toMatch(/^date,/);
    expect(await failJson(['demo', '--out', 'nowhere/mine.csv'])).toMatchObject({
      code: 'file-not-writable',
      file: 'nowhere/mine.csv',
    });
  });
});

describe('doctor', () => {
  async function examine(
    environment: Record<string, string>,
  ): Promise<{ status: number; findings: Map<string, Finding> }> {
    const { status, stdout } = await runCli(['doctor', '--json'], { environment });
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    return { status, findings: new Map(findings.map((finding) => [finding.name, finding])) };
  }

  async function listen(): Promise<number> {
    const server = createServer();
    closers.push(() => server.close());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  }

  it('finds all well on a free port with a new data folder', async () => {
    const { status, findings } = await examine({ PORT: '0', RISKOPTIMIZER_DATA: join(workFolder(), 'new/data') });
    expect([...findings.keys()]).toEqual([
      'node',
      'packages',
      'postgresql',
      'esbuild',
      'data folder',
      'port',
      'database',
      'cache',
    ]);
    expect(findings.get('data folder')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('does not exist yet'),
    });
    expect(findings.get('port')).toMatchObject({ status: 'ok' });
    expect(status).toBe(0);
    expect(existsSync(join(workFolder(), 'new'))).toBe(false);
  });

  it('says who has the port', async () => {
    const port = await listen();
    const { status, findings } = await examine({ PORT: String(port) });
    expect(findings.get('port')).toMatchObject({
      status: 'fail',
      remedy: `Start with another one, such as PORT=${port + 1}.`,
    });
    expect(findings.get('port')?.message).toMatch(/^\d+ on 127\.0\.0\.1 is taken by /);
    expect(status).toBe(1);
    expect((await examine({ PORT: 'http' })).findings.get('port')).toMatchObject({
      status: 'fail',
      message: 'PORT is "http"',
    });
  });

  it.each([
    ['ready', 'ok', 'ok', /and is ready$/],
    ['not-ready', 'warn', 'failed', /and is not ready: database gone$/],
  ])('recognises the server when it is %s', async (readiness, expected, check, message) => {
    const server = createHttpServer((request, response) => {
      response.statusCode = request.url === '/api/v1/health/ready' ? 200 : 404;
      const checks = { database: check === 'ok' ? { status: 'ok' } : { status: 'failed', detail: 'gone' } };
      response.end(JSON.stringify({ status: readiness, version: '0.1.0', checks }));
    });
    closers.push(() => server.close());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { findings } = await examine({ PORT: String((server.address() as AddressInfo).port) });
    expect(findings.get('port')).toMatchObject({ status: 'ok' });
    expect(findings.get('server')).toMatchObject({ status: expected, message: expect.stringMatching(message) });
  });

  it('asks for the database and the cache without showing a password', async () => {
    const port = await listen();
    const answering = await examine({
      DATABASE_URL: `postgres://me:secret@127.0.0.1:${port}/risk`,
      REDIS_URL: `redis://127.0.0.1:${port}`,
    });
    expect(answering.findings.get('database')).toMatchObject({ status: 'ok' });
    expect(answering.findings.get('cache')).toMatchObject({ status: 'ok' });
    const silent = await examine({
      DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/risk',
      REDIS_URL: 'http://me:secret@x',
    });
    expect(silent.findings.get('database')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('127.0.0.1:1 does not answer: ECONNREFUSED'),
    });
    expect(silent.findings.get('cache')).toMatchObject({ status: 'fail' });
    expect(JSON.stringify([...silent.findings.values(), ...answering.findings.values()])).not.toContain('secret');
  });

  it('looks at the data folder', async () => {
    writeFileSync(join(workFolder(), 'a-file'), '');
    const asFile = await examine({ RISKOPTIMIZER_DATA: join(workFolder(), 'a-file') });
    expect(asFile.findings.get('data folder')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('is a file'),
    });
    mkdirSync(join(workFolder(), 'there'));
    const there = await examine({ RISKOPTIMIZER_DATA: join(workFolder(), 'there') });
    expect(there.findings.get('data folder')).toMatchObject({
      status: 'ok',
      message: expect.stringMatching(/can be written, [\d.]+ GB free$/),
    });
  });

  it('is a line a check for people', async () => {
    const { stdout } = await runCli(['doctor'], { environment: { PORT: 'x' } });
    expect(stdout).toMatch(/^ok {4}node: the server runs on Node \d+/m);
    expect(stdout).toMatch(/^fail {2}port: PORT is "x"\n {6}Set PORT to a whole number/m);
  });
});

describe('serve', () => {
  it('starts the server, passes a signal on and ends with its status', async () => {
    const data = join(workFolder(), 'serve-data');
    // Started by root, PostgreSQL runs as another user, who must be able to enter.
    chmodSync(workFolder(), 0o755);
    const launcher = join(repositoryRoot, 'apps/cli/bin/riskoptimizer.mjs');
    const child = spawn(process.execPath, [launcher, 'serve', '--port', '0', '--data', data], {
      cwd: workFolder(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    closers.push(() => child.kill('SIGKILL'));
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    let said = '';
    const address = await new Promise<string>((found, lost) => {
      const read = (text: string): void => {
        said += text;
        const match = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
        if (match !== null) found(match[0]);
      };
      child.stdout.setEncoding('utf8').on('data', read);
      child.stderr.setEncoding('utf8').on('data', read);
      child.on('exit', () => lost(new Error(`ended early: ${said}`)));
    });
    const response = await fetch(`${address}/api/v1/health/live`);
    expect(await response.json()).toEqual({ status: 'live' });
    const { stdout } = await runCli(['doctor'], {
      environment: { PORT: new URL(address).port, RISKOPTIMIZER_DATA: data },
    });
    expect(stdout).toMatch(/^ok {4}server: RiskOptimizer \S+ runs at http:\/\/127\.0\.0\.1:\d+ and is ready$/m);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(`${address}/api/v1/health/live`)).rejects.toThrow('fetch failed');
  });
});
