import { Button } from '@mantine/core';
import type { Portfolio } from '@riskoptimizer/contracts';
import { Link } from 'react-router';
import { useMay } from '../platform/use-account.ts';
import { EmptyState } from './empty-state.tsx';

interface NoLedgerProps {
  readonly portfolio: Portfolio;
  /** What follows from transactions and is missing here, as the beginning of a sentence. */
  readonly what: string;
}

/** A portfolio that is told what it holds has no transactions; another one can. */
export function NoLedger({ portfolio, what }: NoLedgerProps) {
  const mayMake = useMay('portfolio:change');
  const kind = portfolio.allocationKind === 'weights' ? 'weight' : 'quantity';
  return (
    <EmptyState
      title={`“${portfolio.name}” is a portfolio by ${kind}`}
      action={
        mayMake && (
          <Button component={Link} to="/portfolios/new?kind=ledger" variant="default">
            Make a portfolio by transactions
          </Button>
        )
      }
    >
      {what} from transactions: what was bought, sold, paid in and earned, and when. This portfolio says what it holds,
      not how that came about. Choose another portfolio above, or make one by transactions.
    </EmptyState>
  );
}
