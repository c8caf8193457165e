import { Button } from '@mantine/core';
import { type NamedAsset, type Portfolio, type TransactionList, transactionKinds } from '@riskoptimizer/contracts';
import { useCallback, useMemo } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { NoLedger } from '../../components/no-ledger.tsx';
import { PortfolioFrame } from '../../components/portfolio-frame.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { api } from '../../platform/store.ts';
import { withParameters } from '../../platform/url-state.ts';
import { useAccount } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { ExportMenu } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { TransactionDrawer } from './transaction-drawer.tsx';
import { isFiltered, listQuery, parseFilters, type TransactionFilters } from './transaction-filters.ts';

import { listVerdict, symbolsOf } from './transaction-words.ts';
import classes from './transactions.module.css';
import { TransactionsTable } from './transactions-table.tsx';
import { useTransactionChanges } from './use-transaction-changes.tsx';

/** The ledger: everything that happened, and the place to enter, correct and take out. */
export function TransactionsPage() {
  return (
    <PortfolioFrame title="Transactions">
      {(portfolio) =>
        portfolio.allocationKind === 'ledger' ? (
          <Ledger key={portfolio.id} portfolio={portfolio} />
        ) : (
          <NoLedger portfolio={portfolio} what="Holdings, cost and results can follow" />
        )
      }
    </PortfolioFrame>
  );
}

function Ledger({ portfolio }: { readonly portfolio: Portfolio }) {
  const { search, change } = useParameters();
  const filters = useMemo(() => parseFilters(search), [search]);
  const cursor = search.get('cursor');
  const { data, currentData, error, isFetching, refetch } = api.useListTransactionsQuery({
    portfolioId: portfolio.id,
    ...listQuery(filters, cursor),
  });
  // The page that was shown stays while the next one is on its way.
  const list = currentData ?? data;
  const { mayReweigh } = portfolioRights(portfolio.access, useAccount()?.permissions ?? []);
  const { assets, accounts } = useNames(portfolio, list);
  const symbols = useMemo(() => symbolsOf({ assets: [...assets] }), [assets]);
  const { enter, correct, takeOut, isSaving } = useTransactionChanges(portfolio.id, symbols);
  const open = useCallback((transactionId: string) => change({ edit: transactionId, new: undefined }), [change]);
  const close = useCallback(() => change({ edit: undefined, new: undefined }), [change]);
  const begin = useCallback((kind: string) => change({ new: kind, edit: undefined }), [change]);
  const actions = useMemo(
    () =>
      mayReweigh
        ? { onEdit: open, onTakeOut: (transaction: Parameters<typeof takeOut>[0]) => void takeOut(transaction) }
        : null,
    [mayReweigh, open, takeOut],
  );
  const look = (next: TransactionFilters) => change({ ...next, cursor: undefined });

  if (error && !list) {
    return <ErrorState error={error} title="The transactions could not be read" onRetry={() => void refetch()} />;
  }
  if (!list) return <LoadingState label="The transactions are being read" figures={0} charts={1} />;
  const isEmpty = list.items.length === 0 && !isFiltered(filters) && cursor === null;
  return (
    <>
      {isEmpty ? (
        <NothingYet portfolio={portfolio} mayEnter={mayReweigh} onBegin={begin} />
      ) : (
        <div
          className={classes.content}
          data-stale={(isFetching && !currentData) || undefined}
          aria-busy={isFetching && !currentData}
        >
          <div className={classes.head}>
            <Verdict>{listVerdict(list, cursor === null, isFiltered(filters))}</Verdict>
            <LedgerActions portfolio={portfolio} onBegin={mayReweigh ? begin : null} />
          </div>
          <FilterBar filters={filters} assets={assets} accounts={accounts} onChange={look} />
          {list.items.length > 0 && <TransactionsTable transactions={list.items} symbols={symbols} actions={actions} />}
          <Paging search={search} list={list} cursor={cursor} />
        </div>
      )}
      {mayReweigh && (
        <TransactionDrawer
          portfolio={portfolio}
          open={openOf(search)}
          assets={assets}
          accounts={accounts}
          isSaving={isSaving}
          onEnter={enter}
          onCorrect={correct}
          onClose={close}
        />
      )}
    </>
  );
}

