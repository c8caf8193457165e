import { transitionMapChart, transitionMapSummary, transitionSelection } from '@riskoptimizer/charts';
import type { EChartsType } from 'echarts/core';
import { memo, useMemo, useState } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import { Panel } from '../../components/panel.tsx';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { explain } from './explanations.ts';
import { frontierCsv } from './frontier-csv.ts';
import classes from './frontier-page.module.css';
import { type FrontierView, frontierFileName } from './frontier-view.ts';
import { horizontalDistance, useCurvePointer } from './use-curve-pointer.ts';
import { useLiveChart } from './use-live-chart.ts';

export interface TransitionPanelProps {
  readonly view: FrontierView;
  readonly height: number;
}

const title = 'What is held along the frontier';

/** What is held along the frontier. */
export const TransitionPanel = memo(function TransitionPanel({ view, height }: TransitionPanelProps) {
  const { frontier, live, selected, pointed, pointer } = view;
  const theme = useChartTheme();
  const [chart, setChart] = useState<EChartsType | null>(null);
  const curve = useMemo(() => live?.curve.map((point) => ({ ...point, weights: [...point.weights] })) ?? [], [live]);
  const data = useMemo(() => ({ assets: frontier.assets, curve, selected }), [frontier, curve, selected]);
  const option = useMemo(() => transitionMapChart(data, theme), [data, theme]);
  const first = useMemo(() => transitionMapChart({ assets: frontier.assets, curve: [] }, theme), [frontier, theme]);
  const rest = useMemo(() => transitionSelection(selected, theme), [selected, theme]);
  const moved = useMemo(() => pointed && transitionSelection(pointed, theme), [pointed, theme]);
  useLiveChart(chart, { option, rest, moved });
  useCurvePointer(chart, live?.curve ?? [], horizontalDistance, pointer);
  if (live === null) {
    return (
      <Panel title={title} how={explain('transition', frontier, view.bounds)}>
        <p className={classes.nothing} style={{ height }}>
          No portfolio meets the bounds, so there is nothing to hold.
        </p>
      </Panel>
    );
  }
  return (
    <ChartPanel
      title={title}
      note="Weights, stacked, from minimum variance to the highest return"
      how={explain('transition', frontier, view.bounds)}
      option={first}
      label={transitionMapSummary(data)}
      height={height}
      onReady={setChart}
      fileName={frontierFileName(frontier, 'weights along the frontier')}
      csv={() =>
        frontierCsv(
          live,
          frontier.assets.map(({ symbol }) => symbol),
        )
      }
    />
  );
});
