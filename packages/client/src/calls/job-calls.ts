/** Queued work: asked for, watched, stopped, done again. */
import {
  type createJobRequest,
  type JobListQuery,
  job,
  jobList,
  jobResult,
  jobWithInput,
} from '@riskoptimizer/contracts';
import type { z } from 'zod';
import { type CallOptions, send } from '../send.ts';
import type { Wire } from '../wire.ts';

export interface JobReference {
  readonly jobId: string;
}
export type JobBody = z.input<typeof createJobRequest>;

export function jobCalls(wire: Wire) {
  return {
    createJob: (body: JobBody, options?: CallOptions) => send(wire, 'createJob', jobWithInput, { body }, options),
    listJobs: (query: Partial<JobListQuery> | void, options?: CallOptions) =>
      send(wire, 'listJobs', jobList, { query: query ?? {} }, options),
    getJob: ({ jobId }: JobReference, options?: CallOptions) =>
      send(wire, 'getJob', jobWithInput, { path: { jobId } }, options),
    getJobResult: ({ jobId }: JobReference, options?: CallOptions) =>
      send(wire, 'getJobResult', jobResult, { path: { jobId } }, options),
    cancelJob: ({ jobId }: JobReference, options?: CallOptions) =>
      send(wire, 'cancelJob', job, { path: { jobId } }, options),
    retryJob: ({ jobId }: JobReference, options?: CallOptions) =>
      send(wire, 'retryJob', job, { path: { jobId } }, options),
  };
}
