/** What may be offered for a portfolio: the role of the user and the share of its owner both have to allow it. */
import type { Permission, PortfolioAccess } from '@riskoptimizer/contracts';

export interface PortfolioRights {
  /** Its name, its assets, everything; and deleting it. */
  readonly mayManage: boolean;
  /** How much of what it holds now. */
  readonly mayReweigh: boolean;
}

export function portfolioRights(access: PortfolioAccess, permissions: readonly Permission[]): PortfolioRights {
  const mayChange = permissions.includes('portfolio:change');
  return { mayManage: mayChange && access === 'owner', mayReweigh: mayChange && access !== 'read' };
}
