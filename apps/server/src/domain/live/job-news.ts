/** Tells people of their jobs, as the queue announces that they changed. */
import type { Logger } from '../../core/logging.ts';
import { asServer } from '../../core/request-context.ts';
import type { EventBoard } from './event-board.ts';
import type { CommittedNews, Leadership, ReadJobNews } from './ports.ts';

export interface JobNewsParts {
  readonly news: Pick<CommittedNews, 'onJobChanged'>;
  readonly leadership: Pick<Leadership, 'isLeader'>;
  readonly events: Pick<EventBoard, 'publish'>;
  /** Null where there is no queue. */
  readonly read: ReadJobNews | null;
  readonly log: Pick<Logger, 'warn'>;
}

/** Progress of one moment is told once. */
const gatherMs = 100;

/** Every replica hears the announcement; the one that leads tells, so that nobody is told twice. @returns how to stop. */
export function tellOfJobs({ news, leadership, events, read, log }: JobNewsParts): () => void {
  if (read === null) return () => undefined;
  const changed = new Map<string, string>();
  let timer: NodeJS.Timeout | null = null;
  const tell = async (): Promise<void> => {
    timer = null;
    const jobs = [...changed];
    changed.clear();
    for (const [jobId, ownerId] of jobs) {
      try {
        const job = await asServer(() => read(jobId, ownerId));
        if (job !== null) events.publish([{ type: 'job', userId: ownerId, news: job }]);
      } catch (error) {
        log.warn({ err: error, jobId }, 'The owner of a job could not be told of its progress.');
      }
    }
  };
  const stop = news.onJobChanged(({ jobId, ownerId }) => {
    if (!leadership.isLeader()) return;
    changed.set(jobId, ownerId);
    timer ??= setTimeout(() => void tell(), gatherMs).unref();
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}
