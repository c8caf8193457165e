/** The life of the process: signals stop it cleanly, once; whatever nobody caught stops it as a failure. */
import type { Announcer } from './announce.ts';
import type { RunningServer, StopManner } from './run-server.ts';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal and a supervisor may both deliver the one Ctrl-C of a person. */
const sameSignalMs = 400;

/**
 * Starts the server and ends the process when it is asked to: exit status 0 after a clean stop, 1 after a failure.
 *
 * @param start Is handed the way to report that the server cannot go on.
 */
export async function liveUntilStopped(
  announcer: Announcer,
  start: (onFailure: (error: Error) => void) => Promise<RunningServer>,
): Promise<void> {
  let server: RunningServer | null = null;
  let endingStatus: number | null = null;
  const fail = (error: unknown) => {
    announcer.complain(error);
    server?.log.fatal({ err: error }, 'The server cannot go on.');
    void end(1);
  };
  // Also while the server starts: it then stops as soon as it is there to be stopped.
  const end = async (status: number, manner: StopManner = 'at-once') => {
    if (endingStatus !== null) return;
    endingStatus = status;
    const started = await starting.catch(() => null);
    await started?.stop(manner);
    process.exit(status);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  stopOnSignals(announcer, (manner) => end(0, manner));

  const starting = Promise.resolve().then(() => start(fail));
  try {
    server = await starting;
  } catch (error) {
    // Ctrl-C reaches every program of the terminal, also one that the start has just begun and waits for: it did as told.
    if (endingStatus !== 0) announcer.complain(error);
    process.exit(endingStatus ?? 1);
  }
}

function stopOnSignals(announcer: Announcer, stop: (manner: StopManner) => Promise<void>): void {
  let firstAt: number | null = null;
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (firstAt === null) {
      firstAt = now;
      announcer.say('Stopping. Requests under way are finished first; a second Ctrl-C stops at once.');
      // A supervisor sends SIGTERM, with a proxy in front that has to hear of it; a person who presses Ctrl-C waits.
      void stop(signal === 'SIGTERM' ? 'after-drain' : 'at-once');
    } else if (now - firstAt > sameSignalMs) {
      announcer.say('Stopping at once.');
      // The embedded PostgreSQL is told by its own listener of `exit`.
      process.exit(1);
    }
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
}
