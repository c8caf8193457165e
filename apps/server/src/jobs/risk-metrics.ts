import { refuseLikeEngine } from '../domain/calculation/engine-refusal.ts';
import {
  calculateRiskMetrics,
  type RiskMetricsInput,
  type RiskMetricsNumbers,
} from '../domain/risk/risk-metrics-calculation.ts';

/** Risk of returns or prices that came in a request. */
export function riskMetricsJob(input: RiskMetricsInput): RiskMetricsNumbers {
  return refuseLikeEngine(() => calculateRiskMetrics(input));
}
