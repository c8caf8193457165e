/** Jobs: long work that is queued, watched, stopped and, if need be, done again. */
import { z } from 'zod';
import { portfolioFrontierRequest } from './frontier.ts';
import { cursor, pageLimit } from './portfolio-list.ts';
import { priceImportCommit } from './price-imports.ts';
import { confidenceLevel, identifier, isoDate, isoInstant } from './primitives.ts';
import { problemCode } from './problem.ts';
import { windowName } from './risk.ts';

/**
 * `queued` waits; `active` runs; `done` has a result. `failed` was refused and would be again; `dead` was tried as often as
 * its kind may be; `cancelled` was stopped by its owner.
 */
export const jobState = z.enum(['queued', 'active', 'done', 'failed', 'cancelled', 'dead']);
export type JobState = z.infer<typeof jobState>;

export const jobPriority = z.enum(['low', 'normal', 'high']);
export type JobPriority = z.infer<typeof jobPriority>;

/** The kinds that every server has, and what each is asked with. */
export const portfolioRiskJobInput = z.strictObject({
  portfolioId: identifier,
  window: windowName.default('5y'),
  from: isoDate.optional(),
  to: isoDate.optional(),
  confidence: confidenceLevel.default(0.95),
  horizon: z.int().min(1).max(63).default(1).describe('In periods (trading days for daily prices)'),
  benchmark: z.union([identifier, z.literal('none')]).optional(),
  riskFree: z.number().min(-0.2).max(1).default(0).describe('Annual risk-free rate'),
});
export type PortfolioRiskJobInput = z.infer<typeof portfolioRiskJobInput>;
export const portfolioFrontierJobInput = portfolioFrontierRequest.extend({ portfolioId: identifier });
export type PortfolioFrontierJobInput = z.infer<typeof portfolioFrontierJobInput>;

export const priceImportJobInput = priceImportCommit.extend({ importId: identifier });
export type PriceImportJobInput = z.infer<typeof priceImportJobInput>;

export const createJobRequest = z.strictObject({
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,59}$/, 'expected the name of a kind of job, such as portfolio-risk')
    .describe(
      'Kind of job, such as `portfolio-risk`, `portfolio-frontier`, `efficient-frontier`, `refresh-prices` or `price-import`',
    ),
  input: z.record(z.string(), z.unknown()).describe('What the kind asks for: the fields of the request it stands for'),
  priority: jobPriority
    .default('normal')
    .describe('Among your own jobs and those of others; people take turns within one'),
});
export type CreateJobRequest = z.infer<typeof createJobRequest>;

export const job = z.strictObject({
  id: identifier,
  kind: z.string(),
  state: jobState,
  priority: jobPriority,
  progress: z.number().min(0).max(1).nullable().describe('From 0 to 1; null where nobody can tell'),
  progressText: z.string().nullable(),
  attempts: z.int().describe('How often it was started'),
  error: z
    .strictObject({ code: problemCode, detail: z.string() })
    .nullable()
    .describe('Why it failed; of a job that is tried again, why the last attempt did'),
  inputsHash: z.string().nullable().describe('SHA-256 of everything the numbers depend on'),
  engineVersion: z.string().nullable(),
  seed: z.string().nullable(),
  window: z.strictObject({ from: isoDate, to: isoDate }).nullable().describe('Of the data'),
  resultHash: z.string().nullable().describe('SHA-256 of the bytes of `result`'),
  createdAt: isoInstant,
  startedAt: isoInstant.nullable(),
  finishedAt: isoInstant.nullable(),
});
export type Job = z.infer<typeof job>;

/** A job with what it was asked with. */
export const jobWithInput = job.extend({ input: z.record(z.string(), z.unknown()) });
export type JobWithInput = z.infer<typeof jobWithInput>;

export const jobListQuery = z.strictObject({
  state: jobState.optional(),
  limit: pageLimit(200, 50),
  cursor: cursor.optional(),
});
export type JobListQuery = z.infer<typeof jobListQuery>;

export const jobList = z.strictObject({
  items: z.array(job),
  nextCursor: z.string().nullable().describe('For `cursor`, when there are more'),
});
export type JobList = z.infer<typeof jobList>;

/** `result` is the answer of the request that the kind stands for, without the moment and duration of its computing. */
export const jobResult = z.strictObject({ job, result: z.unknown() });
