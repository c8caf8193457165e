/** Puts together the way from holdings to trades. */
import type { AssetRepository } from './domain/assets/ports.ts';
import type { MarketDataParts } from './domain/market-data/market-data.ts';
import type { PortfolioService } from './domain/portfolios/portfolio-service.ts';
import { createRebalancingService, type RebalancingServiceParts } from './domain/rebalancing/rebalancing-service.ts';
import type { RiskComparisonParts } from './domain/rebalancing/risk-of-weights.ts';
import { createLedgerRepository } from './infrastructure/database/repositories/ledger-repository.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

interface RebalancingNeeds
  extends MarketDataParts,
    Pick<RiskComparisonParts, 'portfolioRisk'>,
    Pick<RebalancingServiceParts, 'askLedger'> {
  readonly assets: AssetRepository;
  readonly portfolios: PortfolioService;
}

export function composeRebalancing({ database: { orm }, clock }: ServerParts, needs: RebalancingNeeds) {
  return createRebalancingService({ ...needs, ledger: createLedgerRepository(orm), clock });
}