function openOf(search: URLSearchParams) {
  const transactionId = search.get('edit');
  if (transactionId) return { transactionId };
  const kind = transactionKinds.find((one) => one === search.get('new'));
  return kind && { kind };
}

const noNames: readonly string[] = [];

/** What can be chosen: the assets of the owner, those of the ledger for others, and the accounts that there are. */
function useNames(portfolio: Portfolio, list: TransactionList | undefined) {
  const isOwner = portfolio.access === 'owner';
  const { data: stored } = api.useListAssetsQuery(undefined, { skip: !isOwner });
  const { data: holdings } = api.useGetHoldingsQuery({ portfolioId: portfolio.id });
  const assets = useMemo((): readonly NamedAsset[] => {
    const byId = new Map<string, NamedAsset>();
    for (const { id, symbol, name, currency } of stored?.items ?? []) {
      byId.set(id, { assetId: id, symbol, name, currency });
    }
    for (const asset of list?.assets ?? []) byId.set(asset.assetId, asset);
    for (const { assetId, symbol, name, currency } of holdings?.holdings ?? []) {
      byId.set(assetId, { assetId, symbol, name, currency });
    }
    return [...byId.values()].sort((a, b) => a.symbol.localeCompare(b.symbol, 'en', { numeric: true }));
  }, [stored, list, holdings]);
  return { assets, accounts: holdings?.accounts ?? noNames };
}

interface LedgerActionsProps {
  readonly portfolio: Portfolio;
  /** Null for whom may only read. */
  readonly onBegin: ((kind: string) => void) | null;
}

/** What can be done with the ledger as a whole. */
function LedgerActions({ portfolio, onBegin }: LedgerActionsProps) {
  return (
    <div className={classes.ledgerActions}>
      {onBegin && <Button onClick={() => onBegin('buy')}>New transaction</Button>}
      <ImportLink portfolio={portfolio} />
      <ExportMenu portfolio={portfolio} />
    </div>
  );
}

/** Files are imported by the owner, whose assets their securities are matched with. */
function ImportLink({ portfolio }: { readonly portfolio: Portfolio }) {
  const { mayManage } = portfolioRights(portfolio.access, useAccount()?.permissions ?? []);
  if (!mayManage) return null;
  return (
    <Button component={Link} to={`/transactions/import?portfolio=${portfolio.id}`} variant="default">
      Import a file
    </Button>
  );
}

interface NothingYetProps {
  readonly portfolio: Portfolio;
  readonly mayEnter: boolean;
  readonly onBegin: (kind: string) => void;
}

function NothingYet({ portfolio, mayEnter, onBegin }: NothingYetProps) {
  return (
    <EmptyState
      title="No transaction is entered yet"
      action={
        mayEnter && (
          <>
            <Button onClick={() => onBegin('deposit')}>Enter the first deposit</Button>
            <Button variant="default" onClick={() => onBegin('buy')}>
              Enter a purchase
            </Button>
            <ImportLink portfolio={portfolio} />
          </>
        )
      }
    >
      What was bought, sold, paid in and earned: holdings, cash, cost and returns follow from it. Begin with the money
      that came in, or with a purchase; cash that is missing is told and not refused. Or import the file of a broker.
    </EmptyState>
  );
}

interface PagingProps {
  readonly search: URLSearchParams;
  readonly list: TransactionList;
  readonly cursor: string | null;
}

function Paging({ search, list, cursor }: PagingProps) {
  const to = (next: string | undefined) => `?${withParameters(search, { cursor: next })}`;
  if (list.nextCursor === null && cursor === null) return null;
  return (
    <nav className={classes.paging} aria-label="Pages of transactions">
      {cursor !== null && <Link to={to(undefined)}>Newest</Link>}
      {list.nextCursor !== null && <Link to={to(list.nextCursor)}>Older</Link>}
    </nav>
  );
}
