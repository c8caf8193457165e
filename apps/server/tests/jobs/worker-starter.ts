/** The worker process as it is, with one more kind of job. */
import { composeWorker } from '../../src/compose-worker.ts';
import { loadConfig } from '../../src/core/config.ts';
import { terminal } from '../../src/lifecycle/announce.ts';
import { liveUntilStopped } from '../../src/lifecycle/process-life.ts';
import { runWorker } from '../../src/lifecycle/run-worker.ts';
import { effectKind } from './effect-kind.ts';

await liveUntilStopped(terminal, (onFailure) =>
  runWorker(loadConfig(process.env), {
    announcer: terminal,
    compose: (config, parts) => composeWorker(config, parts, [effectKind(parts.database)]),
    onFailure,
  }),
);
