import { type PortfolioFrontierJobInput, portfolioFrontierJobInput } from '@riskoptimizer/contracts';
import type { ObjectAccess } from '../../access/object-access.ts';
import { createFrontierService, type FrontierServiceParts } from '../../frontier/frontier-service.ts';
import type { JobKind } from '../job-kind.ts';
import type { JobOutcome } from '../ports.ts';
import { NotedCalculation, outcomeWindow } from './certified-outcome.ts';

export interface PortfolioFrontierKindParts extends FrontierServiceParts {
  readonly access: ObjectAccess;
}

/** The efficient frontier of a portfolio's assets. */
export function portfolioFrontierKind(parts: PortfolioFrontierKindParts): JobKind<PortfolioFrontierJobInput> {
  return {
    name: 'portfolio-frontier',
    input: portfolioFrontierJobInput,
    permissions: ['portfolio:read'],
    timeoutSeconds: 1800,
    retries: 2,
    async authorize(actor, { portfolioId }) {
      await parts.access.portfolio(actor, portfolioId, 'read');
    },
    async run({ actor, signal, progress }, { portfolioId, ...request }) {
      progress(0, 'Reading prices');
      let window: JobOutcome['window'] = null;
      const noted = new NotedCalculation<
        Parameters<typeof parts.portfolioFrontier>[0],
        Awaited<ReturnType<typeof parts.portfolioFrontier>>['numbers']
      >(
        async (input, calculationSignal) => {
          const calculated = await parts.portfolioFrontier(input, calculationSignal);
          window = outcomeWindow(calculated.numbers.window);
          return calculated;
        },
        () => progress(0.2, 'Tracing the frontier'),
      );
      const service = createFrontierService({ ...parts, portfolioFrontier: noted.calculate });
      const json = await service.ofPortfolio(actor, portfolioId, request, signal);
      return noted.outcomeOf(json, window);
    },
  };
}
