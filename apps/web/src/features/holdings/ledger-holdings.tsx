import { Button } from '@mantine/core';
import type { LedgerHoldings, Portfolio, PortfolioTargets } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { today } from '../../platform/days.ts';
import { useLiveQuotes } from '../../platform/live.ts';
import { parseDate } from '../../platform/url-state.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { LiveValue } from '../live/live-value.tsx';
import { CashPanel } from './cash-panel.tsx';
import { parseCostBasis } from './cost-basis-words.ts';
import { type HoldingRow, ledgerRow, withLivePrices, withTargets } from './holding-rows.ts';
import classes from './holdings.module.css';
import { HoldingsBar } from './holdings-bar.tsx';
import { HoldingsFigures } from './holdings-figures.tsx';
import { HoldingsTable } from './holdings-table.tsx';
import { ledgerVerdict, remarksOf } from './holdings-words.ts';
import { Remarks } from './remarks.tsx';
import { groupingChoices, parseGrouping } from './row-groups.ts';
import { type HoldingsQuery, useHoldings, useHoldingsByAccount } from './use-holdings.ts';

interface LedgerHoldingsPageProps {
  readonly portfolio: Portfolio;
  readonly targets: PortfolioTargets | undefined;
}

/** What follows from the transactions up to a date. */
export function LedgerHoldingsPage({ portfolio, targets }: LedgerHoldingsPageProps) {
  const { search } = useParameters();
  const date = parseDate(search.get('date'));
  const costBasis = parseCostBasis(search);
  const query = useMemo(
    (): HoldingsQuery => ({ portfolioId: portfolio.id, costBasis, ...(date === undefined ? {} : { date }) }),
    [portfolio.id, costBasis, date],
  );
  const { answer, isStale, error, retry } = useHoldings(query);
  const { rows, choices, grouping, accountError } = useRows(answer, query, targets);
  // Targets are about what is held now.
  const presentTargets = date === undefined ? targets : undefined;
  const bar = (
    <HoldingsBar
      choices={choices}
      grouping={grouping}
      targetsBy={presentTargets?.by}
      ledger={{ date, today: today(), costBasis }}
    />
  );
  if (error ?? accountError) {
    return (
      <>
        {bar}
        <ErrorState error={error ?? accountError} title="The holdings could not be read" onRetry={retry} />
      </>
    );
  }
  if (!answer) return <LoadingState label="The holdings are being read" charts={1} />;
  if (answer.accounts.length === 0) return <NothingYet portfolio={portfolio} />;
  return (
    <div className={classes.content} data-stale={isStale || undefined} aria-busy={isStale || rows === undefined}>
      <Verdict>{ledgerVerdict(answer)}</Verdict>
      {date === undefined && <LiveValue portfolioId={portfolio.id} label="Holdings now, without cash" />}
      <HoldingsFigures answer={answer} />
      <Remarks remarks={remarksOf(answer)} />
      {bar}
      <div className={classes.panels}>
        {rows && (
          <HoldingsTable
            portfolio={portfolio}
            rows={rows}
            date={answer.date}
            grouping={grouping}
            targets={presentTargets}
          />
        )}
        <div className={classes.pair}>
          <CashPanel answer={answer} name={portfolio.name} />
        </div>
      </div>
    </div>
  );
}

const noIds: readonly string[] = [];

/** The rows of the table with targets and live prices, where the date is today; by account when that is asked for. */
function useRows(answer: LedgerHoldings | undefined, query: HoldingsQuery, targets: PortfolioTargets | undefined) {
  const { search } = useParameters();
  const whole = useMemo(() => answer?.holdings.map((holding) => ledgerRow(holding)) ?? [], [answer]);
  const choices = useMemo(() => groupingChoices(whole, answer?.accounts.length ?? 0), [whole, answer]);
  const grouping = parseGrouping(search, choices);
  const byAccount = useHoldingsByAccount(answer, grouping === 'account' ? query : null);
  const isToday = query.date === undefined;
  const quotes = useLiveQuotes(isToday ? whole.map(({ assetId }) => assetId) : noIds);
  const rows = useMemo((): HoldingRow[] | undefined => {
    if (!answer) return undefined;
    const stored = grouping === 'account' ? accountRows(answer, byAccount.parts) : whole;
    if (!stored || !isToday) return stored;
    // A target is about the whole of an asset, and not about its part in an account.
    const aimed = grouping === 'account' ? stored : withTargets(stored, targets);
    return withLivePrices(aimed, quotes, answer.totals.cash);
  }, [answer, grouping, byAccount.parts, whole, isToday, targets, quotes]);
  return { rows, choices, grouping, accountError: byAccount.error };
}

/** Weights of the whole portfolio, and not of the account alone. */
function accountRows(
  { totals }: LedgerHoldings,
  parts: ReturnType<typeof useHoldingsByAccount>['parts'],
): HoldingRow[] | undefined {
  const total = totals.total === null ? null : Number(totals.total);
  return parts?.flatMap(({ account, answer }) =>
    answer.holdings.map((holding) => {
      const row = ledgerRow(holding, account);
      return { ...row, weight: row.value === null || !total ? null : Number(row.value) / total };
    }),
  );
}

function NothingYet({ portfolio }: { readonly portfolio: Portfolio }) {
  return (
    <EmptyState
      title="Nothing is held yet"
      action={
        <Button component={Link} to={`/transactions?portfolio=${portfolio.id}`}>
          To its transactions
        </Button>
      }
    >
      Holdings, cash, cost and results follow from what was bought, sold, paid in and earned. Enter the first
      transaction, or bring a file of your broker.
    </EmptyState>
  );
}
