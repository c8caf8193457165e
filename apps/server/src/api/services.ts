/** What the routes call: the services of the domain, and what is known of the server itself. */
import type { Readiness } from '@riskoptimizer/contracts';
import type { AssetService } from '../domain/assets/asset-service.ts';
import type { FrontierService } from '../domain/frontier/frontier-service.ts';
import type { PortfolioService } from '../domain/portfolios/portfolio-service.ts';
import type { PriceImportService } from '../domain/price-imports/price-import-service.ts';
import type { RiskService } from '../domain/risk/risk-service.ts';

export interface Services {
  readonly assets: AssetService;
  readonly portfolios: PortfolioService;
  readonly priceImports: PriceImportService;
  readonly risk: RiskService;
  readonly frontier: FrontierService;
  /** Asks every part that requests need. */
  readonly readiness: () => Promise<Readiness>;
}
