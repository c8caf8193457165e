/** The API server: environment, config, parts, application; listening until a signal. */
import { compose } from './compose.ts';
import { loadConfig } from './core/config.ts';
import { terminal } from './lifecycle/announce.ts';
import { liveUntilStopped } from './lifecycle/process-life.ts';
import { runServer } from './lifecycle/run-server.ts';

await liveUntilStopped(terminal, (onFailure) =>
  runServer(loadConfig(process.env), { announcer: terminal, compose, onFailure }),
);
