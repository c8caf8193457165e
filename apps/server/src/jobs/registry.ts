import { efficientFrontierJob } from './efficient-frontier.ts';
import { ledgerPerformanceJob } from './ledger-performance.ts';
import { longLedgerJob } from './long-ledger.ts';
import { pingJob } from './ping.ts';
import { portfolioFrontierJob } from './portfolio-frontier.ts';
import { portfolioRiskJob } from './portfolio-risk.ts';
import { readEverythingJob } from './read-everything.ts';
import { readTransactionFileJob } from './read-transaction-file.ts';
import { riskMetricsJob } from './risk-metrics.ts';

/**
 * Every calculation that runs in a worker thread: its name and its function, one file a job beside this one.
 *
 * A job is pure: it takes one structured-cloneable input and returns one structured-cloneable result (plain objects, arrays
 * and typed arrays; no functions, no class instances). It may throw ProblemError; the caller gets it as thrown.
 */
export const jobs = {
  ping: pingJob,
  'portfolio-risk': portfolioRiskJob,
  'portfolio-frontier': portfolioFrontierJob,
  'risk-metrics': riskMetricsJob,
  'efficient-frontier': efficientFrontierJob,
  'ledger-performance': ledgerPerformanceJob,
  'long-ledger': longLedgerJob,
  'read-everything': readEverythingJob,
  'read-transaction-file': readTransactionFileJob,
};

export type Jobs = typeof jobs;
