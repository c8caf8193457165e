/** Jobs that the server itself asks for, for somebody: queued in the running transaction, and in no audit trail. */
import type { Clock } from '../../core/clock.ts';
import type { JobKinds } from './job-kind.ts';
import { entryOf, readInput } from './job-service.ts';
import type { JobQueue, JobRepository } from './ports.ts';

/** @throws Error for a kind that this server does not have. */
export type SendJob = (ownerId: string, kind: string, input: unknown) => Promise<void>;

export interface SendJobParts {
  readonly jobs: Pick<JobRepository, 'insert'>;
  readonly queue: Pick<JobQueue, 'add'>;
  readonly kinds: JobKinds;
  readonly clock: Clock;
  readonly createId: () => string;
}

export function createSendJob({ jobs, queue, kinds, clock, createId }: SendJobParts): SendJob {
  return async (ownerId, kindName, given) => {
    const kind = kinds.find(kindName);
    if (kind === undefined) throw new Error(`There are no jobs of the kind "${kindName}".`);
    const job = await jobs.insert({
      id: createId(),
      ownerId,
      sessionId: null,
      apiKeyId: null,
      kind: kindName,
      input: JSON.stringify(readInput(kind, given)),
      priority: 'high',
      queueId: createId(),
      createdAt: clock.now(),
    });
    await queue.add(entryOf(job, kind));
  };
}
