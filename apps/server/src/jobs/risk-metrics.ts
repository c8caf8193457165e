import { refuseLikeEngine } from '../domain/calculation/engine-refusal.ts';
import type { TableAnswer, TableInput } from '../domain/calculation/table-calculation.ts';
import { calculateRiskMetrics } from '../domain/risk/risk-metrics-calculation.ts';

/** Risk of returns or prices that came in a request. */
export function riskMetricsJob(input: TableInput): TableAnswer {
  return refuseLikeEngine(() => calculateRiskMetrics(input));
}
