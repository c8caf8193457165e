import type { RebalancingPlan, RiskFigures } from '@riskoptimizer/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { confidencePercent, missing, number, percent } from '../../platform/format.ts';
import classes from './rebalance.module.css';

interface Row {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

const columns: readonly Column<Row>[] = [
  { key: 'name', header: 'Measure', value: ({ name }) => name },
  figureColumn('before', 'Before', ({ before }) => before),
  figureColumn('after', 'After', ({ after }) => after),
  {
    key: 'change',
    header: 'Change, points',
    numeric: true,
    value: changeOf,
    render: (row) => number(perCentOf(changeOf(row)), 2),
  },
];

/** What the trades make of the risk, from the same returns. */
export function RiskChangePanel({ plan }: { readonly plan: RebalancingPlan }) {
  const { risk, riskReason, birthCertificate } = plan;
  if (risk === null) {
    return (
      <Panel title="Risk before and after">
        <p className={classes.note}>{riskReason}</p>
      </Panel>
    );
  }
  const row = (name: string, of: (figures: RiskFigures) => number | null): Row => ({
    name,
    before: of(risk.before),
    after: of(risk.after),
  });
  const confidence = confidencePercent(risk.confidence);
  const rows = [
    row('Volatility a year', ({ volatilityAnnual }) => volatilityAnnual),
    row(`VaR ${confidence}, one period`, ({ valueAtRisk }) => valueAtRisk),
    row(`CVaR ${confidence}, one period`, ({ cvar }) => cvar),
    row('Maximum drawdown', ({ maxDrawdown }) => maxDrawdown),
  ];
  return (
    <Panel
      title="Risk before and after"
      note="A loss is positive"
      how={{
        formula: 'the measures of the risk page, of the weights before and after the trades',
        inputs: 'the common returns of everything that is held before or after',
        window: risk.window,
        certificate: birthCertificate ?? undefined,
      }}
    >
      <DataTable caption="Risk before and after" columns={columns} rows={rows} rowKey={({ name }) => name} />
    </Panel>
  );
}

function changeOf({ before, after }: Row): number | null {
  return before === null || after === null ? null : after - before;
}

function perCentOf(fraction: number | null): number | null {
  return fraction === null ? null : fraction * 100;
}

function figureColumn(key: string, header: string, value: (row: Row) => number | null): Column<Row> {
  const render = (row: Row) => {
    const figure = value(row);
    return figure === null ? missing : percent(figure, 2);
  };
  return { key, header, numeric: true, value, render };
}
