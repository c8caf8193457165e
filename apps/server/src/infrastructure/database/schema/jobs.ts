import { sql } from 'drizzle-orm';
import {
  check,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { users } from './users.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * Queued work: what was asked for, how far it is, what came of it. The queue itself (pg-boss, schema `pgboss`) holds only the
 * ids. `attempts` counts the starts and fences: whoever started the job earlier can no longer write.
 */
export const jobs = pgTable(
  'jobs',
  {
    id: uuid().primaryKey(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** By which session or API key it was asked for, for the audit trail. */
    sessionId: uuid('session_id'),
    apiKeyId: uuid('api_key_id'),
    kind: text().notNull(),
    /** As JSON text, as a calculation takes every bit of its numbers. */
    input: text().notNull(),
    state: text({ enum: ['queued', 'active', 'done', 'failed', 'cancelled', 'dead'] }).notNull(),
    priority: text({ enum: ['low', 'normal', 'high'] }).notNull(),
    /** Its place in the round of all owners: jobs of one owner have rising turns, so that owners take turns. */
    turn: integer().notNull(),
    /** Of the entry in the queue that may start it; older entries start nothing. */
    queueId: uuid('queue_id').notNull(),
    attempts: integer().notNull().default(0),
    /** Attempts that ended with an error that may pass. */
    failures: integer().notNull().default(0),
    /** Attempts whose worker died or hung. */
    interruptions: integer().notNull().default(0),
    /** 0 to 1; null where nobody can tell. */
    progress: doublePrecision(),
    progressText: text('progress_text'),
    inputsHash: text('inputs_hash'),
    engineVersion: text('engine_version'),
    seed: text(),
    windowFrom: date('window_from', { mode: 'string' }),
    windowTo: date('window_to', { mode: 'string' }),
    /** As JSON text: its bytes are what a recomputation is compared with. */
    result: text(),
    /** SHA-256 of the result, in hexadecimal. */
    resultHash: text('result_hash'),
    errorCode: text('error_code'),
    errorDetail: text('error_detail'),
    worker: text(),
    /** The advisory lock that the worker holds as long as it lives. */
    workerLock: integer('worker_lock'),
    createdAt: moment('created_at').notNull(),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    index('jobs_owner_id').on(table.ownerId, table.id.desc()),
    index('jobs_underway').on(table.state, table.ownerId).where(sql`${table.state} in ('queued', 'active')`),
    index('jobs_finished_at').on(table.finishedAt),
    check('jobs_state', sql`${table.state} in ('queued', 'active', 'done', 'failed', 'cancelled', 'dead')`),
    check('jobs_priority', sql`${table.priority} in ('low', 'normal', 'high')`),
    check('jobs_progress', sql`${table.progress} between 0 and 1`),
    check('jobs_finished', sql`(${table.state} in ('queued', 'active')) = (${table.finishedAt} is null)`),
    check('jobs_result', sql`(${table.state} = 'done') = (${table.result} is not null)`),
  ],
);

/** Numbers that a job computed, under the hash of their inputs: the same request of the same owner takes them from here. */
export const calculationAnswers = pgTable(
  'calculation_answers',
  {
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    answer: bytea().notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'calculation_answers_pkey', columns: [table.ownerId, table.key] }),
    index('calculation_answers_created_at').on(table.createdAt),
  ],
);
