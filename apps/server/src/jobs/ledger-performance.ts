import { refuseLikeEngine } from '../domain/calculation/engine-refusal.ts';
import {
  calculatePerformance,
  type PerformanceInput,
  type PerformanceNumbers,
} from '../domain/transaction-ledger/performance-calculation.ts';

/** Everything on the performance page of a portfolio with a ledger. */
export function ledgerPerformanceJob(input: PerformanceInput): PerformanceNumbers {
  return refuseLikeEngine(() => calculatePerformance(input));
}
