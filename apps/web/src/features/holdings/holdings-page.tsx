import type { Portfolio } from '@riskoptimizer/contracts';
import { PortfolioFrame } from '../../components/portfolio-frame.tsx';
import { api } from '../../platform/store.ts';
import { LedgerHoldingsPage } from './ledger-holdings.tsx';
import { ToldHoldings } from './told-holdings.tsx';

/** What a portfolio holds: how much, at which price of when, what it cost and what it brought. */
export function HoldingsPage() {
  return (
    <PortfolioFrame title="Holdings">
      {(portfolio) => <Holdings key={portfolio.id} portfolio={portfolio} />}
    </PortfolioFrame>
  );
}

function Holdings({ portfolio }: { readonly portfolio: Portfolio }) {
  // Without targets the page stands: a failure here is told where targets are set.
  const targets = api.useGetTargetsQuery({ portfolioId: portfolio.id }).currentData;
  return portfolio.allocationKind === 'ledger' ? (
    <LedgerHoldingsPage portfolio={portfolio} targets={targets} />
  ) : (
    <ToldHoldings portfolio={portfolio} targets={targets} />
  );
}
