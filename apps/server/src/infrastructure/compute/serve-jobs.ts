/** The worker thread's side: finds the job, runs it, and turns what it throws into an answer. */
import { ProblemError } from '../../core/errors.ts';
import { type JobAnswer, type JobRequest, type JobTable, problemToMessage } from './job-messages.ts';

/** @returns The function that a worker file exports as its default. */
export function serveJobs(jobs: JobTable): (request: JobRequest) => Promise<JobAnswer> {
  return async ({ name, input }) => {
    try {
      const job = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
      if (job === undefined) throw new Error(`There is no job "${name}".`);
      return { status: 'done', result: await job(input as never) };
    } catch (error) {
      if (error instanceof ProblemError) return { status: 'problem', problem: problemToMessage(error) };
      const { name: kind, message, stack } = error instanceof Error ? error : new Error(String(error));
      return { status: 'defect', name: kind, message, stack: stack ?? message };
    }
  };
}
