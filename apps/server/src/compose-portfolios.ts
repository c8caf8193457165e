/** Puts the parts of portfolios together: their content, life, history and targets. */
import { createId } from './core/ids.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import type { AssetRepository, PriceRepository } from './domain/assets/ports.ts';
import type { ExchangeRateRepository } from './domain/market-data/ports.ts';
import { createPortfolioHistoryService } from './domain/portfolios/portfolio-history-service.ts';
import { createPortfolioLifeService } from './domain/portfolios/portfolio-life-service.ts';
import { createPortfolioService } from './domain/portfolios/portfolio-service.ts';
import type { PortfolioRepository } from './domain/portfolios/ports.ts';
import { createTargetService } from './domain/portfolios/target-service.ts';
import type { Transactions } from './domain/transactions/ports.ts';
import { createPortfolioVersionRepository } from './infrastructure/database/repositories/portfolio-version-repository.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

export interface PortfolioComposition {
  readonly access: ObjectAccess;
  readonly assets: AssetRepository;
  readonly prices: PriceRepository;
  readonly rates: ExchangeRateRepository;
  readonly portfolios: PortfolioRepository;
  readonly transactions: Transactions;
}

export function composePortfolios({ clock, database }: ServerParts, repositories: PortfolioComposition) {
  const portfolios = createPortfolioService({ ...repositories, clock, createId });
  const versions = createPortfolioVersionRepository(database.orm);
  return {
    portfolios,
    portfolioLife: createPortfolioLifeService({ ...repositories, clock }),
    portfolioHistory: createPortfolioHistoryService({ ...repositories, versions }),
    targets: createTargetService({ ...repositories, opened: portfolios }),
  };
}
