/** The real server with the built web app, as a person would start it: own data folder, free port, ready before a test begins. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBuilt } from '../../../../infra/launch/build.mjs';

export interface RunningServer {
  readonly url: string;
  /** The same server by its name, to which passkeys can be bound. */
  readonly namedUrl: string;
  /** What it said in the terminal, the newest lines of it. */
  readonly output: () => string;
  readonly dataFolder: string;
  readonly stop: () => Promise<void>;
}

/** The first start makes a database and seeds the demo market. */
const readyWithinMs = 120_000;
const stopWithinMs = 20_000;
const repository = resolve(import.meta.dirname, '../../../..');

export async function startServer(): Promise<RunningServer> {
  await ensureBuilt(['web']);
  const dataFolder = mkdtempSync(join(tmpdir(), 'riskoptimizer-web-'));
  // As root, PostgreSQL runs as another user, who must be able to reach its folder.
  chmodSync(dataFolder, 0o755);
  const port = await freePort();
  const redisUrl = process.env.TEST_REDIS_URL ?? '';
  const server = spawn(process.execPath, [join(repository, 'apps/server/src/main-api.ts')], {
    cwd: repository,
    env: {
      ...process.env,
      PORT: String(port),
      RISKOPTIMIZER_DATA: dataFolder,
      RISKOPTIMIZER_DRAIN_SECONDS: '0',
      ...(redisUrl !== '' && { REDIS_URL: redisUrl }),
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(server);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await stopProcess(server);
    rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    await ready(url, server);
  } catch (error) {
    await stop();
    throw new Error(`The server did not become ready.\n${output()}`, { cause: error });
  }
  return { url, namedUrl: `http://localhost:${port}`, output, dataFolder, stop };
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`it ended with status ${server.exitCode}`);
    const answer = await fetch(`${url}/api/v1/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`not ready after ${readyWithinMs / 1000} s`);
}

async function stopProcess(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((next) => server.once('exit', next));
  server.kill('SIGTERM');
  const forced = setTimeout(() => server.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(forced);
}

function collectOutput(server: ChildProcess): () => string {
  const lines: string[] = [];
  for (const stream of [server.stdout, server.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(text);
      if (lines.length > 200) lines.shift();
    });
  }
  return () => lines.join('');
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => found(port));
    });
  });
}
