import { Button } from '@mantine/core';
import type { Portfolio, ProposedTrade, RebalancingPlan } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { dateMedium, decimal, missing, money, percent, plural } from '../../platform/format.ts';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { useAccount } from '../../platform/use-account.ts';
import classes from './rebalance.module.css';
import { useEnterTrades } from './use-enter-trades.ts';

interface TradesPanelProps {
  readonly plan: RebalancingPlan;
  readonly portfolio: Portfolio;
  /** Trades of earlier rules are not entered. */
  readonly isStale: boolean;
}

/** What to buy and sell, as a table, a file, and transactions. */
export function TradesPanel({ plan, portfolio, isStale }: TradesPanelProps) {
  const permissions = useAccount()?.permissions ?? [];
  const { enter, isEntering, entered, error } = useEnterTrades(portfolio.id);
  const columns = useMemo(() => tradeColumns(plan), [plan]);
  const mayEnter = portfolio.allocationKind === 'ledger' && portfolioRights(portfolio.access, permissions).mayReweigh;
  const { trades, transactions } = plan;
  return (
    <div className={classes.trades}>
      <Panel
        title="Trades"
        note={`At the closes of ${dateMedium(plan.valueDate)}, sells first`}
        fileName={fileNameOf(portfolio.name, 'trades', plan.valueDate)}
        csv={trades.length > 0 ? () => tableCsv(columns, trades) : undefined}
        controls={
          mayEnter && transactions.length > 0 ? (
            <Button loading={isEntering} disabled={isStale} onClick={() => void enter(transactions)}>
              Enter as {plural(transactions.length, 'transaction')}
            </Button>
          ) : undefined
        }
      >
        {error !== undefined && <ErrorState error={error} title="The trades were not entered" />}
        {entered > 0 && (
          <output className={classes.notice}>
            {plural(entered, 'transaction')} entered at today’s date.
            <Link to={`/transactions?portfolio=${portfolio.id}`}>See the transactions</Link>
          </output>
        )}
        {trades.length === 0 ? (
          <p className={classes.note}>No trade is needed under these rules.</p>
        ) : (
          <DataTable
            caption="Trades"
            columns={columns}
            rows={trades}
            rowKey={({ assetId }) => assetId}
            sortParameter="sort"
          />
        )}
      </Panel>
    </div>
  );
}

function tradeColumns({ baseCurrency, costs, realised }: RebalancingPlan): Column<ProposedTrade>[] {
  const hasLedger = realised !== null;
  const columns: Column<ProposedTrade>[] = [
    { key: 'symbol', header: 'Asset', value: ({ symbol }) => symbol, render: symbolCell },
    { key: 'side', header: 'Side', value: ({ side }) => side, render: sideCell },
    {
      key: 'quantity',
      header: 'Quantity',
      numeric: true,
      value: ({ quantity }) => Number(quantity),
      render: ({ quantity }) => decimal(quantity, 0, 6),
    },
    {
      key: 'price',
      header: 'Price',
      numeric: true,
      value: ({ price }) => Number(price),
      render: ({ price, currency, priceDate }) => (
        <span title={`Close of ${dateMedium(priceDate)}`}>{money(price, currency, 2)}</span>
      ),
    },
    amountColumn('value', `Value, ${baseCurrency}`, ({ value }) => value),
    ...(Number(costs) > 0 ? [amountColumn('cost', `Cost, ${baseCurrency}`, ({ cost }: ProposedTrade) => cost)] : []),
    weightColumn('before', 'Weight before', ({ weightBefore }) => weightBefore),
    weightColumn('after', 'Weight after', ({ weightAfter }) => weightAfter),
    weightColumn('target', 'Target', ({ target }) => target),
  ];
  if (!hasLedger) return columns;
  return [
    ...columns,
    amountColumn('realised', `Realised, ${baseCurrency}`, (trade) => trade.realised),
    weightColumn('long', 'Held over a year', ({ longTermShare }) => longTermShare),
  ];
}

function symbolCell({ symbol, name }: ProposedTrade) {
  return <span title={name}>{symbol}</span>;
}

function sideCell({ side }: ProposedTrade) {
  return <span className={side === 'buy' ? classes.buy : classes.sell}>{side}</span>;
}

function amountColumn(key: string, header: string, of: (trade: ProposedTrade) => string | null): Column<ProposedTrade> {
  const value = (trade: ProposedTrade) => {
    const text = of(trade);
    return text === null ? null : Number(text);
  };
  return { key, header, numeric: true, value, render: (trade) => decimal(of(trade), 2, 2) };
}

function weightColumn(
  key: string,
  header: string,
  value: (trade: ProposedTrade) => number | null,
): Column<ProposedTrade> {
  const render = (trade: ProposedTrade) => {
    const weight = value(trade);
    return weight === null ? missing : percent(weight, 2);
  };
  return { key, header, numeric: true, value, render };
}
