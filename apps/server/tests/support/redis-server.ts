/** A Redis of the test's own, on a unix socket in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { redisServerPath } from '../../../../infra/launch/test-parts.ts';

export interface RedisServer {
  readonly url: string;
  /** Holds it still without closing its connections: what an overloaded Redis looks like from outside. */
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

export async function startRedisServer(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-redis-'));
  const socket = join(folder, 'redis.sock');
  let child: ChildProcess | null = null;
  const start = async () => {
    const parameters = ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', folder];
    child = spawn(redisServerPath!, parameters, { stdio: 'ignore' });
    for (let tries = 0; !existsSync(socket); tries += 1) {
      if (tries > 200 || child.exitCode !== null) throw new Error(`${redisServerPath} did not start.`);
      await sleep(25);
    }
  };
  const kill = async () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await rm(socket, { force: true });
  };
  await start();
  return {
    url: `unix://${socket}`,
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    kill,
    start,
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
