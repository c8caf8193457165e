import { SegmentedControl } from '@mantine/core';
import { efficientFrontierChart, efficientFrontierSummary, frontierSelection } from '@riskoptimizer/charts';
import type { EChartsType } from 'echarts/core';
import { useMemo, useState } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import type { LivePoint } from '../../platform/engine-worker-protocol.ts';
import { number, percent } from '../../platform/format.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { explain } from './explanations.ts';
import { frontierControlDefaults } from './frontier-controls-state.ts';
import { frontierCsv } from './frontier-csv.ts';
import { type FrontierView, frontierFileName } from './frontier-view.ts';
import { planeDistance, useCurvePointer } from './use-curve-pointer.ts';
import { useMark } from './use-mark.ts';

export interface FrontierChartPanelProps {
  readonly view: FrontierView;
  readonly height: number;
}

/** The frontier in the plane of risk and return. Pointing at it shows the weights of the point, a click keeps it. */
export function FrontierChartPanel({ view, height }: FrontierChartPanelProps) {
  const { frontier, live, shown, pointer } = view;
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
      extent,
    }),
    [frontier, live, view.riskFree, view.reference, extent],
  );
  const option = useMemo(() => efficientFrontierChart(data, theme), [data, theme]);
  const mark = useMemo(() => frontierSelection(shown, theme), [shown, theme]);
  useMark(chart, option, mark);
  useCurvePointer(chart, live?.curve ?? [], planeDistance, pointer);
  return (
    <ChartPanel
      title="Efficient frontier"
      note={pointText(shown) ?? 'No portfolio meets the bounds'}
      how={explain('frontier', frontier)}
      option={option}
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
}

/** The exact values at a point. */
export function pointText(point: LivePoint | null): string | null {
  if (point === null) return null;
  const { expectedReturnAnnual, volatilityAnnual, sharpeRatio } = point;
  return `Return ${percent(expectedReturnAnnual, 2)} a year, volatility ${percent(volatilityAnnual, 2)}, Sharpe ratio ${number(sharpeRatio)}`;
}
