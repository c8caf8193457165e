import { type EfficientFrontierRequest, efficientFrontierRequest } from '@riskoptimizer/contracts';
import { createFrontierService, type FrontierServiceParts } from '../../frontier/frontier-service.ts';
import type { JobKind } from '../job-kind.ts';
import { NotedCalculation } from './certified-outcome.ts';

/** The efficient frontier of returns or prices that come with the job. */
export function efficientFrontierKind(parts: FrontierServiceParts): JobKind<EfficientFrontierRequest> {
  return {
    name: 'efficient-frontier',
    input: efficientFrontierRequest,
    permissions: [],
    timeoutSeconds: 1800,
    retries: 2,
    authorize: async () => {},
    async run({ signal, progress }, request) {
      const noted = new NotedCalculation(parts.efficientFrontier, () => progress(0, 'Tracing the frontier'));
      const service = createFrontierService({ ...parts, efficientFrontier: noted.calculate });
      const json = await service.ofTable(Buffer.from(JSON.stringify(request)), signal);
      return noted.outcomeOf(json, null);
    },
  };
}
