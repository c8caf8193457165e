import type { PortfolioRisk, RiskContribution } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import type { CsvTable } from '../../platform/csv.ts';
import { percent, signedPercent } from '../../platform/format.ts';
import { type ContributionMeasure, contributionMeasures } from './contribution-measure.ts';

interface ContributionsTableProps {
  readonly risk: PortfolioRisk;
  readonly measure: ContributionMeasure;
}

const initialSort = { key: 'share', direction: 'down' } as const;

/** Weight, own volatility, marginal, component and shares of every asset, with the sums that must come out. */
export function ContributionsTable({ risk, measure }: ContributionsTableProps) {
  const columns = useMemo(() => contributionColumns(risk, measure), [risk, measure]);
  return (
    <DataTable
      caption={`Contributions of every asset to the ${labelOf(measure)} of the portfolio`}
      columns={columns}
      rows={risk.contributions}
      rowKey={(row) => row.assetId}
      sortParameter="sort"
      initialSort={initialSort}
      heightMax={520}
    />
  );
}

export function contributionsCsv(risk: PortfolioRisk, measure: ContributionMeasure): CsvTable {
  return tableCsv(contributionColumns(risk, measure), risk.contributions);
}

export function labelOf(measure: ContributionMeasure): string {
  return contributionMeasures.find(({ name }) => name === measure)?.label ?? measure;
}

function contributionColumns(risk: PortfolioRisk, measure: ContributionMeasure): Column<RiskContribution>[] {
  const label = labelOf(measure);
  const sumOf = (pick: (row: RiskContribution) => number | null) =>
    risk.contributions.reduce((sum, row) => sum + (pick(row) ?? 0), 0);
  return [
    {
      key: 'symbol',
      header: 'Asset',
      value: (row) => row.symbol,
      footer: 'Sum',
    },
    {
      key: 'weight',
      header: 'Weight',
      numeric: true,
      value: (row) => row.weight,
      render: (row) => percent(row.weight),
      footer: percent(sumOf((row) => row.weight)),
    },
    {
      key: 'volatility',
      header: 'Volatility',
      definition: "The asset's own annual volatility",
      numeric: true,
      value: (row) => row.volatilityAnnual,
      render: (row) => percent(row.volatilityAnnual),
    },
    {
      key: 'marginal',
      header: 'Marginal',
      definition: `Change of the portfolio's ${label} for a small change of the weight`,
      numeric: true,
      value: (row) => row.marginal[measure],
      render: (row) => percent(row.marginal[measure], 3),
    },
    {
      key: 'component',
      header: 'Component',
      definition: `Weight times marginal; sums to the ${label} of the portfolio`,
      numeric: true,
      value: (row) => row.component[measure],
      render: (row) => percent(row.component[measure], 3),
      footer: percent(
        sumOf((row) => row.component[measure]),
        3,
      ),
    },
    {
      key: 'share',
      header: '% of risk',
      definition: `Component over the ${label} of the portfolio`,
      numeric: true,
      value: (row) => row.share[measure],
      render: (row) => percent(row.share[measure]),
      footer: percent(sumOf((row) => row.share[measure])),
    },
    {
      key: 'excess',
      header: 'Risk − weight',
      definition: 'Share of risk less share of weight: above zero the asset carries more risk than its weight',
      numeric: true,
      value: (row) => excess(row, measure),
      render: (row) => signedPercent(excess(row, measure)),
    },
  ];
}

function excess(row: RiskContribution, measure: ContributionMeasure): number | null {
  const share = row.share[measure];
  return share === null ? null : share - row.weight;
}
