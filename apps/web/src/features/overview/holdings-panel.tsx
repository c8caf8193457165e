import type { Holding, Portfolio, PortfolioRisk } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { decimal, missing, percent, signedPercent } from '../../platform/format.ts';
import { panelExplanations } from '../risk/explanations.ts';
import classes from './holdings-panel.module.css';

interface HoldingsPanelProps {
  readonly risk: PortfolioRisk;
  readonly portfolio: Portfolio;
}

interface HoldingRow extends Holding {
  readonly riskShare: number | null;
}

function excessOf({ riskShare, weight }: HoldingRow): number | null {
  return riskShare === null || weight === null ? null : riskShare - weight;
}

const initialSort = { key: 'weight', direction: 'down' } as const;

/** What is held, and how much of the risk each holding carries against its weight. */
export function HoldingsPanel({ risk, portfolio }: HoldingsPanelProps) {
  const rows = useMemo(() => {
    const shares = new Map(risk.contributions.map(({ assetId, share }) => [assetId, share['standard-deviation']]));
    return portfolio.holdings.map((holding) => ({ ...holding, riskShare: shares.get(holding.assetId) ?? null }));
  }, [risk, portfolio]);
  const columns = useMemo(() => holdingColumns(portfolio), [portfolio]);
  return (
    <Panel
      title="Holdings"
      note="Share of risk is of volatility; above the weight an asset carries more than its part"
      how={{ ...panelExplanations.contributions, window: risk.window, certificate: risk.birthCertificate }}
      fileName={fileNameOf(portfolio.name, 'holdings')}
      csv={() => tableCsv(columns, rows)}
    >
      <DataTable
        caption={`Holdings of ${portfolio.name}`}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.assetId}
        sortParameter="holdings"
        initialSort={initialSort}
        heightMax={470}
      />
    </Panel>
  );
}

function holdingColumns({ totalValue, baseCurrency }: Portfolio): Column<HoldingRow>[] {
  const columns: Column<HoldingRow>[] = [
    {
      key: 'symbol',
      header: 'Asset',
      value: (row) => row.symbol,
      render: ({ symbol, name }) => (
        <>
          {symbol} {name !== symbol && <span className={classes.name}>{name}</span>}
        </>
      ),
    },
    {
      key: 'weight',
      header: 'Weight',
      numeric: true,
      value: (row) => row.weight,
      render: (row) => percent(row.weight),
    },
    {
      key: 'riskShare',
      header: '% of risk',
      definition: 'Share of the volatility of the portfolio',
      numeric: true,
      value: (row) => row.riskShare,
      render: (row) => percent(row.riskShare),
    },
    {
      key: 'excess',
      header: 'Risk − weight',
      numeric: true,
      value: (row) => excessOf(row),
      render: (row) => {
        const excess = excessOf(row);
        return excess === null ? missing : signedPercent(excess);
      },
    },
    {
      key: 'price',
      header: 'Price',
      definition: 'Last close in the currency of the asset',
      numeric: true,
      value: (row) => row.price,
      render: (row) => (row.price === null ? missing : `${decimal(row.price, 2, 2)} ${row.currency}`),
    },
  ];
  if (totalValue === null) return columns;
  columns.push({
    key: 'value',
    header: `Value, ${baseCurrency}`,
    numeric: true,
    value: (row) => (row.value === null ? null : Number(row.value)),
    render: (row) => decimal(row.value, 0, 0),
  });
  return columns;
}
