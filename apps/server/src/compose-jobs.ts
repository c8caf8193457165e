/** Puts jobs together: their kinds, the queue, and the worker of this process. */

import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import type { Repositories } from './compose-repositories.ts';
import { createId } from './core/ids.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import { type Calculation, rememberedCalculation } from './domain/calculation/calculation.ts';
import type { CalculationTurns } from './domain/calculation/ports.ts';
import { type AnyJobKind, jobKinds } from './domain/jobs/job-kind.ts';
import { createJobService, type JobService } from './domain/jobs/job-service.ts';
import { JobWorker } from './domain/jobs/job-worker.ts';
import { efficientFrontierKind } from './domain/jobs/kinds/efficient-frontier.ts';
import { portfolioFrontierKind } from './domain/jobs/kinds/portfolio-frontier.ts';
import { portfolioRiskKind } from './domain/jobs/kinds/portfolio-risk.ts';
import { priceImportKind } from './domain/jobs/kinds/price-import.ts';
import { refreshPricesKind } from './domain/jobs/kinds/refresh-prices.ts';
import { createSendJob, type SendJob } from './domain/jobs/send-job.ts';
import type { ReadJobNews } from './domain/live/ports.ts';
import type { ExchangeRateService } from './domain/market-data/exchange-rate-refresh.ts';
import type { MarketDataService } from './domain/market-data/market-data-service.ts';
import type { RiskFreeRateService } from './domain/market-data/risk-free-rate-refresh.ts';
import type { PortfolioService } from './domain/portfolios/portfolio-service.ts';
import type { PriceImportService } from './domain/price-imports/price-import-service.ts';
import { isUnavailable } from './infrastructure/database/postgres-error.ts';
import { createAnswerStore } from './infrastructure/database/repositories/calculation-answer-repository.ts';
import { createJobOwnerRepository } from './infrastructure/database/repositories/job-owner-repository.ts';
import { createJobProgressRepository } from './infrastructure/database/repositories/job-progress-repository.ts';
import { createJobRepository } from './infrastructure/database/repositories/job-repository.ts';
import { openBossQueue } from './infrastructure/queue/boss-queue.ts';
import { createCalculationTurns } from './infrastructure/queue/calculation-turns.ts';
import { WorkerPresence } from './infrastructure/queue/worker-presence.ts';
import { engineVersion } from './installation.ts';
import type { Jobs as Calculations } from './jobs/registry.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

export interface JobsComposition extends Repositories {
  readonly access: ObjectAccess;
  readonly opened: Pick<PortfolioService, 'open'>;
  readonly marketData: MarketDataService;
  readonly exchangeRates: ExchangeRateService;
  readonly riskFreeRates: RiskFreeRateService;
  readonly priceImports: Pick<PriceImportService, 'commit'>;
}

export interface JobsOptions {
  /** Jobs that this process runs at a time; none leaves them to others. */
  readonly slots: number;
  /** How long running jobs may take when the process stops. */
  readonly drainMs: number;
  /** Besides those that every server has. */
  readonly moreKinds?: readonly AnyJobKind[];
}

export interface Jobs {
  readonly service: JobService;
  /** For what the server asks for by itself. */
  readonly send: SendJob;
  readonly readJobNews: ReadJobNews;
  /** Begins to take jobs. */
  start(): Promise<void>;
  /** Takes no more; what runs ends or goes back into the queue. */
  close(): Promise<void>;
}

/** Above every limit of a kind: the job itself says when it has taken too long. */
const calculationLimitMs = 24 * 3_600_000;

export async function composeJobs(
  parts: ServerParts,
  composition: JobsComposition,
  { slots, drainMs, moreKinds = [] }: JobsOptions,
): Promise<Jobs> {
  const { database, clock, log } = parts;
  const { orm, pool } = database;
  const { access, transactions } = composition;
  const identity = { name: `${hostname()} ${process.pid}`, lock: randomInt(1, 2 ** 31 - 1) };
  const presence = new WorkerPresence({
    connection: { ...pool.options, application_name: 'riskoptimizer-worker' },
    identity,
    log,
    onJobChanged: (jobId, state) => worker.hear(jobId, state),
  });
  const turns = createCalculationTurns(presence);
  const kinds = jobKinds([...standardKinds(parts, composition, turns), ...moreKinds]);
  const { connectionString = '' } = pool.options;
  const queue = await openBossQueue({ connectionString, orm, log, isWorker: slots > 0 });
  const jobs = createJobRepository(orm);
  const service = createJobService({ jobs, queue, kinds, access, transactions, clock, createId });
  const worker = new JobWorker(identity, {
    jobs: createJobProgressRepository(orm),
    owners: createJobOwnerRepository(orm),
    queue,
    kinds,
    transactions,
    clock,
    createId,
    log,
    isUnavailable,
  });
  return {
    service,
    send: createSendJob({ jobs, queue, kinds, clock, createId }),
    async readJobNews(jobId) {
      const job = await jobs.find(jobId);
      return job === null ? null : { jobId, state: job.state, progress: job.progress };
    },
    async start() {
      if (slots === 0) return;
      await presence.open();
      worker.start();
      await queue.work(slots, {
        deliver: (delivery) => worker.deliver(delivery),
        giveUp: (delivery) => worker.giveUp(delivery),
      });
    },
    async close() {
      if (slots > 0) await queue.pause();
      await worker.drain(drainMs);
      await queue.close();
      await presence.close();
    },
  };
}

function standardKinds(
  { database, cache, clock, compute }: ServerParts,
  {
    access,
    assets,
    prices,
    rates,
    opened: portfolios,
    marketData,
    exchangeRates,
    riskFreeRates,
    priceImports,
  }: JobsComposition,
  turns: CalculationTurns,
): AnyJobKind[] {
  const memory = createAnswerStore(database.orm, cache, clock);
  const calculationOf = <Name extends keyof Calculations>(name: Name) => {
    type Input = Parameters<Calculations[Name]>[0];
    type Numbers = Awaited<ReturnType<Calculations[Name]>>;
    const run = (input: Input, signal: AbortSignal | undefined): Promise<Numbers> =>
      compute.run(name, input, { signal, timeoutMs: calculationLimitMs });
    return rememberedCalculation({ name, run, memory, turns, clock, engineVersion }) satisfies Calculation<
      Input,
      Numbers
    >;
  };
  const portfolioRisk = calculationOf('portfolio-risk');
  const riskMetrics = calculationOf('risk-metrics');
  const portfolioFrontier = calculationOf('portfolio-frontier');
  const efficientFrontier = calculationOf('efficient-frontier');
  const market = { prices, rates, portfolios, access };
  return [
    portfolioRiskKind({ ...market, assets, portfolioRisk, riskMetrics }),
    portfolioFrontierKind({ ...market, portfolioFrontier, efficientFrontier }),
    refreshPricesKind({ access, marketData, exchangeRates, riskFreeRates }),
    priceImportKind({ access, priceImports }),
    efficientFrontierKind({ ...market, portfolioFrontier, efficientFrontier }),
  ];
}
