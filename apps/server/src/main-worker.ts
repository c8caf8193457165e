/** A worker: environment, config, parts, jobs; working until a signal. Any number of them work on one DATABASE_URL. */
import { composeWorker } from './compose-worker.ts';
import { loadConfig } from './core/config.ts';
import { terminal } from './lifecycle/announce.ts';
import { liveUntilStopped } from './lifecycle/process-life.ts';
import { runWorker } from './lifecycle/run-worker.ts';

await liveUntilStopped(terminal, (onFailure) =>
  runWorker(loadConfig(process.env), { announcer: terminal, compose: composeWorker, onFailure }),
);
