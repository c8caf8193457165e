/** Puts together the ledger of a portfolio: its transactions, and what follows from them. */

import type { Repositories } from './compose-repositories.ts';
import { createId } from './core/ids.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import type { Calculation } from './domain/calculation/calculation.ts';
import type { PortfolioService } from './domain/portfolios/portfolio-service.ts';
import type { AskLedger } from './domain/transaction-ledger/ledger-calculations.ts';
import { createLedgerService } from './domain/transaction-ledger/ledger-service.ts';
import { createLedgerViews } from './domain/transaction-ledger/ledger-views.ts';
import type { PerformanceInput, PerformanceNumbers } from './domain/transaction-ledger/performance-calculation.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

export interface LedgerNeeds extends Repositories {
  readonly access: ObjectAccess;
  readonly portfolioService: Pick<PortfolioService, 'open'>;
  readonly askLedger: AskLedger;
  readonly performance: Calculation<PerformanceInput, PerformanceNumbers>;
}

export function composeLedger({ clock }: Pick<ServerParts, 'clock'>, needs: LedgerNeeds) {
  return {
    ledger: createLedgerService({ ...needs, clock, createId }),
    ledgerViews: createLedgerViews({ ...needs, clock }),
  };
}
