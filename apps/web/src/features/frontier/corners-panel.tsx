import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import { memo, useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import type { FrontierBounds, LiveFrontier, LivePoint } from '../../platform/engine-worker-protocol.ts';
import { number, percent } from '../../platform/format.ts';
import { cornerChanges } from './corner-changes.ts';
import { explain } from './explanations.ts';
import { cornersCsv } from './frontier-csv.ts';
import { frontierFileName } from './frontier-view.ts';

interface CornerRow {
  readonly position: number;
  readonly point: LivePoint;
  readonly heldCount: number;
  readonly changes: string;
}

const heldMin = 1e-6;

const columns: readonly Column<CornerRow>[] = [
  { key: 'corner', header: 'Corner', value: ({ position }) => position },
  {
    key: 'return',
    header: 'Return a year',
    numeric: true,
    value: ({ point }) => point.expectedReturnAnnual,
    render: ({ point }) => percent(point.expectedReturnAnnual, 2),
  },
  {
    key: 'volatility',
    header: 'Volatility',
    numeric: true,
    value: ({ point }) => point.volatilityAnnual,
    render: ({ point }) => percent(point.volatilityAnnual, 2),
  },
  {
    key: 'sharpe',
    header: 'Sharpe',
    numeric: true,
    value: ({ point }) => point.sharpeRatio,
    render: ({ point }) => number(point.sharpeRatio),
  },
  { key: 'held', header: 'Assets held', numeric: true, value: ({ heldCount }) => heldCount },
  { key: 'changes', header: 'What changes here', value: ({ changes }) => changes, wrap: true },
];

interface CornersPanelProps {
  readonly frontier: PortfolioFrontier;
  readonly live: LiveFrontier;
  /** The bounds that `live` was computed with. */
  readonly bounds: FrontierBounds;
}

/** The corner portfolios: every other portfolio of the frontier is a mix of two neighbours. */
export const CornersPanel = memo(function CornersPanel({ frontier, live, bounds }: CornersPanelProps) {
  const symbols = useMemo(() => frontier.assets.map(({ symbol }) => symbol), [frontier]);
  const rows = useMemo(() => cornerRows(live, symbols, bounds), [live, symbols, bounds]);
  return (
    <Panel
      title="Corner portfolios"
      note="From the highest return to minimum variance; between two of them the weights change in straight lines"
      how={explain('corners', frontier, bounds)}
      fileName={frontierFileName(frontier, 'corner portfolios')}
      csv={() => cornersCsv(live, symbols)}
    >
      <DataTable
        caption="Corner portfolios"
        columns={columns}
        rows={rows}
        rowKey={({ position }) => String(position)}
        heightMax={420}
      />
    </Panel>
  );
});

function cornerRows(
  { corners }: LiveFrontier,
  symbols: readonly string[],
  { lower, upper }: FrontierBounds,
): CornerRow[] {
  const assets = symbols.map((symbol, index) => ({
    symbol,
    lower: lower[index] ?? -Infinity,
    upper: upper[index] ?? Infinity,
  }));
  const changesAt = (index: number): string => {
    const [before, at, after] = [corners[index - 1], corners[index], corners[index + 1]];
    if (before === undefined || at === undefined) return 'highest return';
    return after === undefined
      ? 'minimum variance'
      : cornerChanges(before.weights, at.weights, after.weights, assets).join(', ');
  };
  return corners.map((point, index) => ({
    position: index + 1,
    point,
    heldCount: point.weights.filter((weight) => Math.abs(weight) > heldMin).length,
    changes: changesAt(index),
  }));
}
