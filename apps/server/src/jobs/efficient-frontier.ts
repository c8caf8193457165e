import { refuseLikeEngine } from '../domain/calculation/engine-refusal.ts';
import type { TableAnswer, TableInput } from '../domain/calculation/table-calculation.ts';
import { calculateEfficientFrontier } from '../domain/frontier/efficient-frontier-calculation.ts';

/** The efficient frontier of returns or prices that came in a request. */
export function efficientFrontierJob(input: TableInput): TableAnswer {
  return refuseLikeEngine(() => calculateEfficientFrontier(input));
}
