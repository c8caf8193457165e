/** The frontier of a table that came in a request body: a pure function that runs in a worker thread. */
import {
  type EfficientFrontierRequest,
  type EfficientFrontierResponse,
  efficientFrontierRequest,
  efficientFrontierResponse,
} from '@riskoptimizer/contracts';
import type { TableAnswer, TableInput } from '../calculation/table-calculation.ts';
import { readBody } from '../requests/read-body.ts';
import { commonReturns } from '../series/common-returns.ts';
import { readSeriesTable } from '../series/series-table.ts';
import { annualMoments, traceFrontier } from './frontier-calculation.ts';
import { certifiedOptions, frontierOptions } from './frontier-options.ts';
import { frontierMethod } from './method.ts';

type EfficientFrontierNumbers = Omit<EfficientFrontierResponse, 'birthCertificate'>;

const answerSchema = efficientFrontierResponse.omit({ birthCertificate: true });

export function calculateEfficientFrontier({ body }: TableInput): TableAnswer {
  const request = readBody(efficientFrontierRequest, body);
  const answer = answerSchema.parse(efficientFrontierOf(request));
  const parameters = { ...certifiedOptions(request), periodsPerYear: request.periodsPerYear };
  return { json: JSON.stringify(answer), method: frontierMethod, parameters };
}

function efficientFrontierOf(request: EfficientFrontierRequest): EfficientFrontierNumbers {
  const { assets, periodsPerYear } = request;
  const table = readSeriesTable(request);
  const options = frontierOptions(request, assets, periodsPerYear);
  const { returns, window } = commonReturns(table, periodsPerYear);
  const { curve } = traceFrontier(annualMoments(returns, options), assets, options);
  return { assets, window, frontier: curve };
}
