import { refuseLikeEngine } from '../domain/calculation/engine-refusal.ts';
import {
  calculateEfficientFrontier,
  type EfficientFrontierInput,
  type EfficientFrontierNumbers,
} from '../domain/frontier/efficient-frontier-calculation.ts';

/** The efficient frontier of returns or prices that came in a request. */
export function efficientFrontierJob(input: EfficientFrontierInput): EfficientFrontierNumbers {
  return refuseLikeEngine(() => calculateEfficientFrontier(input));
}
