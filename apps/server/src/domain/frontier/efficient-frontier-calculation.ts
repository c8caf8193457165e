/** The frontier of a table that came in a request body: a pure function that runs in a worker thread. */
import type { EfficientFrontierResponse } from '@riskoptimizer/contracts';
import { commonReturns } from '../series/common-returns.ts';
import type { SeriesTable } from '../series/series-table.ts';
import { annualMoments, type FrontierOptions, traceFrontier } from './frontier-calculation.ts';

export interface EfficientFrontierInput extends FrontierOptions {
  readonly table: SeriesTable;
}

export type EfficientFrontierNumbers = Omit<EfficientFrontierResponse, 'birthCertificate'>;

export function calculateEfficientFrontier(input: EfficientFrontierInput): EfficientFrontierNumbers {
  const { table, periodsPerYear } = input;
  const { returns, window } = commonReturns(table, periodsPerYear);
  const { curve } = traceFrontier(annualMoments(returns, input), table.assets, input);
  return { assets: [...table.assets], window, frontier: curve };
}
