/**
 * Calculations whose whole input came in the body of a request.
 *
 * Bodies and answers may be megabytes, so a worker thread does everything with them: reading, checking, computing and
 * writing JSON. The thread that answers requests only passes bytes on.
 */
import type { BirthCertificate } from '@riskoptimizer/contracts';
import { type Calculated, type Calculation, certify } from './calculation.ts';
import { withMembers } from './json-members.ts';

export interface TableInput {
  /** The body as it came, JSON in UTF-8. */
  readonly body: Uint8Array;
}

export interface TableAnswer {
  /** The answer as JSON, an object without its birth certificate. */
  readonly json: string;
  readonly method: string;
  readonly parameters: BirthCertificate['parameters'];
}

export type TableCalculation = Calculation<TableInput, TableAnswer>;

/** The whole answer as JSON. */
export function certifiedJson(calculated: Calculated<TableAnswer>): string {
  const { json, method, parameters } = calculated.numbers;
  const certificate = certify(calculated, { method, parameters, currency: null });
  return withMembers(json, { birthCertificate: JSON.stringify(certificate) });
}
