import { type PortfolioRiskJobInput, portfolioRiskJobInput } from '@riskoptimizer/contracts';
import { createRiskService, type RiskServiceParts } from '../../risk/risk-service.ts';
import type { JobKind } from '../job-kind.ts';
import { NotedCalculation, outcomeWindow } from './certified-outcome.ts';

/** The risk page of a portfolio. */
export function portfolioRiskKind(parts: RiskServiceParts): JobKind<PortfolioRiskJobInput> {
  return {
    name: 'portfolio-risk',
    input: portfolioRiskJobInput,
    permissions: ['portfolio:read'],
    timeoutSeconds: 600,
    retries: 2,
    async authorize(actor, { portfolioId }) {
      await parts.access.portfolio(actor, portfolioId, 'read');
    },
    async run({ actor, signal, progress }, { portfolioId, ...query }) {
      progress(0, 'Reading prices');
      const noted = new NotedCalculation(parts.portfolioRisk, () => progress(0.2, 'Computing'));
      const service = createRiskService({ ...parts, portfolioRisk: noted.calculate });
      const answer = await service.ofPortfolio(actor, portfolioId, query, signal);
      return noted.outcomeOf(JSON.stringify(answer), outcomeWindow(answer.window));
    },
  };
}
