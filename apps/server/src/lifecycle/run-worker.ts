/** A worker from its first step to its last: parts, jobs, and the same way back. */
import type { Config } from '../core/config.ts';
import { StartError } from '../core/start-error.ts';
import type { Announcer } from './announce.ts';
import { ClosingList } from './closing-list.ts';
import { openParts } from './open-parts.ts';
import type { RunningServer } from './run-server.ts';
import type { ServerParts } from './server-parts.ts';

export interface Worker {
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface RunWorkerOptions {
  readonly announcer: Announcer;
  readonly compose: (config: Config, parts: ServerParts) => Promise<Worker>;
  readonly onFailure: (error: Error) => void;
}

/** Longer than jobs may take to end. */
const drainLimitMs = 30_000;
const partsLimitMs = 60_000;

/** @throws StartError, ConfigError, or a defect; nothing is left running then. */
export async function runWorker(
  config: Config,
  { announcer, compose, onFailure }: RunWorkerOptions,
): Promise<RunningServer> {
  if (config.databaseUrl === null) throw new StartError(withoutDatabase);
  const closing = new ClosingList();
  const parts = await openParts(config, { say: (line) => announcer.say(line), onLost: onFailure });
  closing.add('parts', () => parts.close(), partsLimitMs);
  try {
    const worker = await compose(config, parts);
    closing.add('running jobs', () => worker.close(), drainLimitMs);
    await worker.start();
    const slots = Math.max(1, config.workers);
    announcer.say(
      `The worker is ready for ${slots === 1 ? 'one job' : `${slots} jobs`} at a time (${parts.databaseDescription}).`,
    );
    parts.log.info({ slots, readyMs: Math.round(performance.now()) }, 'The worker is ready.');
    parts.compute.warmUp();
  } catch (error) {
    await closing.close(parts.log);
    throw error;
  }
  return { log: parts.log, stop: () => closing.close(parts.log) };
}

const withoutDatabase =
  'A worker needs DATABASE_URL: the PostgreSQL that the API uses as well. With the built-in PostgreSQL the API runs jobs by ' +
  'itself; RISKOPTIMIZER_WORKERS says how many at a time.';
