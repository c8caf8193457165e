/** What PostgreSQL announces when a transaction is committed: changes of access, and of jobs. */
import { z } from 'zod';
import type { Logger } from '../../core/logging.ts';
import type { CommittedNews } from '../../domain/live/ports.ts';
import type { ListeningConnection } from './listening-connection.ts';

/** Announced by triggers (migration 0006). */
const accessChannel = 'riskoptimizer_access';
/** Announced by the queue. */
const jobsChannel = 'riskoptimizer_jobs';
/** Announced by triggers (migration 0014). */
const measuredChannel = 'riskoptimizer_measured';

export const committedChannels: readonly string[] = [accessChannel, jobsChannel, measuredChannel];

const accessChange = z.strictObject({ ownerId: z.uuid(), portfolioId: z.uuid().nullable() });
const jobChange = z.object({ jobId: z.uuid(), ownerId: z.uuid() });

export function createCommittedNews(listening: ListeningConnection, log: Logger): CommittedNews {
  function hear<Change>(channel: string, schema: z.ZodType<Change>, listener: (change: Change) => void) {
    return listening.listen(channel, (payload) => {
      const change = schema.safeParse(safeJson(payload)).data;
      if (change === undefined) log.warn({ channel }, 'An announcement could not be read.');
      else listener(change);
    });
  }
  return {
    onAccessChanged(listener) {
      const stops = [
        hear(accessChannel, accessChange, listener),
        // Whatever changed while nobody listened.
        listening.onConnected(() => listener(null)),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    onJobChanged: (listener) => hear(jobsChannel, jobChange, listener),
    onMeasuredChanged: (listener) => hear(measuredChannel, accessChange, listener),
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
