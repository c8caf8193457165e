import { Button } from '@mantine/core';
import type { Portfolio, TransactionImport } from '@riskoptimizer/contracts';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { NoLedger } from '../../components/no-ledger.tsx';
import { PortfolioFrame } from '../../components/portfolio-frame.tsx';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { ChooseFile } from './choose-file.tsx';
import { ImportReview } from './import-review.tsx';

/** A file of a broker becomes transactions: read, matched, looked at, and only then stored. */
export function TransactionImportPage() {
  return (
    <PortfolioFrame title="Import transactions">
      {(portfolio) =>
        portfolio.allocationKind === 'ledger' ? (
          <Wizard key={portfolio.id} portfolio={portfolio} />
        ) : (
          <NoLedger portfolio={portfolio} what="A file of transactions is stored in a portfolio that follows" />
        )
      }
    </PortfolioFrame>
  );
}

function Wizard({ portfolio }: { readonly portfolio: Portfolio }) {
  const { search, change } = useParameters();
  const importId = search.get('import') ?? undefined;
  const portfolioId = portfolio.id;
  const open = useCallback(
    ({ id }: TransactionImport) => change({ portfolio: portfolioId, import: id, step: undefined, rows: undefined }),
    [change, portfolioId],
  );
  const close = useCallback(
    () => change({ import: undefined, step: undefined, rows: undefined, after: undefined }),
    [change],
  );
  const { mayManage } = portfolioRights(portfolio.access, useAccount()?.permissions ?? []);
  if (!mayManage) return <NotYours portfolio={portfolio} />;
  if (importId === undefined) return <ChooseFile portfolio={portfolio} onReady={open} />;
  return <Staged key={importId} portfolio={portfolio} importId={importId} onClose={close} />;
}

function NotYours({ portfolio }: { readonly portfolio: Portfolio }) {
  return (
    <EmptyState
      title="Files are imported by the owner of the portfolio"
      action={<Link to={`/transactions?portfolio=${portfolio.id}`}>See the transactions</Link>}
    >
      The securities of a file are matched with the owner’s assets. What you may see of “{portfolio.name}” can be
      exported from the Transactions page.
    </EmptyState>
  );
}

interface StagedProps {
  readonly portfolio: Portfolio;
  readonly importId: string;
  readonly onClose: () => void;
}

function Staged({ portfolio, importId, onClose }: StagedProps) {
  const { data, error, refetch } = api.useGetTransactionImportQuery({ transactionImportId: importId });
  if (error && !data) {
    return (
      <ErrorState
        error={error}
        title="This import is no longer there"
        onRetry={() => void refetch()}
        action={
          <Button size="xs" variant="default" onClick={onClose}>
            Choose another file
          </Button>
        }
      />
    );
  }
  if (!data) return <LoadingState label="The import is being read" figures={5} charts={1} />;
  if (data.portfolioId !== portfolio.id) {
    return (
      <EmptyState
        title="This file is imported into another portfolio"
        action={
          <>
            <Link to={`/transactions/import?portfolio=${data.portfolioId}&import=${importId}`}>
              Go on with it there
            </Link>
            <Button size="xs" variant="default" onClick={onClose}>
              Choose a file for “{portfolio.name}”
            </Button>
          </>
        }
      >
        {data.fileName} was sent for the ledger of another portfolio, and is stored nowhere else.
      </EmptyState>
    );
  }
  return <ImportReview transactionImport={data} onRefetch={() => void refetch()} onClose={onClose} />;
}
