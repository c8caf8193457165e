/** Runs a server as a process in a group of its own, as a terminal does, and listens to what it prints. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ServerProcess {
  readonly child: ChildProcess;
  /** What it printed so far: for people, and complaints. */
  output(): string;
  complaints(): string;
  /** The address it announced; rejects with its complaints when it ends first. */
  readonly address: Promise<string>;
  /** Exit status; null after a signal. */
  readonly ended: Promise<number | null>;
  /** Sends a signal to the whole group, as Ctrl-C does. */
  signalGroup(signal: NodeJS.Signals): void;
}

/** Nobody distributes requests in most tests, so none waits for it. */
function settingsOfTests(): Record<string, string> {
  const redisUrl = process.env.TEST_REDIS_URL ?? '';
  return { RISKOPTIMIZER_DRAIN_SECONDS: '0', ...(redisUrl !== '' && { REDIS_URL: redisUrl }) };
}

export function runServerProcess(script: string, environment: Record<string, string>): ServerProcess {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settingsOfTests(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /is ready at (\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('close', () => reject(new Error(`The server ended before it was ready.\n${output}${complaints}`)));
  });
  address.catch(() => {});
  return {
    child,
    output: () => output,
    complaints: () => complaints,
    address,
    ended: once(child, 'close').then(([status]) => status as number | null),
    signalGroup: (signal) => process.kill(-(child.pid ?? 0), signal),
  };
}
