/** The worker process as it is, for which one host of webhooks stands on this machine. */
import { composeWorker } from '../../src/compose-worker.ts';
import { loadConfig } from '../../src/core/config.ts';
import { createEgress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { terminal } from '../../src/lifecycle/announce.ts';
import { liveUntilStopped } from '../../src/lifecycle/process-life.ts';
import { runWorker } from '../../src/lifecycle/run-worker.ts';

const { TEST_HOOK_PORT = '', TEST_HOOK_AUTHORITY = '', ...environment } = process.env;
const ports = new Map([['hooks.example.com', Number(TEST_HOOK_PORT)]]);
const egress = createEgress({ allowedLoopback: { ports, authority: TEST_HOOK_AUTHORITY } });

await liveUntilStopped(terminal, (onFailure) =>
  runWorker(loadConfig(environment), {
    announcer: terminal,
    compose: (config, parts) => composeWorker(config, parts, [], egress),
    onFailure,
  }),
);
