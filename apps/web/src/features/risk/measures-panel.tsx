import type { PortfolioRisk, RiskMeasureName } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import { HowComputed } from '../../components/how-computed.tsx';
import { Panel } from '../../components/panel.tsx';
import { confidencePercent, missing, number, percent } from '../../platform/format.ts';
import { moneyOfFraction } from '../../platform/money-at-risk.ts';
import { type Explanation, measureExplanations, performanceExplanations } from './explanations.ts';
import { panelFileName } from './panel-how.ts';
import { periods } from './period-words.ts';

interface MeasureRow {
  readonly key: string;
  readonly explanation: Explanation;
  readonly value: number | null;
  readonly written: string;
  readonly inMoney: string;
  readonly unit: string;
}

const measureOrder: readonly RiskMeasureName[] = [
  'value-at-risk',
  'cvar',
  'worst-realization',
  'standard-deviation',
  'semi-deviation',
  'mean-absolute-deviation',
  'variance',
  'max-drawdown',
  'average-drawdown',
  'ulcer-index',
];
/** Of the path of values, and so the same for every horizon. */
const pathMeasures = new Set<RiskMeasureName>(['max-drawdown', 'average-drawdown', 'ulcer-index']);

export function MeasuresPanel({ risk }: { readonly risk: PortfolioRisk }) {
  const rows = useMemo(() => [...measureRows(risk), ...performanceRows(risk)], [risk]);
  const columns = useMemo(() => measureColumns(risk), [risk]);
  return (
    <Panel
      title="All measures"
      note="A loss is positive. Every name says how it is computed"
      fileName={panelFileName(risk, 'measures')}
      csv={() => tableCsv(columns, rows)}
    >
      <DataTable
        caption="Every measure of risk and performance with its definition"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.key}
      />
    </Panel>
  );
}

function measureRows({ measures, horizon, window, confidence, totalValue, baseCurrency }: PortfolioRisk): MeasureRow[] {
  return measureOrder.map((name) => {
    const value = measures[name];
    const span = pathMeasures.has(name) ? 'whole window' : periods(horizon, window.frequency);
    const tail = name === 'value-at-risk' || name === 'cvar' ? `${confidencePercent(confidence)}, ` : '';
    const isVariance = name === 'variance';
    return {
      key: name,
      explanation: measureExplanations[name],
      value,
      written: isVariance ? number(value, 6) : percent(value, 2),
      inMoney: isVariance ? missing : moneyOfFraction(value, totalValue, baseCurrency),
      unit: isVariance ? `squared return, ${span}` : `${tail}${span}`,
    };
  });
}

function performanceRows({ performance }: PortfolioRisk): MeasureRow[] {
  const ratios = new Set(['sharpeRatio', 'sortinoRatio', 'beta', 'correlationWithBenchmark']);
  return (Object.keys(performanceExplanations) as (keyof typeof performanceExplanations)[]).map((name) => {
    const value = performance[name];
    return {
      key: name,
      explanation: performanceExplanations[name],
      value,
      written: ratios.has(name) ? number(value) : percent(value, 2),
      inMoney: missing,
      unit: ratios.has(name) ? 'ratio' : name === 'totalReturn' ? 'whole window' : 'a year',
    };
  });
}

function measureColumns(risk: PortfolioRisk): Column<MeasureRow>[] {
  const columns: Column<MeasureRow>[] = [
    {
      key: 'name',
      header: 'Measure',
      value: (row) => row.explanation.name,
      render: ({ explanation }) => (
        <HowComputed {...explanation} window={risk.window} certificate={risk.birthCertificate}>
          {explanation.name}
        </HowComputed>
      ),
    },
    { key: 'value', header: 'Value', numeric: true, value: (row) => row.value, render: (row) => row.written },
    { key: 'unit', header: 'Over', value: (row) => row.unit },
    { key: 'definition', header: 'Definition', wrap: true, value: (row) => row.explanation.formula },
    { key: 'convention', header: 'Convention', wrap: true, value: (row) => row.explanation.note ?? '' },
  ];
  if (risk.totalValue === null) return columns;
  columns.splice(2, 0, {
    key: 'money',
    header: `In ${risk.baseCurrency}`,
    definition: "On today's value of the portfolio",
    numeric: true,
    value: (row) => (row.inMoney === missing || row.value === null ? null : row.value * Number(risk.totalValue)),
    render: (row) => row.inMoney,
  });
  return columns;
}
