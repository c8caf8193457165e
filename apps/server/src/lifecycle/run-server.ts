/** The server from its first step to its last: free port, parts, application, requests, and the same way back. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../core/config.ts';
import type { Logger } from '../core/logging.ts';
import { type Announcer, readyText } from './announce.ts';
import { ClosingList } from './closing-list.ts';
import { openParts } from './open-parts.ts';
import { ensurePortFree, listenError } from './port-check.ts';
import type { Application, ServerParts } from './server-parts.ts';

/** `after-drain`: whoever distributes requests hears first that no more should come, while those that come are answered. */
export type StopManner = 'after-drain' | 'at-once';

export interface RunningServer {
  readonly log: Logger;
  /** Takes no more requests, lets those under way end, closes every part. */
  stop(manner: StopManner): Promise<void>;
}

export interface RunOptions {
  readonly announcer: Announcer;
  readonly compose: (config: Config, parts: ServerParts) => Promise<Application>;
  /** Called when the server runs but cannot go on, as its database is gone for good. */
  readonly onFailure: (error: Error) => void;
}

/** How long requests under way may take when the server stops. */
const drainLimitMs = 10_000;
/** Each part has a limit of its own; this one is for all of them. */
const partsLimitMs = 120_000;

/** @throws StartError, ConfigError, or a defect; nothing is left running then. */
export async function runServer(config: Config, { announcer, compose, onFailure }: RunOptions): Promise<RunningServer> {
  await ensurePortFree(config.host, config.port);
  const closing = new ClosingList();
  const parts = await openParts(config, { say: (line) => announcer.say(line), onLost: onFailure });
  closing.add('parts', () => parts.close(), partsLimitMs);
  let application: Application;
  try {
    application = await compose(config, parts);
    closing.add('requests under way', () => application.close(), drainLimitMs);
    const { port, setUpLink = null } = await application.listen(config).catch(async (error: unknown) => {
      throw await listenError(error, config.host, config.port);
    });
    announcer.say(readyText({ ...config, port, setUpLink, seconds: performance.now() / 1000, ...parts }));
    parts.log.info({ port, readyMs: Math.round(performance.now()) }, 'Ready.');
    parts.compute.warmUp();
  } catch (error) {
    await closing.close(parts.log);
    throw error;
  }
  return {
    log: parts.log,
    async stop(manner) {
      if (manner === 'after-drain') {
        application.beginDrain();
        await sleep(config.drainMs);
      }
      await closing.close(parts.log);
    },
  };
}
