import type { PortfolioPerformance, RealisedResultShown, RealisedResults } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { dateMedium, decimal, missing, money, plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { CostBasisControl } from '../holdings/cost-basis-control.tsx';
import { parseCostBasis } from '../holdings/cost-basis-words.ts';
import { SignedMoney } from '../holdings/signed-money.tsx';
import classes from './performance.module.css';
import { dayAfter } from './performance-window.ts';

interface RealisedPanelsProps {
  readonly performance: PortfolioPerformance;
  readonly name: string;
  /** False when the window leaves out the beginning. */
  readonly isWhole: boolean;
}

/** What was closed in the window and what it brought, by asset and one by one. */
export function RealisedPanels({ performance, name, isWhole }: RealisedPanelsProps) {
  const { search } = useParameters();
  const costBasis = parseCostBasis(search);
  const { portfolioId, window } = performance;
  const { data, error, refetch } = api.useGetRealisedResultsQuery({
    portfolioId,
    costBasis,
    to: window.to,
    ...(isWhole ? {} : { from: dayAfter(window.from) }),
  });
  if (error) {
    return <ErrorState error={error} title="The realised results could not be read" onRetry={() => void refetch()} />;
  }
  if (!data) return <LoadingState label="The realised results are being read" figures={0} charts={1} />;
  return (
    <>
      <ByAssetPanel results={data} name={name} />
      <ClosingsPanel results={data} name={name} />
    </>
  );
}

interface ResultsProps {
  readonly results: RealisedResults;
  readonly name: string;
}

function ByAssetPanel({ results, name }: ResultsProps) {
  const columns = useMemo(() => assetColumns(results), [results]);
  return (
    <Panel
      title="Realised by asset"
      note={`In ${results.baseCurrency}; ${incomeWords(results)}`}
      how={{
        formula: 'realised = proceeds − cost of the lots that were closed',
        inputs: 'The lots of the ledger, fees and taxes of trades included.',
        note: 'The cost at the exchange rate of the day it was paid, the proceeds at that of the day they came.',
      }}
      fileName={fileNameOf(name, 'realised by asset')}
      csv={() => tableCsv(columns, results.byAsset)}
      controls={<CostBasisControl value={results.costBasis} />}
    >
      {results.byAsset.length === 0 ? (
        <p className={classes.note}>Nothing was closed, and no dividend came, in this window.</p>
      ) : (
        <DataTable
          caption="Realised results and dividends by asset"
          columns={columns}
          rows={results.byAsset}
          rowKey={({ assetId }) => assetId}
          sortParameter="realised"
          heightMax={360}
        />
      )}
    </Panel>
  );
}

/** What no asset can be said to have earned or cost. */
function incomeWords({ totals, baseCurrency }: RealisedResults): string {
  const part = (word: string, amount: string | null) =>
    amount === null ? `${word} not known` : `${word} ${money(amount, baseCurrency)}`;
  return [part('interest', totals.interest), part('fees', totals.fees), part('taxes', totals.taxes)].join(', ');
}

function assetColumns({ totals, baseCurrency }: RealisedResults): Column<RealisedResults['byAsset'][number]>[] {
  return [
    {
      key: 'symbol',
      header: 'Asset',
      value: ({ symbol }) => symbol,
      render: ({ symbol, name }) => <span title={name}>{symbol}</span>,
      footer: 'All',
    },
    {
      key: 'realised',
      header: `Realised, ${baseCurrency}`,
      numeric: true,
      value: ({ realised }) => (realised === null ? null : Number(realised)),
      render: ({ realised }) => <SignedMoney amount={realised} />,
      footer: <SignedMoney amount={totals.realised} />,
    },
    {
      key: 'dividends',
      header: 'Dividends',
      definition: 'Before tax and fee',
      numeric: true,
      value: ({ dividends }) => (dividends === null ? null : Number(dividends)),
      render: ({ dividends }) => decimal(dividends, 2, 2),
      footer: decimal(totals.dividends, 2, 2),
    },
  ];
}

function ClosingsPanel({ results, name }: ResultsProps) {
  const columns = useMemo(() => closingColumns(results.baseCurrency), [results.baseCurrency]);
  if (results.items.length === 0) return null;
  return (
    <Panel
      title="Closings"
      note={`${plural(results.items.length, 'closing')} with the lots they took`}
      fileName={fileNameOf(name, 'closings')}
      csv={() => tableCsv(columns, results.items)}
    >
      <DataTable
        caption="Every closing and its result"
        columns={columns}
        rows={results.items}
        rowKey={({ transactionId, assetId }) => `${transactionId}:${assetId}`}
        sortParameter="closings"
        heightMax={360}
      />
    </Panel>
  );
}

function closingColumns(currency: string): Column<RealisedResultShown>[] {
  return [
    {
      key: 'date',
      header: 'Date',
      value: ({ date }) => date,
      render: ({ date }) => <span className={classes.whole}>{dateMedium(date)}</span>,
    },
    { key: 'symbol', header: 'Asset', value: ({ symbol }) => symbol },
    {
      key: 'quantity',
      header: 'Quantity',
      numeric: true,
      value: ({ quantity }) => Number(quantity),
      render: ({ quantity, direction }) => `${decimal(quantity, 0, 6)}${direction === 'short' ? ' short' : ''}`,
    },
    {
      key: 'days',
      header: 'Held, days',
      definition: 'Of the oldest lot',
      numeric: true,
      value: ({ lots }) => (lots.length === 0 ? null : Math.max(...lots.map(({ holdingDays }) => holdingDays))),
    },
    {
      key: 'result',
      header: `Result, ${currency}`,
      numeric: true,
      value: ({ inBaseCurrency }) => (inBaseCurrency.result === null ? null : Number(inBaseCurrency.result)),
      render: ({ inBaseCurrency, reason }) =>
        inBaseCurrency.result === null ? (
          <span title={reason ?? undefined}>{missing}</span>
        ) : (
          <SignedMoney amount={inBaseCurrency.result} />
        ),
    },
    {
      key: 'lots',
      header: 'Lots',
      value: ({ lots }) => lots.map(lotWords).join('; ') || null,
      wrap: true,
    },
  ];
}

function lotWords({ quantity, date }: RealisedResultShown['lots'][number]): string {
  return `${decimal(quantity, 0, 6)} of ${dateMedium(date)}`;
}
