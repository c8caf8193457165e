import { SegmentedControl } from '@mantine/core';
import {
  type EfficientFrontierData,
  efficientFrontierChart,
  efficientFrontierSummary,
  frontierSelection,
} from '@riskoptimizer/charts';
import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import type { EChartsType } from 'echarts/core';
import { memo, useMemo, useState } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import type { LivePoint } from '../../platform/engine-worker-protocol.ts';
import { number, percent } from '../../platform/format.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { explain } from './explanations.ts';
import { frontierControlDefaults } from './frontier-controls-state.ts';
import { frontierCsv } from './frontier-csv.ts';
import { type FrontierView, frontierFileName, shownPoint } from './frontier-view.ts';
import { planeDistance, useCurvePointer } from './use-curve-pointer.ts';
import { useLiveChart } from './use-live-chart.ts';

export interface FrontierChartPanelProps {
  readonly view: FrontierView;
  readonly height: number;
}

/** The frontier in the plane of risk and return. Pointing at it shows the weights of the point, a click keeps it. */
export const FrontierChartPanel = memo(function FrontierChartPanel({ view, height }: FrontierChartPanelProps) {
  const { frontier, live, selected, pointed, pointer } = view;
  const theme = useChartTheme();
  const { search, change } = useParameters();
  const [chart, setChart] = useState<EChartsType | null>(null);
  const extent: 'assets' | 'curve' = search.get('view') === 'curve' ? 'curve' : 'assets';
  const data = useMemo(
    () => ({
      assets: frontier.assets,
      curve: live?.curve ?? null,
      corners: live?.corners ?? [],
      own: frontier.own,
      minimumVariance: live?.minimumVariance ?? null,
      maximumSharpe: live?.maximumSharpe ?? null,
      riskFree: view.riskFree,
      reference: view.reference,
      selected,
      extent,
    }),
    [frontier, live, selected, view.riskFree, view.reference, extent],
  );
  const option = useMemo(() => efficientFrontierChart(data, theme), [data, theme]);
  const first = useMemo(() => efficientFrontierChart(emptyFrontier(frontier), theme), [frontier, theme]);
  const rest = useMemo(() => frontierSelection(selected, theme), [selected, theme]);
  const moved = useMemo(() => pointed && frontierSelection(pointed, theme), [pointed, theme]);
  useLiveChart(chart, { option, rest, moved });
  useCurvePointer(chart, live?.curve ?? [], planeDistance, pointer);
  return (
    <ChartPanel
      title="Efficient frontier"
      note={pointText(shownPoint(view)) ?? 'No portfolio meets the bounds'}
      how={explain('frontier', frontier, view.bounds)}
      option={first}
      label={efficientFrontierSummary(data)}
      height={height}
      onReady={setChart}
      fileName={frontierFileName(frontier, 'frontier')}
      csv={
        live === null
          ? undefined
          : () =>
              frontierCsv(
                live,
                frontier.assets.map(({ symbol }) => symbol),
              )
      }
      controls={
        <SegmentedControl
          aria-label="What the axes show"
          value={extent}
          data={[
            { value: 'assets', label: 'All assets' },
            { value: 'curve', label: 'Close up' },
          ]}
          onChange={(chosen) => change({ view: chosen }, frontierControlDefaults)}
        />
      }
    />
  );
});

/** The picture before the first curve: what the chart is made with, and made with again for another portfolio or theme. */
function emptyFrontier({ assets, own }: PortfolioFrontier): EfficientFrontierData {
  const nothing = { curve: null, corners: [], minimumVariance: null, maximumSharpe: null };
  return { assets, own, ...nothing, riskFree: 0, extent: 'assets' };
}

/** The exact values at a point. */
export function pointText(point: LivePoint | null): string | null {
  if (point === null) return null;
  const { expectedReturnAnnual, volatilityAnnual, sharpeRatio } = point;
  return `Return ${percent(expectedReturnAnnual, 2)} a year, volatility ${percent(volatilityAnnual, 2)}, Sharpe ratio ${number(sharpeRatio)}`;
}
