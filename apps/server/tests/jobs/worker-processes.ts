/** Worker processes on the database of a test, and what they did. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { composeWorker } from '../../src/compose-worker.ts';
import { createId } from '../../src/core/ids.ts';
import { runInContext, type SignedInActor } from '../../src/core/request-context.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import type { TestApplication } from '../api/test-application.ts';
import { runServerProcess, type ServerProcess } from '../support/server-process.ts';
import { until } from '../support/wait.ts';
import { effectKind } from './effect-kind.ts';

export interface WorkerProcesses {
  readonly running: Set<ServerProcess>;
  start(): Promise<ServerProcess>;
  /** kill -9, as when the power goes. */
  kill(worker: ServerProcess): Promise<void>;
  /** SIGTERM to all; resolves with their exit statuses. */
  stop(): Promise<(number | null)[]>;
}

const starter = fileURLToPath(new URL('./worker-starter.ts', import.meta.url));

export async function workerProcesses(
  connectionString: string,
  settings: Record<string, string> = {},
): Promise<WorkerProcesses> {
  const folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-workers-'));
  const running = new Set<ServerProcess>();
  return {
    running,
    async start() {
      const worker = runServerProcess(starter, {
        DATABASE_URL: connectionString,
        RISKOPTIMIZER_DATA: join(folder, 'data'),
        RISKOPTIMIZER_LOG_TO: 'stderr',
        RISKOPTIMIZER_LOG: 'warn',
        RISKOPTIMIZER_WORKERS: '4',
        RISKOPTIMIZER_CALCULATION_THREADS: '1',
        ...settings,
      });
      running.add(worker);
      const hasEnded = () => worker.child.exitCode !== null || worker.child.signalCode !== null;
      await until('the worker is ready', () => hasEnded() || worker.output().includes('The worker is ready'), 60_000);
      if (hasEnded()) throw new Error(`The worker ended: ${worker.output()}${worker.complaints()}`);
      return worker;
    },
    async kill(worker) {
      running.delete(worker);
      worker.child.kill('SIGKILL');
      await worker.ended;
    },
    async stop() {
      const workers = [...running];
      running.clear();
      for (const worker of workers) worker.child.kill('SIGTERM');
      const statuses = await Promise.all(workers.map(({ ended }) => ended));
      await rm(folder, { recursive: true, force: true });
      return statuses;
    },
  };
}

/** Where the effects of jobs are counted. */
export async function makeEffectsTable(owner: Pool): Promise<void> {
  await owner.query(
    'create table job_effects (job_id uuid not null, pid integer not null, at timestamptz not null default now())',
  );
  await owner.query('alter table job_effects enable row level security');
  await owner.query('create policy job_effects_all on job_effects to riskoptimizer_app using (true) with check (true)');
  await owner.query('grant insert on job_effects to riskoptimizer_app');
}

/** @param milliseconds that each of them takes. */
export function createEffects(
  application: TestApplication,
  userId: string,
  count: number,
  milliseconds = 0,
): Promise<string[]> {
  const request = () => ({ kind: 'effect', input: { milliseconds } });
  return createJobs(application, userId, Array.from({ length: count }, request));
}

/** Asked for by the service that routes call, all in one transaction. */
export async function createJobs(
  { config, parts }: TestApplication,
  userId: string,
  requests: readonly { readonly kind: string; readonly input: Record<string, unknown> }[],
): Promise<string[]> {
  const ids: string[] = [];
  const jobs = await composeWorker(config, parts, [effectKind(null)]);
  const transactions = createTransactions(parts.database.orm, async () => {});
  const actor: SignedInActor = {
    kind: 'api-key',
    userId,
    role: 'analyst',
    apiKeyId: createId(),
    scopes: ['calculation:run'],
  };
  await runInContext({ requestId: null, address: null, actor }, () =>
    transactions.run(async () => {
      for (const request of requests)
        ids.push((await jobs.service.create(actor, { ...request, priority: 'normal' })).id);
    }),
  );
  await jobs.close();
  return ids;
}

export async function countStates(owner: Pool): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from jobs group by state',
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

export async function countEffects(owner: Pool): Promise<{ effects: number; jobs: number; processes: number }> {
  const { rows } = await owner.query(
    'select count(*)::int as effects, count(distinct job_id)::int as jobs, count(distinct pid)::int as processes from job_effects',
  );
  return rows[0];
}
