/** The repositories that more than one part stands on. */
import type { Audit } from './compose-audit.ts';
import { createId } from './core/ids.ts';
import { createAssetRepository } from './infrastructure/database/repositories/asset-repository.ts';
import { createExchangeRateRepository } from './infrastructure/database/repositories/exchange-rate-repository.ts';
import { createLedgerRepository } from './infrastructure/database/repositories/ledger-repository.ts';
import { createPortfolioRepository } from './infrastructure/database/repositories/portfolio-repository.ts';
import { createPriceImportRepository } from './infrastructure/database/repositories/price-import-repository.ts';
import { createPriceRepository } from './infrastructure/database/repositories/price-repository.ts';
import { createUserRepository } from './infrastructure/database/repositories/user-repository.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

export type Repositories = ReturnType<typeof createRepositories>;

export function createRepositories({ database: { orm } }: ServerParts, { transactions }: Pick<Audit, 'transactions'>) {
  return {
    users: createUserRepository(orm),
    assets: createAssetRepository(orm, createId),
    prices: createPriceRepository(orm),
    rates: createExchangeRateRepository(orm),
    imports: createPriceImportRepository(orm),
    portfolios: createPortfolioRepository(orm),
    ledger: createLedgerRepository(orm),
    transactions,
  };
}
